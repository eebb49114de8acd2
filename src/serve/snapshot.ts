/** A snapshot of the table over HTTP: a backup, made while the server goes on. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { bytesOfBackup } from '../storage/backup.js';
import type { Member } from './keys.js';
import * as schemas from './schemas.js';

const BYTES = 'application/octet-stream';

/** @param withinMs how long it may take until the member has all that was answered before */
export function snapshotRoutes(app: FastifyInstance, member: Member, withinMs: number): void {
  app.get(
    '/v1/snapshot',
    {
      schema: {
        summary: 'A backup of the table, for synod restore: it has all that was answered anywhere before',
        response: schemas.answers(schemas.bytes(BYTES)),
      },
    },
    async (_request, reply) => {
      const get = { type: 'get', key: '' } as const;
      const { slot: after } = await member.read(get, { withinMs });
      await member.read(get, { after, withinMs });
      const { node, store } = member.member;
      const { cluster, limits } = store.identity;
      void reply.type(BYTES);
      return Readable.from(bytesOfBackup({ cluster, limits, executed: node.executed }));
    },
  );
}
