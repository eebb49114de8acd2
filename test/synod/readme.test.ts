import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '#src/demo/free-ports.js';
import { until } from '#test/transport/words.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(ROOT, 'src/synod/README.md'), 'utf8');
const frontPage = readFileSync(join(ROOT, 'README.md'), 'utf8');
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const started: ChildProcess[] = [];
let folder: string;

/** The program of that name in the README. */
function program(name: string): string {
  const found = [...readme.matchAll(/```js\n\/\/ (\S+)\n(.*?)```/gs)].find(([, title]) => title === name);
  return found![2]!;
}

/** An empty folder with the packed package installed, and its dependencies taken from here instead of from the network. */
function install(): string {
  const at = mkdtempSync(join(tmpdir(), 'synod-packed-'));
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', at];
  const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' }));
  const modules = join(at, 'node_modules');
  mkdirSync(join(modules, 'synod'), { recursive: true });
  execFileSync('tar', ['-xzf', join(at, filename), '-C', join(modules, 'synod'), '--strip-components=1']);
  for (const name of [...Object.keys(dependencies), 'xstate']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name), 'junction');
  }
  writeFileSync(join(at, 'package.json'), '{ "type": "module" }\n');
  return at;
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });
  started.push(child);
  const running = { child, output: '', errors: '', isOver: false };
  child.stdout.on('data', (bytes) => {
    running.output += bytes;
  });
  child.stderr.on('data', (bytes) => {
    running.errors += bytes;
  });
  child.on('close', () => {
    running.isOver = true;
  });
  return running;
}

beforeAll(() => {
  folder = install();
  for (const name of ['words.js', 'cluster.js']) writeFileSync(join(folder, name), program(name));
}, 60_000);

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('the program of the front page comes to what it says, twice what it says in the same folder', async () => {
  const [, lines] = /```js\n(import \{ Synod \}.*?)```/s.exec(frontPage)!;
  writeFileSync(join(folder, 'sum.js'), `${lines!.replace('./data', './sum')}\nconsole.log(answer);\n`);
  for (const sum of [42, 84]) {
    const adding = run(['sum.js']);
    await until(() => adding.isOver, 'the end of the program', 30_000);
    expect(adding).toMatchObject({ output: `${sum}\n`, errors: '' });
  }
}, 60_000);

describe('the programs of the README, with the packed package in an empty folder', () => {
  test('one node writes, is killed, and reads it back (at most 20 lines)', async () => {
    expect(program('words.js').trim().split('\n').length).toBeLessThanOrEqual(20);
    const writing = run(['words.js', 'greeting', 'hello']);
    await until(() => writing.output === 'hello\n' || writing.isOver, 'an answer', 30_000);
    expect(writing).toMatchObject({ output: 'hello\n', errors: '', isOver: false });
    writing.child.kill('SIGKILL');
    await until(() => writing.isOver, 'the end of the process');
    const reading = run(['words.js', 'greeting']);
    await until(() => reading.isOver, 'the end of the program', 30_000);
    expect(reading).toMatchObject({ output: 'hello\n', errors: '' });
  }, 60_000);

  test('three processes lose their leader and go on (at most 30 lines)', async () => {
    expect(program('cluster.js').trim().split('\n').length).toBeLessThanOrEqual(30);
    const ports = await freePorts(3);
    const cluster = run(['cluster.js'], { PORTS: ports.join() });
    await until(() => cluster.isOver, 'the end of the program', 60_000);
    expect(cluster).toMatchObject({ output: '42\n', errors: '' });
  }, 90_000);
});
