import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SessionOver } from '#src/index.js';
import { configurationIn } from '#src/serve/configuration.js';
import type { Server } from '#src/serve/server.js';
import { ask, founded, started } from '#test/serve/cluster.js';
import { until } from '#test/transport/words.js';

let cluster: Awaited<ReturnType<typeof founded>>;
let servers: Server[];

beforeAll(async () => {
  const limits = { electionMs: 300, heartbeatMs: 60, resendMs: 90, sessionMs: 4_000 };
  cluster = await founded(3, () => ({ limits }));
  servers = await Promise.all(cluster.names.map((name) => started(configurationIn(cluster.file(name), {}))));
}, 60_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  cluster.remove();
});

const key = (index: number, name: string): string => `${servers[index]!.clients}/v1/keys/${name}`;
const opened = async (index = 0): Promise<number> =>
  (await ask(`${servers[index]!.clients}/v1/sessions`, 'POST')).body.session;
const numbered = (session: number, sequence: number, answered?: number) => ({
  'synod-session': String(session),
  'synod-sequence': String(sequence),
  ...(answered !== undefined && { 'synod-answered': String(answered) }),
});

describe('a change in a session', () => {
  test('is made once, however often and wherever it is sent, and has the answer of that time', async () => {
    const session = await opened();
    const first = await ask(key(0, 'once'), 'PUT', { value: 'a', expected: 0 }, numbered(session, 1));
    expect(first).toMatchObject({ status: 200, body: { version: 1 } });
    // Of another client.
    await ask(key(1, 'once'), 'PUT', { value: 'b' });
    for (const index of [0, 1, 2]) {
      const again = await ask(key(index, 'once'), 'PUT', { value: 'a', expected: 0 }, numbered(session, 1));
      expect(again).toMatchObject({ status: 200, body: first.body });
    }
    expect((await ask(key(2, 'once'))).body.entry).toMatchObject({ value: 'b', version: 2 });
    const deleted = await ask(key(1, 'once'), 'DELETE', undefined, numbered(session, 2));
    expect(deleted.body).toMatchObject({ wasThere: true });
    expect((await ask(key(0, 'once'), 'DELETE', undefined, numbered(session, 2))).body).toEqual(deleted.body);
  });

  test('without a session would have been made twice', async () => {
    await ask(key(0, 'twice'), 'PUT', { value: 'a', expected: 0 });
    expect(await ask(key(0, 'twice'), 'PUT', { value: 'a', expected: 0 })).toMatchObject({ status: 409 });
  });

  test('goes with others that are under way, and is refused when its answer was given or too many wait for theirs', async () => {
    const session = await opened(1);
    const put = (sequence: number, answered: number) =>
      ask(key(1, `at-once-${sequence}`), 'PUT', { value: 'x' }, numbered(session, sequence, answered));
    const all = await Promise.all([3, 1, 2].map((sequence) => put(sequence, 0)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    // The window is of 64, and the client has none of the answers.
    expect(await put(65, 0)).toMatchObject({
      status: 503,
      body: { error: { code: 'busy', message: expect.stringContaining('too many commands of this client') } },
    });
    expect(await put(65, 3)).toMatchObject({ status: 200 });
    expect(await put(2, 0)).toMatchObject({
      status: 409,
      body: { error: { code: 'alreadyAnswered', message: expect.stringContaining('its answer was given') } },
    });
  });

  test.each([
    [{ 'synod-session': '5' }, 'together with synod-sequence'],
    [{ 'synod-sequence': '5' }, 'together with synod-sequence'],
    [{ 'synod-answered': '5' }, 'together with synod-sequence'],
    [numbered(5, 3, 3), 'synod-answered below synod-sequence, 3; got 3'],
    [numbered(5, 0), 'must be >= 1'],
    [{ ...numbered(5, 1), 'synod-session': 'mine' }, 'must be integer'],
  ])('is refused with %j', async (headers, message) => {
    const { status, body } = await ask(key(0, 'a'), 'PUT', { value: 'x' }, headers);
    expect({ status, ...body.error }).toMatchObject({
      status: 400,
      code: 'invalid',
      message: expect.stringContaining(message),
    });
  });

  test('is made once when the leader goes before its client has the answer', async () => {
    const session = await opened();
    const leader = servers.findIndex(({ member: { status } }) => status.phase === 'leading');
    const other = (leader + 1) % 3;
    const first = await ask(key(other, 'kept'), 'PUT', { value: 'x' }, numbered(session, 1));
    await servers[leader]!.close();
    const again = await ask(key(other, 'kept'), 'PUT', { value: 'x' }, numbered(session, 1));
    expect(again).toMatchObject({ status: 200, body: first.body });
    servers[leader] = await started(configurationIn(cluster.file(cluster.names[leader]!), {}));
  });

  test('is refused when its session has ended: nobody knows any more whether it was made (410)', async () => {
    const session = await opened();
    const put = () => ask(key(0, 'late'), 'PUT', { value: 'x' }, numbered(session, 1));
    expect((await put()).status).toBe(200);
    const ended = () =>
      servers.every(({ member }) => !member.member.node.executed.sessions.some(({ id }) => id === session));
    await until(ended, 'the end of the session', 20_000);
    expect(await put()).toMatchObject({
      status: 410,
      body: { error: { code: 'unknownSession', message: expect.stringContaining('may have been executed') } },
    });
    expect((await ask(key(0, 'late'))).body.entry).toMatchObject({ version: 1 });
  }, 30_000);

  test('is there for programs too', async () => {
    const { member } = servers[0]!;
    const session = await member.openSession();
    const request = { session, sequence: 1, answered: 0 };
    const command = { type: 'put', key: 'program', value: 'x' } as const;
    const first = await member.propose(command, { request });
    expect(await servers[1]!.member.propose(command, { request })).toEqual(first);
    const never = { ...request, session: 2 ** 40 };
    await expect(member.propose(command, { request: never })).rejects.toBeInstanceOf(SessionOver);
  });
});
