import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configurationIn } from '#src/serve/configuration.js';
import type { Server } from '#src/serve/server.js';
import { ask, founded, started } from '#test/serve/cluster.js';
import { until } from '#test/transport/words.js';

let cluster: Awaited<ReturnType<typeof founded>>;
let servers: Server[];

beforeAll(async () => {
  cluster = await founded(3);
  servers = await Promise.all(cluster.names.map((name) => started(configurationIn(cluster.file(name), {}))));
}, 60_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  cluster.remove();
});

const of = (index: number, path: string): string => `${servers[index]!.clients}${path}`;

describe('a cluster of three servers', () => {
  test('puts at one what another has then, in the same state', async () => {
    const put = await ask(of(0, '/v1/keys/greeting'), 'PUT', { value: 'hello' });
    expect(put).toMatchObject({ status: 200, body: { version: 1, slot: expect.any(Number) } });
    const { slot, revision } = put.body;
    const revisions = { createRevision: revision, modRevision: revision, version: 1 };
    const entry = { key: 'greeting', value: 'hello', ...revisions };
    for (const index of [0, 1, 2]) {
      expect((await ask(of(index, '/v1/keys/greeting'))).body).toMatchObject({ revision, entry });
      const after = await ask(of(index, `/v1/keys/greeting?after=${slot}`));
      expect(after.body).toMatchObject({ revision, entry });
    }
    const digests = await Promise.all([0, 1, 2].map((index) => ask(of(index, '/v1/digest'))));
    expect(new Set(digests.map(({ body }) => body.digest)).size).toBe(1);
  });

  test('changes a key only where nobody else has (409, with the revision that it has)', async () => {
    const url = of(1, '/v1/keys/cas');
    const first = await ask(url, 'PUT', { value: '1', expected: 0 });
    expect(first.status).toBe(200);
    const again = await ask(url, 'PUT', { value: '2', expected: 0 });
    const modRevision = first.body.revision;
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'conflict', modRevision } } });
    expect((await ask(`${url}?expected=${modRevision + 1}`, 'DELETE')).status).toBe(409);
    expect((await ask(`${url}?expected=${modRevision}`, 'DELETE')).body).toMatchObject({ wasThere: true });
    expect(await ask(url)).toMatchObject({ status: 404, body: { error: { code: 'notFound' } } });
    expect((await ask(url, 'DELETE')).body).toMatchObject({ wasThere: false });
  });

  test('lists what begins with a prefix, a part at a time (keys may have any characters)', async () => {
    for (const key of ['list/b', 'list/a', 'list/é ?#%', 'lisp'])
      await ask(of(2, `/v1/keys/${encodeURIComponent(key)}`), 'PUT', { value: key });
    const listed = async (query: string) => (await ask(of(0, `/v1/keys?${query}`))).body;
    const first = await listed('prefix=list/&limit=2');
    expect(first).toMatchObject({ entries: [{ key: 'list/a' }, { key: 'list/b' }], hasMore: true });
    const rest = await listed('prefix=list/&behind=list/b');
    expect(rest).toMatchObject({ entries: [{ key: 'list/é ?#%', value: 'list/é ?#%' }], hasMore: false });
  });

  test.each([
    ['PUT', '/v1/keys/a', { value: 5 }, 400, 'invalid', 'value must be string'],
    [
      'PUT',
      '/v1/keys/a',
      { value: 'x', valeu: 1 },
      400,
      'invalid',
      'must NOT have additional properties: valeu',
    ],
    ['PUT', '/v1/keys/a', undefined, 400, 'invalid', 'body must be object'],
    [
      'GET',
      '/v1/keys/a?consistency=strong',
      undefined,
      400,
      'invalid',
      'one of the allowed values: linearizable, local',
    ],
    ['GET', '/v1/keys?limit=0', undefined, 400, 'invalid', 'limit must be >= 1'],
    ['GET', '/v1/keys/', undefined, 400, 'invalid', 'fewer than 1 characters'],
    ['PUT', `/v1/keys/${'k'.repeat(1_025)}`, { value: 'x' }, 400, 'invalid', 'more than 1024 characters'],
    ['PUT', '/v1/keys/a', { value: 'x'.repeat(2 << 20) }, 413, 'tooLarge', 'too large'],
    ['GET', '/v2/keys', undefined, 404, 'notFound', 'got GET /v2/keys'],
    ['GET', '/v1/keys/a?after=999999', undefined, 504, 'late', 'slot 999999 was asked for'],
  ])('says what is wrong with %s %.40s (%#)', async (method, path, body, status, code, message) => {
    const headers = { 'synod-within-ms': '200' };
    const answered = await ask(of(0, path), method, body, headers);
    expect(answered).toMatchObject({
      status,
      body: { error: { code, message: expect.stringContaining(message) } },
    });
  });

  test('is ready where it has a leader, and says what it is', async () => {
    for (const index of [0, 1, 2]) {
      expect(await ask(of(index, '/healthz'))).toMatchObject({ status: 200, body: { isAlive: true } });
      expect(await ask(of(index, '/readyz'))).toMatchObject({ status: 200, body: { isReady: true } });
      const { body } = await ask(of(index, '/v1/status'));
      const leader = expect.stringMatching(/^n[123]$/);
      expect(body).toMatchObject({ name: `n${index + 1}`, leader, isClosed: false });
    }
  });

  test('goes on without its leader, and is not ready without a majority', async () => {
    await ask(of(0, '/v1/keys/kept'), 'PUT', { value: 'before' });
    const leader = servers.findIndex(({ member }) => member.status.phase === 'leading');
    const [one, two] = [0, 1, 2].filter((index) => index !== leader) as [number, number];
    await servers[leader]!.close();
    expect(await ask(of(one, '/v1/keys/kept'), 'PUT', { value: 'after' })).toMatchObject({ status: 200 });
    expect((await ask(of(two, '/v1/keys/kept'))).body.entry).toMatchObject({ value: 'after', version: 2 });
    await servers[two]!.close();
    const { member } = servers[one]!;
    await until(
      () => Object.values(member.status.peers).every(({ isConnected }) => !isConnected),
      'loneliness',
    );
    // One that leads by now may read until its lease is over.
    const ready = async (): Promise<number> => (await ask(of(one, '/readyz'))).status;
    await expect.poll(ready, { timeout: 10_000 }).toBeGreaterThanOrEqual(503);
    expect((await ask(of(one, '/healthz'))).status).toBe(200);
    const local = await ask(of(one, '/v1/keys/kept?consistency=local'));
    expect(local.body.entry).toMatchObject({ value: 'after' });
    const within = { 'synod-within-ms': '300' };
    const refused = await ask(of(one, '/v1/keys/kept'), 'PUT', { value: 'never' }, within);
    expect([503, 504]).toContain(refused.status);
    expect(refused.body.error.message).toContain('no majority');
  });
});
