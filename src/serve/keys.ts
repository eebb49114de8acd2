/** The table over HTTP: get, put, delete, list. */
import type { FastifyInstance } from 'fastify';
import type { ProposeOptions } from '../node/client.js';
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

interface ChangingHeaders extends Headers {
  readonly 'synod-session'?: number;
  readonly 'synod-sequence'?: number;
  readonly 'synod-answered'?: number;
}

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
      const { revision, entry } = answer as Extract<TableAnswer, { type: 'entry' }>;
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
      const { type: _, ...listed } = answer;
      return { slot, ...listed };
    },
  );

  app.post<{ Headers: Headers }>(
    '/v1/sessions',
    {
      schema: {
        summary: 'Opens a session, in which a change that is sent again is made once',
        description: SESSIONS,
        headers,
        response: schemas.answers(schemas.session),
      },
    },
    async ({ headers }) => ({ session: await member.openSession(call(headers)) }),
  );

  app.put<{ Params: Keyed; Body: Changing & { readonly value: string }; Headers: ChangingHeaders }>(
    '/v1/keys/:key',
    {
      schema: {
        summary: 'Puts a value, always or where nobody else has changed it',
        params: schemas.KEY,
        body: schemas.putting,
        headers: schemas.changing,
        response: schemas.answers(schemas.put),
      },
    },
    ({ params: { key }, body, headers }) =>
      change(member, { type: 'put', key, ...body }, { ...call(headers), ...numberIn(headers) }),
  );

  app.delete<{ Params: Keyed; Querystring: Changing; Headers: ChangingHeaders }>(
    '/v1/keys/:key',
    {
      schema: {
        summary: 'Deletes a key, always or where nobody else has changed it',
        params: schemas.KEY,
        querystring: schemas.deleting,
        headers: schemas.changing,
        response: schemas.answers(schemas.deleted),
      },
    },
    ({ params: { key }, query, headers }) =>
      change(member, { type: 'delete', key, ...query }, { ...call(headers), ...numberIn(headers) }),
  );
}

/**
 * What makes the change known when it is sent again, where it has a session.
 *
 * @throws Problem where the headers of a session do not go together.
 */
function numberIn({
  'synod-session': session,
  'synod-sequence': sequence,
  'synod-answered': answered,
}: ChangingHeaders): Pick<ProposeOptions, 'request'> {
  const given = [session, sequence, answered].filter((header) => header !== undefined);
  if (given.length === 0) return {};
  if (session === undefined || sequence === undefined)
    throw new Problem(
      'invalid',
      'expected synod-session together with synod-sequence; got one without the other.',
    );
  if (answered !== undefined && answered >= sequence)
    throw new Problem(
      'invalid',
      `expected synod-answered below synod-sequence, ${sequence}; got ${answered}.`,
    );
  return { request: { session, sequence, answered: answered ?? sequence - 1 } };
}

const SESSIONS =
  'A client numbers the changes of its session from 1, and sends them with the headers synod-session and synod-sequence. Sent again, to ' +
  'any member, a change has the answer of the time at which it was made. Without synod-answered the client has one change under way at a ' +
  'time. A session ends by itself when it was not used for a minute: then a change is refused with the code unknownSession.';

/** @throws Problem where the table has refused it. */
async function change(
  member: Member,
  command: Extract<TableCommand, Keyed>,
  call: ProposeOptions,
): Promise<object> {
  const { slot, answer } = await member.propose(command, call);
  if (answer.type === 'conflict' || answer.type === 'tooLarge' || answer.type === 'full')
    throw refusal(answer, command.key);
  const { type, ...told } = answer;
  return { slot, ...told };
}
