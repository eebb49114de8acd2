/** The table over HTTP: get, put, delete, list. */
import type { FastifyInstance } from 'fastify';
import type { Synod } from '../synod/synod.js';
import type { Table, TableAnswer, TableCommand } from '../table/table.js';
import { Problem, refusal } from './problem.js';
import * as schemas from './schemas.js';

export type Member = Synod<TableCommand, Table, TableAnswer>;

interface Reading {
  readonly consistency?: 'linearizable' | 'local';
  readonly after?: number;
}

interface Listing extends Reading {
  readonly prefix: string;
  readonly behind?: string;
  readonly limit: number;
}

interface Changing {
  readonly expected?: number;
}

interface Keyed {
  readonly key: string;
}

interface Headers {
  readonly 'synod-within-ms'?: number;
}

/** What a command that was executed has come to, or the refusal. */
type Done = Exclude<TableAnswer, { readonly type: 'conflict' | 'tooLarge' | 'full' }>;

/** @param withinMs how long a request may take that does not say so itself */
export function keyRoutes(app: FastifyInstance, member: Member, withinMs: number): void {
  const { headers } = schemas;
  const call = (given: Headers) => ({ withinMs: given['synod-within-ms'] ?? withinMs });

  app.get<{ Params: Keyed; Querystring: Reading; Headers: Headers }>(
    '/v1/keys/:key',
    {
      schema: {
        summary: 'The entry of a key',
        params: schemas.KEY,
        querystring: schemas.reading,
        headers,
        response: schemas.answers(schemas.gotten),
      },
    },
    async ({ params: { key }, query, headers }) => {
      const { slot, answer } = await member.read({ type: 'get', key }, { ...query, ...call(headers) });
      const { revision, entry } = answer as Extract<Done, { type: 'entry' }>;
      if (entry === null)
        throw new Problem('notFound', `expected an entry of ${key}; got none.`, { slot, revision });
      return { slot, revision, entry };
    },
  );

  app.get<{ Querystring: Listing; Headers: Headers }>(
    '/v1/keys',
    {
      schema: {
        summary: 'Entries in the order of their keys',
        querystring: schemas.listing,
        headers,
        response: schemas.answers(schemas.listed),
      },
    },
    async ({ query: { prefix, behind, limit, ...reading }, headers }) => {
      const list = { type: 'list', prefix, limit, ...(behind !== undefined && { after: behind }) } as const;
      const { slot, answer } = await member.read(list, { ...reading, ...call(headers) });
      return { slot, ...answer };
    },
  );

  app.put<{ Params: Keyed; Body: Changing & { readonly value: string }; Headers: Headers }>(
    '/v1/keys/:key',
    {
      schema: {
        summary: 'Puts a value, always or where nobody else has changed it',
        params: schemas.KEY,
        body: schemas.putting,
        headers,
        response: schemas.answers(schemas.put),
      },
    },
    ({ params: { key }, body, headers }) => change(member, { type: 'put', key, ...body }, call(headers)),
  );

  app.delete<{ Params: Keyed; Querystring: Changing; Headers: Headers }>(
    '/v1/keys/:key',
    {
      schema: {
        summary: 'Deletes a key, always or where nobody else has changed it',
        params: schemas.KEY,
        querystring: schemas.deleting,
        headers,
        response: schemas.answers(schemas.deleted),
      },
    },
    ({ params: { key }, query, headers }) => change(member, { type: 'delete', key, ...query }, call(headers)),
  );
}

/** @throws Problem where the table has refused it. */
async function change(
  member: Member,
  command: Extract<TableCommand, Keyed>,
  call: { readonly withinMs: number },
): Promise<object> {
  const { slot, answer } = await member.propose(command, call);
  if (answer.type === 'conflict' || answer.type === 'tooLarge' || answer.type === 'full')
    throw refusal(answer, command.key);
  const { type, ...told } = answer;
  return { slot, ...told };
}
