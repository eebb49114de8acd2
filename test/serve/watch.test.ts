import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Changes } from '#src/serve/changes.js';
import { configurationIn } from '#src/serve/configuration.js';
import type { Server } from '#src/serve/server.js';
import type { Watched } from '#src/synod/watch.js';
import { type Table, type TableAnswer, type TableCommand, tableMachine } from '#src/table/table.js';
import { ask, founded, started } from '#test/serve/cluster.js';
import { until } from '#test/transport/words.js';
import { type Line, watchingAt } from './watcher.js';

const withWatches = (listen: string) => ({
  clients: { listen, heartbeatMs: 100, changesMax: 10, watchesMax: 3 },
});

let cluster: Awaited<ReturnType<typeof founded>>;
let servers: Server[];

beforeAll(async () => {
  cluster = await founded(3, (at) => ({
    clients: { listen: at, heartbeatMs: 100, changesMax: 10, watchesMax: 3 },
  }));
  servers = await Promise.all(cluster.names.map((name) => started(configurationIn(cluster.file(name), {}))));
}, 60_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  cluster.remove();
});

/** So that a few of them fill the buffers between a server and its client: 750 kB. */
const LARGE = '€'.repeat(250_000);

const at = (index: number, path: string): string => `${servers[index]!.clients}${path}`;
const put = async (key: string, value: string, index = 0): Promise<number> =>
  (await ask(at(index, `/v1/keys/${encodeURIComponent(key)}`), 'PUT', { value })).body.revision;

const watching = (query: string, index = 0) => watchingAt(at(index, `/v1/watch?${query}`));

describe('a watch', () => {
  test('has each change of the keys with a prefix in order, at any member', async () => {
    const from = (await put('w/a', '1')) + 1;
    const watch = await watching(`prefix=w/&from=${from}`, 2);
    expect(watch).toMatchObject({ status: 200, type: 'application/x-ndjson' });
    await put('w/b', '2');
    await put('other', '3');
    await put('w/a', '4', 1);
    await ask(at(1, '/v1/keys/w%2Fb'), 'DELETE');
    await ask(at(1, '/v1/keys/w%2Fnone'), 'DELETE');
    await until(() => watch.changes().length === 3, 'three changes');
    expect(watch.lines[0]).toEqual({ type: 'progress', revision: from - 1 });
    const entry = { key: 'w/a', value: '4', createRevision: from - 1, modRevision: from + 2, version: 2 };
    expect(watch.changes()).toMatchObject([
      { type: 'put', revision: from, entry: { key: 'w/b', value: '2', version: 1 } },
      { type: 'put', revision: from + 2, entry },
      { type: 'deleted', revision: from + 3, key: 'w/b', slot: expect.any(Number) },
    ]);
    expect((await ask(at(0, '/v1/keys/w%2Fa'))).body.entry).toEqual(entry);
    await watch.leave();
  });

  test('of a key has the changes of no other, and begins where it is told', async () => {
    const [first] = [await put('k', '1'), await put('k', '2'), await put('kk', '3')];
    const watch = await watching(`key=k&from=${first}`, 1);
    const later = await watching(`key=k&from=${first + 3}`, 1);
    const now = await watching('key=k', 0);
    await put('k', '4');
    await until(
      () => [watch, later, now].every((one) => one.changes().at(-1)?.revision === first + 3),
      'all',
    );
    expect(watch.changes().map(({ revision }) => revision)).toEqual([first, first + 1, first + 3]);
    expect([later, now].map((one) => one.changes().length)).toEqual([1, 1]);
    await Promise.all([watch, later, now].map((one) => one.leave()));
  });

  test('misses nothing between a list and its beginning, while others write (T11)', async () => {
    let isWriting = true;
    const writer = (async () => {
      for (let count = 0; isWriting; count++) await put(`t/${count % 5}`, String(count), count % 3);
    })();
    for (let round = 0; round < 5; round++) {
      const list = await ask(at(round % 3, '/v1/keys?prefix=t/'));
      const watch = await watching(`prefix=t/&from=${list.body.revision + 1}`, (round + 1) % 3);
      await until(() => watch.changes().length >= 5, 'five changes');
      // All changes are of these keys.
      const revisions = watch.changes().map(({ revision }) => revision);
      expect(revisions).toEqual(revisions.map((_, index) => list.body.revision + 1 + index));
      await watch.leave();
    }
    isWriting = false;
    await writer;
  });

  test('says that it lives, and how far it has come, also while others change what it does not want', async () => {
    const watch = await watching('key=quiet');
    const before = performance.now();
    while (performance.now() - before < 600) await put('loud', 'x');
    const revision = await put('loud', 'last');
    await until(
      () => watch.lines.at(-1)?.type === 'progress' && progressOf(watch.lines) === revision,
      'progress',
    );
    expect(watch.lines.length).toBeGreaterThanOrEqual(4);
    expect(new Set(watch.lines.map(({ type }) => type))).toEqual(new Set(['progress']));
    await watch.leave();
  });

  test('is refused where its changes are not kept any more (410, with the first one that is)', async () => {
    for (let count = 0; count < 11; count++) await put('many', String(count));
    const { body, status } = await ask(at(0, '/v1/watch?from=1'));
    const { revision } = (await ask(at(0, '/v1/keys/many'))).body;
    expect({ status, error: body.error }).toMatchObject({
      status: 410,
      error: { code: 'compacted', first: revision - 9 },
    });
    const watch = await watching(`from=${revision - 9}`);
    await until(() => watch.changes().length === 10, 'all that are kept');
    await watch.leave();
  });

  test('is refused where too many watch, until one of them leaves', async () => {
    const watches = await Promise.all([1, 2, 3].map(() => watching('prefix=')));
    const refused = await ask(at(0, '/v1/watch'));
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'busy' } } });
    await watches[0]!.leave();
    await expect.poll(async () => (await fetch(at(0, '/v1/watch'), { method: 'HEAD' })).status).toBe(200);
    await Promise.all(watches.map((one) => one.leave()));
  });

  test.each([
    ['from=0', 'from must be >= 1'],
    ['from=x', 'from must be integer'],
    ['prefixe=a', 'must NOT have additional properties'],
    ['key=a&prefix=a', 'key or prefix'],
  ])('is refused with %s', async (query, message) => {
    const { status, body } = await ask(at(0, `/v1/watch?${query}`));
    expect({ status, ...body.error }).toMatchObject({
      status: 400,
      code: 'invalid',
      message: expect.stringContaining(message),
    });
  });
});

