import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The folders of the checker, in the order of ARCHITECTURE.md's table: each may import those before it. */
const FOLDERS = [
  ...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')
    .split('### Inside the checker')[1]!
    .matchAll(/^\| `([\w/]+)\/` \|/gm),
].map(([, folder]) => `model/${folder}`);

/**
 * Each room of the house, and what its files may import besides each other. The longest room in which a path lies is the one that counts.
 */
const ROOMS: Readonly<Record<string, readonly RegExp[]>> = {
  ...Object.fromEntries(FOLDERS.map((folder) => [folder, [/^xstate$/]])),
  'model/report': [/^xstate$/, /^valibot$/],
  model: [],
  spec: [/^xstate$/, /^#model\/index\.js$/],
  'src/paxos': [/^ts-pattern$/],
  'src/node': [],
  'src/encoding': [/^msgpackr$/],
  'src/storage': [/^node:/, /^(abstract|classic)-level$/],
  'src/synod': [/^valibot$/, /^pino$/],
  'src/table': [],
  'src/trace': [/^node:/],
  // Of the book it takes the machines themselves.
  'src/conform': [/^node:/, /^xstate$/, /^valibot$/, /^ts-pattern$/, /^#spec\/(1[467]|24)-/],
  'src/transport': [/^node:/, /^valibot$/],
  'src/serve': [
    /^node:/,
    /^valibot$/,
    /^fastify$/,
    /^@fastify\/swagger$/,
    /^ajv$/,
    /^pino$/,
    /^prom-client$/,
  ],
  'src/operations': [/^node:/, /^valibot$/],
  'src/demo': [/^node:/, /^#spec\/index\.js$/],
  'src/simulator': [/^ts-pattern$/, /^pure-rand\//, /^#model\/index\.js$/],
  'src/terminal': [/^node:/, /^#model\/index\.js$/],
  // Of `sarif` there are only types.
  'src/cli': [/^node:/, /^commander$/, /^diff$/, /^jiti$/, /^sarif$/, /^#(model|spec)\/index\.js$/],
  'src/book': [
    /^node:/,
    /^commander$/,
    /^diff$/,
    /^xstate$/,
    /^#(model|spec)\/index\.js$/,
    /^#src\/terminal\//,
  ],
  src: [],
};

/** Which rooms a room may look into by relative paths. */
const OPEN: Readonly<Record<string, (room: string) => boolean>> = {
  ...Object.fromEntries(
    FOLDERS.map((folder, at) => [folder, (room: string) => FOLDERS.slice(0, at).includes(room)]),
  ),
  model: (room) => FOLDERS.includes(room),
  'src/cli': (room) =>
    ['src/terminal', 'src/simulator', 'src/conform', 'src/serve', 'src/operations', 'src/demo'].includes(
      room,
    ),
  'src/demo': (room) => ['src/serve', 'src/operations', 'src/terminal'].includes(room),
  'src/node': (room) => room === 'src/paxos',
  'src/serve': (room) =>
    [
      'src/paxos',
      'src/node',
      'src/storage',
      'src/transport',
      'src/synod',
      'src/table',
      'src/terminal',
    ].includes(room),
  'src/operations': (room) =>
    [
      'src/paxos',
      'src/storage',
      'src/transport',
      'src/synod',
      'src/table',
      'src/serve',
      'src/terminal',
    ].includes(room),
  'src/simulator': (room) => room === 'src/paxos' || room === 'src/node',
  'src/storage': (room) => ['src/paxos', 'src/node', 'src/encoding'].includes(room),
  'src/table': (room) => room === 'src/paxos',
  'src/conform': (room) => ['src/paxos', 'src/trace', 'src/transport'].includes(room),
  'src/trace': (room) => room === 'src/paxos' || room === 'src/node',
  'src/transport': (room) => ['src/paxos', 'src/node', 'src/encoding'].includes(room),
  'src/synod': (room) =>
    ['src/paxos', 'src/node', 'src/encoding', 'src/storage', 'src/transport', 'src/trace'].includes(room),
};

/** The doors of `src`: its public face may look into every room of production. */
const FACES: Readonly<Record<string, RegExp>> = { 'src/index.ts': /^src\// };

interface Import {
  readonly file: string;
  readonly of: string;
}

describe('arrows point one way', () => {
  test('the table of ARCHITECTURE.md names the folders there are', () => {
    const there = readdirSync(join(ROOT, 'model'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath }) => relative(ROOT, parentPath).split(sep).join('/'));
    expect(new Set(there)).toEqual(new Set(['model', ...FOLDERS]));
  });

  test.each(['model', 'src'])('no file of %s imports itself by way of others', (room) => {
    expect(circlesAmong(importsUnder(room, true))).toEqual([]);
  });

  test('a circle of imports is found', () => {
    const imports = [
      { file: 'a/one.ts', of: '../b/two.js' },
      { file: 'b/two.ts', of: './three.js' },
      { file: 'b/three.ts', of: '../a/one.js' },
      { file: 'a/four.ts', of: './one.js' },
    ];
    expect(circlesAmong(imports)).toEqual(['a/one.ts', 'b/two.ts', 'b/three.ts']);
  });

  test.each(Object.keys(ROOMS))('%s imports only what it may', (room) => {
    const imports = importsUnder(room);
    expect(imports.filter((one) => !isAllowed(one))).toEqual([]);
  });

  test.each(Object.keys(ROOMS).filter((room) => room.startsWith('src/')))(
    '%s may import nothing that it does not',
    (room) => {
      const imports = importsUnder(room);
      const into = imports.filter(({ of }) => of.startsWith('.')).map(roomInto);
      const idle = [
        ...ROOMS[room]!.filter((allowed) => !imports.some(({ of }) => allowed.test(of))),
        ...Object.keys(ROOMS).filter((other) => OPEN[room]?.(other) && !into.includes(other)),
      ];
      expect(idle).toEqual([]);
    },
  );

  test('each room has files that import (or the test above says nothing)', () => {
    const idle = Object.keys(ROOMS).filter((room) => importsUnder(room).length === 0);
    expect(idle).toEqual([]);
  });

  test.each<Import>([
    { file: 'model/exploration/explore.ts', of: 'node:worker_threads' },
    { file: 'model/exploration/explore.ts', of: '#spec/index.js' },
    { file: 'model/exploration/explore.ts', of: '../spec/chapter.js' },
    { file: 'spec/14-the-synod/synod.ts', of: '#model/table.js' },
    { file: 'spec/14-the-synod/synod.ts', of: '#src/paxos/acceptor.js' },
    { file: 'src/paxos/acceptor.ts', of: 'xstate' },
    { file: 'src/paxos/acceptor.ts', of: '#model/index.js' },
    { file: 'src/paxos/acceptor.ts', of: '../../spec/index.js' },
    { file: 'src/paxos/acceptor.ts', of: '../cli/check.js' },
    { file: 'src/paxos/acceptor.ts', of: 'node:fs' },
    { file: 'src/paxos/replica.ts', of: '../node/node.js' },
    { file: 'src/node/node.ts', of: 'node:fs' },
    { file: 'src/node/node.ts', of: '#model/index.js' },
    { file: 'src/node/node.ts', of: '../storage/store.js' },
    { file: 'src/storage/store.ts', of: '#model/index.js' },
    { file: 'src/node/node.ts', of: '../transport/tcp-transport.js' },
    { file: 'src/transport/link.ts', of: '../storage/store.js' },
    { file: 'src/transport/link.ts', of: '../synod/synod.js' },
    { file: 'src/synod/synod.ts', of: 'node:fs' },
    { file: 'src/node/node.ts', of: '../cli/check.js' },
    { file: 'src/serve/server.ts', of: '../operations/status.js' },
    { file: 'src/index.ts', of: '#model/index.js' },
    { file: 'src/node/node.ts', of: '../simulator/run.js' },
    { file: 'src/simulator/run.ts', of: '#spec/index.js' },
    { file: 'src/simulator/run.ts', of: '../storage/memory-storage.js' },
    { file: 'src/cli/check.ts', of: '#test/cli/chapters.js' },
    { file: 'src/cli/check.ts', of: '../book/book.js' },
    { file: 'src/book/book.ts', of: '#spec/14-the-synod/synod.js' },
  ])('an arrow that points the wrong way is seen ($file to $of)', (wrong) => {
    expect(isAllowed(wrong)).toBe(false);
  });
});

/** Threads are those of Node; nothing else of the checker knows where it runs. */
const OF_THREADS = ['model/search/parallel/thread.ts', 'model/search/parallel/threads.ts'];

function isAllowed({ file, of }: Import): boolean {
  if (OF_THREADS.includes(file) && of === 'node:worker_threads') return true;
  const room = roomOf(file);
  if (!of.startsWith('.')) return ROOMS[room]!.some((allowed) => allowed.test(of));
  const target = posix.join(posix.dirname(file), of);
  const into = roomInto({ file, of });
  if (room === 'model' && file !== 'model/index.ts') return false;
  return into === room || (OPEN[room]?.(into) ?? false) || (FACES[file]?.test(target) ?? false);
}

/** The room of a file that is named by its path from another. */
function roomInto({ file, of }: Import): string {
  return roomOf(posix.join(posix.dirname(file), of));
}

/** Pairs of files that import each other, by whatever way round. */
function circlesAmong(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { file, of } of imports)
    if (of.startsWith('.'))
      next.set(file, [...(next.get(file) ?? []), posix.join(posix.dirname(file), of).replace(/js$/, 'ts')]);
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [...(next.get(from) ?? [])];
    for (let file = open.pop(); file !== undefined; file = open.pop())
      if (!seen.has(file)) {
        seen.add(file);
        open.push(...(next.get(file) ?? []));
      }
    return seen;
  };
  return [...next.keys()].filter((file) => reach(file).has(file));
}

function roomOf(path: string): string {
  const inside = Object.keys(ROOMS).filter((room) => path.startsWith(`${room}/`));
  return inside.sort((one, other) => other.length - one.length)[0] ?? path;
}

/** What the files of a room import; with `all`, those of the rooms inside it too. */
function importsUnder(room: string, all = false): Import[] {
  const files = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((name) =>
      relative(ROOT, join(ROOT, room, name))
        .split(sep)
        .join('/'),
    )
    .filter((file) => file.endsWith('.ts') && (all || roomOf(file) === room));
  return files.flatMap((file) =>
    importsOf(readFileSync(join(ROOT, file), 'utf8')).map((of) => ({ file, of })),
  );
}

/** What a source names in `import … from`, `export … from`, `import '…'` and `import('…')`. */
function importsOf(source: string): string[] {
  const declared =
    /^(?:import|export)\b[^;']*?\bfrom\s*'([^']+)'|^import\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm;
  return [...source.matchAll(declared)].map((match) => match.slice(1).find((of) => of !== undefined)!);
}
