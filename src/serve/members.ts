/** The members over HTTP: who they are, and how that is changed. */
import type { FastifyInstance } from 'fastify';
import type { Member } from './keys.js';
import { object, text } from './schema-words.js';
import { answers } from './schemas.js';
import { cluster, heard, member } from './status-schema.js';

interface Named {
  readonly id: string;
}

/** @param withinMs how long a change may take */
export function memberRoutes(app: FastifyInstance, server: Member, withinMs: number): void {
  const { members } = server;
  const id = { ...text, minLength: 1, maxLength: 64 } as const;
  const address = { ...text, description: 'where the other members find it, as host:port' } as const;
  const params = object({ id });
  const call = { withinMs };
  const done = answers(object({ id: text }));

  app.get(
    '/v1/members',
    {
      schema: {
        summary: 'The members, as this one knows them',
        response: answers(object({ members: { type: 'array', items: member }, leader: heard })),
      },
    },
    async () => ({
      members: members.list(),
      leader: server.status.leader,
    }),
  );

  app.post<{ Body: Named & { readonly address: string } }>(
    '/v1/members',
    {
      schema: {
        summary: 'Adds a member that has never been, as an observer; answers with what its store is made of',
        body: object({ id, address }),
        response: answers(cluster),
      },
    },
    ({ body }) => members.add(body, call),
  );

  app.post<{ Params: Named }>(
    '/v1/members/:id/promote',
    { schema: { summary: 'Gives an observer a vote', params, response: done } },
    async ({ params }) => {
      await members.promote(params.id, call);
      return { id: params.id };
    },
  );

  app.post<{ Params: Named }>(
    '/v1/members/:id/lead',
    { schema: { summary: 'Has a voter lead', params, response: done } },
    async ({ params }) => {
      await server.transfer(params.id, call);
      return { id: params.id };
    },
  );

  app.put<{ Params: Named; Body: { readonly address: string } }>(
    '/v1/members/:id',
    {
      schema: {
        summary: 'Has the others find a member elsewhere',
        params,
        body: object({ address }),
        response: done,
      },
    },
    async ({ params, body }) => {
      await members.move(params.id, body.address, call);
      return { id: params.id };
    },
  );

  app.delete<{ Params: Named }>(
    '/v1/members/:id',
    { schema: { summary: 'Removes a member', params, response: done } },
    async ({ params }) => {
      await members.remove(params.id, call);
      return { id: params.id };
    },
  );
}
