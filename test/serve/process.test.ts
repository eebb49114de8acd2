/** `synod serve` as a process, and the example of the README. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { freePorts } from '#src/demo/free-ports.js';
import { PROGRAM, type Ran, spawned } from '#test/cli/synod.js';
import { ask, founded } from '#test/serve/cluster.js';
import { until } from '#test/transport/words.js';
import { watchingAt } from './watcher.js';

interface Process {
  readonly ran: Promise<Ran>;
  readonly lines: () => readonly Line[];
  readonly stop: (signal: NodeJS.Signals) => void;
  /** The line that says where it serves. */
  readonly ready: () => Promise<Line>;
}

const running: Process[] = [];
const removals: (() => void)[] = [];
afterEach(async () => {
  for (const { stop } of running) stop('SIGKILL');
  await Promise.all(running.splice(0).map(({ ran }) => ran));
  for (const remove of removals.splice(0)) remove();
});

/** A server in a process of its own: what it has logged so far, and how to signal it. */
function serving(file: string, env: Readonly<Record<string, string>> = {}): Process {
  let text = '';
  let stop = (_: NodeJS.Signals): void => {};
  const ran = spawned(PROGRAM, ['serve', '--config', file], env, (child) => {
    child.stdout.on('data', (chunk: string) => {
      text += chunk;
    });
    stop = (signal) => void child.kill(signal);
  });
  const lines = (): readonly Line[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const server = {
    ran,
    lines,
    stop: (signal: NodeJS.Signals) => stop(signal),
    ready: async () => {
      await until(() => lines().some(({ msg }) => msg === 'serving'), `a server (${text})`, 30_000);
      return lines().find(({ msg }) => msg === 'serving')!;
    },
  };
  running.push(server);
  return server;
}

interface Line {
  readonly msg: string;
  readonly clients: string;
  readonly admin: string;
  readonly metrics: string;
}

async function single(more: (clients: string) => object = () => ({})) {
  const cluster = await founded(1, more);
  removals.push(cluster.remove);
  return cluster.file('n1');
}

describe('synod serve', () => {
  test('says where it serves, answers what is under way when it is asked to stop, and ends with 0', async () => {
    const file = await single();
    const server = serving(file, { SYNOD_FOLDR: 'x' });
    const { clients } = await server.ready();
    expect((await ask(`${clients}/v1/keys/a`, 'PUT', { value: 'x' })).status).toBe(200);
    expect((await ask(`${clients}/readyz`)).status).toBe(200);
    const watch = await watchingAt(`${clients}/v1/watch`);
    const puts = Array.from({ length: 20 }, (_, count) =>
      ask(`${clients}/v1/keys/${count}`, 'PUT', { value: 'x' }),
    );
    await until(() => watch.changes().length > 0, 'a change');
    server.stop('SIGTERM');
    // A request that the server has not read yet may find its connection closed.
    const answers = await Promise.allSettled(puts);
    const done = answers.flatMap((answer, count) => {
      if (answer.status === 'rejected')
        expect(answer.reason.cause.code).toMatch(/^(ECONNRESET|ECONNREFUSED|UND_ERR_SOCKET)$/);
      else if (answer.value.status !== 200)
        expect(answer.value).toMatchObject({ status: 503, body: { error: { code: 'closed' } } });
      else return [count];
      return [];
    });
    expect(done.length).toBeGreaterThan(0);
    await watch.ended;
    expect(watch.lines.at(-1)).toMatchObject({ error: { code: 'closed' } });
    expect(await server.ran).toMatchObject({
      code: 0,
      err: 'warning: SYNOD_FOLDR (did you mean SYNOD_FOLDER?) is no option of synod serve\n',
    });
    expect(server.lines().at(-1)).toMatchObject({ msg: 'closed' });
    const again = serving(file);
    const { clients: now } = await again.ready();
    for (const count of done) expect((await ask(`${now}/v1/keys/${count}`)).status).toBe(200);
  }, 60_000);

  test("ends with 2 where its folder has another member's store, before it says anything to anybody", async () => {
    const { file, folder, remove } = await founded(2);
    removals.push(remove);
    rmSync(join(folder, 'n2'), { recursive: true });
    renameSync(join(folder, 'n1'), join(folder, 'n2'));
    const mistaken = serving(file('n2'));
    expect(await mistaken.ran).toMatchObject({
      code: 2,
      err: expect.stringContaining('expected a store with id "n2"; got one with id "n1"'),
    });
    expect(mistaken.lines()).toEqual([]);
  });

  test('ends with 2, and says which address, where another program has its port', async () => {
    const first = serving(await single());
    const taken = (await first.ready()).clients.replace('http://', '');
    const second = await serving(
      await single((listen) => ({ clients: { listen }, metrics: { listen: taken } })),
    ).ran;
    expect(second).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        new RegExp(`^error: expected to listen on ${taken}; got EADDRINUSE: another program`),
      ),
    });
  }, 60_000);

  test('ends with 2, and one line that says what to do, where it has no store or another configuration', async () => {
    const file = await single();
    const { folder, ...more } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...more, folder: `${folder}-none` }));
    const [ran, other] = await Promise.all([
      serving(file).ran,
      serving(file, { SYNOD_CLIENTS_LISTEN: 'x' }).ran,
    ]);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error: .*store.*\n/) });
    expect(other).toMatchObject({
      code: 2,
      out: '',
      err: `error: ${file}: expected host:port as clients.listen; got "x"\n`,
    });
  }, 60_000);
});

/** What stands in the README between marks of that language, one after the other. */
const readme = readFileSync(new URL('../../src/serve/README.md', import.meta.url), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, block]) => block!);

test('three servers with the configuration of the README do what it shows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'synod-readme-'));
  removals.push(() => rmSync(folder, { recursive: true, force: true }));
  const ports = await freePorts(12);
  const others = new Map<string, number>();
  // Each port of the page stands for one that is free here.
  const here = (text: string): string =>
    text.replace(/(?<=:)[489]\d{3}\b/g, (port) => {
      if (!others.has(port)) others.set(port, ports[others.size]!);
      return String(others.get(port));
    });
  const [configuration] = blocks('json');
  const names = ['n1', 'n2', 'n3'];
  for (const [index, name] of names.entries()) {
    const { members, ...own } = JSON.parse(configuration!);
    // The last digit of a port is the member's number.
    const text = JSON.stringify(own)
      .replaceAll('n1', name)
      .replace(/(?<=:\d{3})1\b/g, String(index + 1));
    writeFileSync(join(folder, `${name}.json`), here(JSON.stringify({ members, ...JSON.parse(text) })));
    const args = ['init', '--config', join(folder, `${name}.json`), ...(index === 0 ? ['--new'] : [])];
    expect(await spawned(PROGRAM, args)).toMatchObject({ code: 0, err: '' });
  }
  await Promise.all(names.map((name) => serving(join(folder, `${name}.json`)).ready()));
  const said: string[] = [];
  for (const command of blocks('sh')[0]!
    .split('\n')
    .filter((line) => line.startsWith('curl '))) {
    const { stdout } = await promisify(execFile)('sh', ['-c', here(command.replace('curl', 'curl -sS'))]);
    said.push(stdout);
  }
  expect(said.map((text) => JSON.parse(text))).toMatchObject([
    { revision: 1, version: 1 },
    { revision: 1, entry: { key: 'greeting', value: 'hello' } },
  ]);
}, 120_000);
