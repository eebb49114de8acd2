/** `synod check --checkpoint` as a process that is killed, at moments that nobody chose, and started again. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM, type Ran, spawned } from '#test/cli/synod.js';

/** Some 140,000 states, and a second or so. */
const SEARCH = ['check', '11', '-i', 'two rounds that may overlap'];
/** Some seconds, and levels that are long in themselves. */
const LONG = ['check', '12', '-i', 'three rounds'];

let folder: string;
let undisturbed: string;
/** Milliseconds that the search takes, from its beginning. */
let duration: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'synod-checkpoint-'));
  let began = 0;
  const ran = await spawned(PROGRAM, SEARCH, {}, (child) => {
    child.stderr.on('data', (text: string) => {
      if (text.includes(': exploring')) began = performance.now();
    });
  });
  duration = performance.now() - began;
  undisturbed = timeless(ran);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** The whole report but the times. */
function timeless({ out }: Ran): string {
  return out.replace(/\d+\.\d+ s\b/g, 'TIME').replace(/ +/g, ' ');
}

/** Runs the search once; it is killed when so much of its time has passed, unless it has ended by then. */
async function run(
  file: string,
  workers: number,
  death?: { signal: NodeJS.Signals; after: number },
): Promise<Ran> {
  const options = ['--checkpoint', file, '--checkpoint-every', '30ms', '--workers', String(workers)];
  return spawned(PROGRAM, [...SEARCH, ...options], {}, (child) => {
    if (death === undefined) return;
    child.stderr.on('data', (text: string) => {
      if (text.includes(': exploring')) setTimeout(() => child.kill(death.signal), death.after * duration);
    });
  });
}

const SIGNALS = ['SIGKILL', 'SIGTERM', 'SIGINT'] as const;

const lives = Array.from({ length: 10 }, (_, life) => ({
  life: life + 1,
  workers: 1 + (life % 2),
  deaths: [0, 1].map((death) => ({
    signal: SIGNALS[(life + death) % SIGNALS.length]!,
    after: Math.round(Math.random() * 90) / 100,
  })),
}));

describe('a search that is killed and started again', () => {
  let resumed = 0;

  test.each(lives)(
    'finds what one without interruption finds (life $life, $workers threads: $deaths)',
    async ({ life, workers, deaths }) => {
      const file = join(folder, `life-${life}`);
      for (const death of deaths) {
        const { code, out } = await run(file, workers, death);
        if (code === 0) break;
        if (death.signal === 'SIGKILL') expect(code).toBeNull();
        else if (code === 3) {
          expect(out).toContain('Not finished: interrupted.');
          expect(existsSync(file)).toBe(true);
        }
        if (existsSync(file)) resumed++;
      }
      const last = await run(file, workers);
      expect(timeless(last)).toBe(undisturbed);
      expect(last.code).toBe(0);
      // What is not needed any more is gone; of a death in the midst of writing a part may be left.
      expect(existsSync(file)).toBe(false);
    },
    120_000,
  );

  test('goes on where it was, and does not begin anew', () => {
    expect(resumed).toBeGreaterThanOrEqual(5);
  });

  test('leaves nothing in the folder but parts that were never whole', () => {
    expect(readdirSync(folder).filter((name) => !name.endsWith('.part'))).toEqual([]);
  });
});

/** Runs the long search, and asks it to stop before its first checkpoint. */
function interrupted(file: string, workers: number, signal: NodeJS.Signals): Promise<Ran> {
  const options = ['--checkpoint', file, '--checkpoint-every', '1h', '--workers', String(workers)];
  return spawned(PROGRAM, [...LONG, ...options], {}, (child) => {
    child.stderr.on('data', (text: string) => {
      if (text.includes(': exploring')) setTimeout(() => child.kill(signal), 300);
    });
  });
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'a search that is asked to stop before its first checkpoint puts itself aside all the same (%s)',
  async (signal) => {
    const file = join(folder, `asked-${signal}`);
    for (const workers of [1, 2]) {
      const { code, out } = await interrupted(file, workers, signal);
      expect([code, out.includes('Not finished: interrupted.'), existsSync(file)]).toEqual([3, true, true]);
      rmSync(file);
    }
  },
  60_000,
);

test('a file that is no checkpoint, or of another search, is refused and left as it is', async () => {
  const file = join(folder, 'other');
  writeFileSync(file, 'a letter\n');
  const letter = await spawned(PROGRAM, [...SEARCH, '--checkpoint', file]);
  expect(letter.err).toMatch(/^error: .*(is not a checkpoint|ends too early)/m);
  expect([letter.code, existsSync(file)]).toEqual([2, true]);
  rmSync(file);
  await interrupted(file, 1, 'SIGTERM');
  const other = await spawned(PROGRAM, ['check', '12', '-i', 'two rounds, as before', '--checkpoint', file]);
  expect(other.err).toContain('the checkpoint is not of this search');
  expect([other.code, existsSync(file)]).toEqual([2, true]);
  rmSync(file);
}, 60_000);
