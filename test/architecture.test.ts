import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Each room of the house, and what its files may import besides each other. The first room that a path lies in is
 * the one that counts.
 */
const ROOMS: Readonly<Record<string, readonly RegExp[]>> = {
  model: [/^xstate$/],
  spec: [/^xstate$/, /^#model\/index\.js$/],
  'src/paxos': [/^ts-pattern$/],
  // Of `sarif` there are only types.
  'src/cli': [/^node:/, /^commander$/, /^jiti$/, /^sarif$/, /^#(model|spec|src)\/index\.js$/],
  'src/book': [
    /^node:/,
    /^commander$/,
    /^xstate$/,
    /^#(model|spec)\/index\.js$/,
    /^#src\/cli\/(exit|io|progress|units)\.js$/,
  ],
  src: [],
};

/** The doors of `src`: its public face may look into every room of production. */
const FACES: Readonly<Record<string, RegExp>> = { 'src/index.ts': /^src\// };

interface Import {
  readonly file: string;
  readonly of: string;
}

describe('arrows point one way', () => {
  test.each(Object.keys(ROOMS))('%s imports only what it may', (room) => {
    const imports = importsUnder(room);
    expect(imports.filter((one) => !isAllowed(one))).toEqual([]);
  });

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
    { file: 'src/index.ts', of: '#model/index.js' },
    { file: 'src/cli/check.ts', of: '#test/cli/chapters.js' },
    { file: 'src/cli/check.ts', of: '../book/book.js' },
    { file: 'src/book/book.ts', of: '#spec/14-the-synod/synod.js' },
  ])('an arrow that points the wrong way is seen ($file to $of)', (wrong) => {
    expect(isAllowed(wrong)).toBe(false);
  });
});

/** Threads are not the same in Node and in a browser; nothing else of the checker knows where it runs. */
const OF_THREADS = ['model/search/parallel/thread.ts', 'model/search/parallel/threads.ts'];

function isAllowed({ file, of }: Import): boolean {
  if (OF_THREADS.includes(file) && of === 'node:worker_threads') return true;
  const room = roomOf(file);
  if (!of.startsWith('.')) return ROOMS[room]!.some((allowed) => allowed.test(of));
  const target = posix.join(posix.dirname(file), of);
  return roomOf(target) === room || (FACES[file]?.test(target) ?? false);
}

function roomOf(path: string): string {
  return Object.keys(ROOMS).find((room) => path.startsWith(`${room}/`)) ?? path;
}

function importsUnder(room: string): Import[] {
  const files = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((name) =>
      relative(ROOT, join(ROOT, room, name))
        .split(sep)
        .join('/'),
    )
    .filter((file) => file.endsWith('.ts') && roomOf(file) === room);
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
