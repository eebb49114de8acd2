/** Whether a server lives, whether it is ready, and what it is at the moment. */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Member } from './keys.js';
import { Problem } from './problem.js';
import * as schemas from './schemas.js';
import { status } from './status-schema.js';

/** How long a read may take that shows whether the server is ready. */
const READY_WITHIN_MS = 1_000;

export function healthRoutes(app: FastifyInstance, member: Member): void {
  app.get(
    '/healthz',
    { schema: { summary: 'Whether the server lives', response: schemas.answers(schemas.alive) } },
    async () => {
      if (member.status.isClosed)
        throw new Problem('closed', 'expected a member that takes part; got one that has stopped.');
      return { isAlive: true };
    },
  );

  app.get(
    '/readyz',
    {
      schema: {
        summary:
          'Whether a majority can be reached and the server is not behind: a linearizable read is answered',
        response: schemas.answers(schemas.ready),
      },
    },
    async () => {
      const { slot } = await member.read({ type: 'get', key: '' }, { withinMs: READY_WITHIN_MS });
      return { isReady: true, slot };
    },
  );
}

/** What a server says of itself. */
export type ServerStatus = ReturnType<typeof statusOf>;

function statusOf(member: Member) {
  const { state, ...status } = member.status;
  const { cluster, incarnation } = member.member.store.identity;
  return {
    name: member.id,
    cluster,
    incarnation,
    ...status,
    isDiskNearlyFull: member.member.store.isNearlyFull(),
    revision: state.revision,
    size: state.size,
  };
}

export function statusRoutes(app: FastifyInstance, member: Member): void {
  app.get(
    '/v1/status',
    { schema: { summary: 'What the member is at the moment', response: schemas.answers(status) } },
    async () => {
      return statusOf(member);
    },
  );

  app.get(
    '/v1/digest',
    {
      schema: {
        summary: 'A hash of the whole table: members that have executed the same slot have the same',
        response: schemas.answers(schemas.digest),
      },
    },
    async () => {
      const { executed, state } = member.status;
      const hash = createHash('sha256').update(JSON.stringify([state.revision, state.entries.flat()]));
      return { slot: executed, revision: state.revision, digest: hash.digest('hex') };
    },
  );
}
