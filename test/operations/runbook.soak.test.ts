/**
 * The commands of docs/runbook.md, run in their order by one shell in an empty folder, on ports of this machine.
 *
 * Where namespaces of Linux can be had, n3 has a small disk of its own, so that it can become full.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '#test/cli/synod.js';
import { hasOpenssl } from '#test/transport/certificates.js';

const RUNBOOK = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
/** Less than 256 MiB are left of it beside the 20 that the runbook takes. */
const MOUNT = 'mount -t tmpfs -o size=274m tmpfs';
const canMount = spawnSync('unshare', ['-rm', 'sh', '-c', `${MOUNT} "$0"`, tmpdir()]).status === 0;
const hasCurl = spawnSync('curl', ['--version']).status === 0;
/** It takes half a minute on a machine that does nothing else. */
const WITHIN_MS = 240_000;

interface Section {
  readonly title: string;
  readonly commands: string;
}

/** What stands in the runbook's fences, by the headings above them. */
const SECTIONS: readonly Section[] = RUNBOOK.split(/^#+ /m)
  .map((text) => ({
    title: text.split('\n')[0]!,
    commands: [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands).join(''),
  }))
  .filter(({ commands }) => commands !== '');

/** The first digits of ports of which the runbook needs those that end with 1, 2 and 3. */
const FIRST_DIGITS = ['400', '800', '900'] as const;

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Below those that the system gives away by itself. */
async function freeDigits(): Promise<readonly number[]> {
  for (;;) {
    const first = 1_100 + Math.floor(Math.random() * 2_000);
    const digits = FIRST_DIGITS.map((_, index) => first + index);
    const ports = digits.flatMap((digit) => [1, 2, 3].map((last) => 10 * digit + last));
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return digits;
  }
}

/** Each section's output stands behind its title. */
function scriptOf(folder: string, digits: readonly number[]): string {
  const sections = SECTIONS.map(({ title, commands }) => `echo '## ${title}'\n${commands}`).join('');
  const moved = FIRST_DIGITS.reduce(
    (script, from, index) =>
      script.replaceAll(
        new RegExp(`(127\\.0\\.0\\.1:|\\b(?:get|put) )${from}(?=[123$])`, 'g'),
        `$1${digits[index]}`,
      ),
    sections,
  );
  const disk = canMount ? `mkdir n3\n${MOUNT} n3\n` : '';
  return `set -eu
trap 'kill -9 $(jobs -p) 2>/dev/null || true' EXIT
cd '${folder}'
PATH='${folder}/bin':$PATH
${disk}${canMount ? moved.replace('mkdir n1 n2 n3', 'mkdir n1 n2') : moved}echo '## all was run'
`;
}

describe.skipIf(!hasOpenssl || !hasCurl)('the runbook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'synod-runbook-'));
  const told = new Map<string, string>();
  let all = '';

  beforeAll(async () => {
    spawnSync('mkdir', ['bin'], { cwd: folder });
    writeFileSync(
      join(folder, 'bin/synod'),
      `#!/bin/sh\nexec '${process.execPath}' '${fileURLToPath(PROGRAM)}' "$@"\n`,
      {
        mode: 0o755,
      },
    );
    writeFileSync(join(folder, 'script'), scriptOf(folder, await freeDigits()));
    const [program, ...args] = [...(canMount ? ['unshare', '-rm'] : []), 'bash', join(folder, 'script')];
    // A group of its own, so that the servers end with the shell.
    const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const bound = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), WITHIN_MS);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        all += text;
      });
    await once(child, 'close');
    clearTimeout(bound);
    for (const part of all.split(/^## /m).slice(1)) {
      const [title = '', ...lines] = part.split('\n');
      told.set(title, lines.join('\n'));
    }
  }, WITHIN_MS + 10_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has commands for everything that can happen', () => {
    const titles = SECTIONS.map(({ title }) => title);
    expect(titles).toEqual([
      'Runbook',
      'The first start',
      'Backups',
      'A dead disk',
      'A lost majority',
      'A full disk',
      'A certificate that runs out',
      'An upgrade',
      'The end',
    ]);
  });

  test('is run to its end, and no command of it fails', () => {
    expect(told.has('all was run'), all.slice(-4_000)).toBe(true);
  });

  test.each([
    ['The first start', /n3 of table \S+: ready.*"value":"hello"/s],
    ['Backups', /monday\.backup has the table.*"value":"hello"/s],
    [
      'A dead disk',
      /n3 at \S+: not connected.*n3 of table \S+: ready.*n3 voter at .*"value":"two are enough"/s,
    ],
    ['A lost majority', /not ready, as expected.*"value":"the last words"/s],
    ['A certificate that runs out', /node\.crt is good until \S+: 36[45] days left.*"value":"space again"/s],
    ['An upgrade', /n3 of table \S+: ready.*"value":"n3 is upgraded"/s],
  ])('comes to what it says (%s)', (title, said) => {
    expect(told.get(title)).toMatch(said);
  });

  test.skipIf(!canMount)('comes to what it says (A full disk)', () => {
    const said = told.get('A full disk')!;
    expect(said.match(/its disk is nearly full/g)).toHaveLength(1);
    expect(said).toMatch(/nearly full.*n3 of table \S+: ready/s);
  });
});
