import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configurationIn } from '#src/serve/configuration.js';
import type { Server } from '#src/serve/server.js';
import { ask, founded, started } from '#test/serve/cluster.js';
import { until } from '#test/transport/words.js';
import { documentAt } from './document.js';
import { watchingAt } from './watcher.js';

let cluster: Awaited<ReturnType<typeof founded>>;
let server: Server;

beforeAll(async () => {
  cluster = await founded(1, () => ({ metrics: { listen: '127.0.0.1:0' } }));
  server = await started(configurationIn(cluster.file('n1'), {}));
}, 60_000);

afterAll(async () => {
  await server.close();
  cluster.remove();
});

const OF_ALL = ['get /healthz', 'get /readyz', 'get /v1/status', 'get /v1/digest'];
const OF_CLIENTS = [
  'get /v1/keys/{key}',
  'put /v1/keys/{key}',
  'delete /v1/keys/{key}',
  'get /v1/keys',
  'post /v1/sessions',
  'get /v1/watch',
];

const OF_ADMIN = [
  'get /v1/snapshot',
  'get /v1/members',
  'post /v1/members',
  'put /v1/members/{id}',
  'delete /v1/members/{id}',
  'post /v1/members/{id}/promote',
  'post /v1/members/{id}/lead',
];

// All other answers of the tests of servers are compared with the document as well: see cluster.ts.
describe('the document of the API', () => {
  test.each([
    ['clients', OF_CLIENTS],
    ['admin', OF_ADMIN],
    ['metrics', ['get /metrics']],
  ] as const)(
    'of the port %s has each operation, with its answer and with its refusals',
    async (port, own) => {
      const [{ openapi, paths }] = await documentAt(server[port]!);
      expect(openapi).toBe('3.1.0');
      const operations = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
      );
      expect(new Set(operations.map(([name]) => name))).toEqual(new Set([...OF_ALL, ...own]));
      for (const [name, { summary, responses }] of operations) {
        expect(summary, name).toMatch(/^[A-Z]/);
        expect(responses.default!.content['application/json'], name).toEqual({
          schema: { $ref: '#/components/schemas/Problem' },
        });
      }
    },
  );

  test('is no document that any answer would follow', async () => {
    const [, validate] = await documentAt(server.clients);
    const isEntry = validate('/v1/keys/{key}', 'get', 200);
    const entry = { key: 'a', value: 'b', createRevision: 1, modRevision: 1, version: 1 };
    expect(isEntry({ slot: 1, revision: 1, entry })).toBe(true);
    expect(isEntry({ slot: 1, revision: 1, entry: { ...entry, version: '1' } })).toBe(false);
    expect(isEntry({ slot: 1, revision: 1, entry, more: 1 })).toBe(false);
    expect(isEntry({ error: { code: 'notFound', message: 'none' } })).toBe(false);
    expect(validate('/v1/keys/{key}', 'get', 404)({ error: { code: 'strange', message: 'none' } })).toBe(
      false,
    );
  });

  test('leaves out nothing of the status', async () => {
    const { state: _, ...status } = server.member.status;
    const { body } = await ask(`${server.clients}/v1/status`);
    expect(pathsIn(body)).toEqual(expect.arrayContaining([...pathsIn(JSON.parse(JSON.stringify(status)))]));
  });

  test('has the lines of a watch', async () => {
    const [, validate] = await documentAt(server.clients);
    const isLine = validate('/v1/watch', 'get', 200, 'application/x-ndjson');
    const watch = await watchingAt(`${server.clients}/v1/watch`);
    await ask(`${server.clients}/v1/keys/a`, 'PUT', { value: 'x' });
    await ask(`${server.clients}/v1/keys/a`, 'DELETE');
    await until(() => watch.changes().length === 2, 'both changes');
    await watch.leave();
    expect(watch.lines.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['progress', 'put', 'deleted']),
    );
    for (const line of watch.lines) expect(isLine(line), JSON.stringify(line)).toBe(true);
    expect(isLine({ error: { code: 'closed', message: 'it stops' } })).toBe(true);
    expect(isLine({ type: 'put', revision: 1, slot: 1, key: 'a' })).toBe(false);
  });

  test('has the types of what is no JSON', async () => {
    for (const [url, path, type] of [
      [server.admin, '/v1/snapshot', 'application/octet-stream'],
      [server.metrics, '/metrics', 'text/plain'],
    ] as const) {
      const [{ paths }] = await documentAt(url!);
      expect(Object.keys(paths[path]!.get!.responses['200']!.content)).toEqual([type]);
      const response = await fetch(`${url}${path}`);
      expect(response.headers.get('content-type')).toMatch(new RegExp(`^${type}`));
      expect((await response.text()).length).toBeGreaterThan(100);
    }
  });
});

/** Where anything stands in it, as `underWay.reads`. */
function pathsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    key,
    ...pathsIn(inner).map((path) => `${key}.${path}`),
  ]);
}