describe('a watch', () => {
  let single: Awaited<ReturnType<typeof founded>>;
  let alone: Server;
  beforeAll(async () => {
    single = await founded(1, withWatches);
    alone = await started(configurationIn(single.file('n1'), {}));
  });
  afterAll(async () => {
    await alone.close();
    single.remove();
  });
  const putLarge = async (key: string): Promise<void> => {
    expect((await ask(`${alone.clients}/v1/keys/${key}`, 'PUT', { value: LARGE })).status).toBe(200);
  };

  test('whose client does not read is told at last that it has missed something, and holds up nobody', async () => {
    const request = get(`${alone.clients}/v1/watch?prefix=slow`);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    for (let count = 0; count < 40; count++) await putLarge(`slow${count % 2}`);
    const lines: Line[] = [];
    for await (const line of createInterface(response)) lines.push(JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ error: { code: 'compacted', first: expect.any(Number) } });
    const revisions = lines.filter(({ type }) => type === 'put').map(({ revision }) => revision);
    expect(revisions.length).toBeLessThan(30);
    expect(revisions).toEqual(revisions.map((_, index) => revisions[0]! + index));
  }, 30_000);

  test('ends with the server, which does not wait for those who do not read', async () => {
    const watch = await watchingAt(`${alone.clients}/v1/watch?key=end`);
    const deaf = get(`${alone.clients}/v1/watch?prefix=deaf`);
    await once(deaf, 'response');
    for (let count = 0; count < 20; count++) await putLarge('deaf');
    const before = performance.now();
    await alone.close();
    expect(performance.now() - before).toBeLessThan(5_000);
    await watch.ended;
    expect(watch.lines.at(-1)).toMatchObject({ error: { code: 'closed' } });
  }, 30_000);
});

type Event = Watched<TableCommand, Table, TableAnswer>;

describe('changes that are kept', () => {
  const machine = tableMachine();
  const signal = new AbortController().signal;

  /** Follows a member that executes puts of these values, and then gets a snapshot of another revision, if of any. */
  async function toldOf(values: readonly string[], limits: object, snapshot?: number): Promise<unknown[]> {
    const changes = new Changes({ changesMax: 10, charactersMax: 100, ...limits });
    async function* watch(): AsyncGenerator<Event> {
      let state = machine.start;
      yield { type: 'state', slot: 0, state };
      for (const [index, value] of values.entries()) {
        const command = { type: 'put', key: 'k', value } as const;
        const [next, answer] = machine.apply(state, command);
        state = next;
        yield { type: 'applied', slot: index + 1, command, answer };
      }
      // The reader was slow: a state that it has come to by itself.
      yield { type: 'state', slot: values.length, state };
      if (snapshot !== undefined) yield { type: 'state', slot: 99, state: { ...state, revision: snapshot } };
    }
    expect(await changes.follow({ watch })).toBe(false);
    const told: unknown[] = [];
    const watching = { from: 1, isWanted: () => true, heartbeatMs: 1_000, signal };
    try {
      for await (const one of changes.watch(watching)) told.push(one.type);
    } catch (error) {
      const { code, details } = error as { readonly code: string; readonly details: object };
      told.push(code, details);
    }
    return told;
  }

  test('are told until there are no more', async () => {
    expect(await toldOf(['a', 'b'], {})).toEqual(['progress', 'put', 'put', 'closed', {}]);
  });

  test.each<[string, readonly string[], object, number | undefined, number]>([
    ['many', ['a', 'b', 'c'], { changesMax: 2 }, undefined, 2],
    ['large', ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)], {}, undefined, 2],
    ['larger than may be', ['a'.repeat(200)], {}, undefined, 2],
    ['leaped over by a snapshot', ['a', 'b'], {}, 7, 8],
  ])('are not told where some are gone since they are %s', async (_, values, limits, snapshot, first) => {
    expect(await toldOf(values, limits, snapshot)).toEqual(['progress', 'compacted', { first }]);
  });
});

function progressOf(lines: readonly Line[]): number | undefined {
  return lines.findLast(({ type }) => type === 'progress')?.revision;
}
