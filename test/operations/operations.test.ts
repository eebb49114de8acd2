/** A cluster through the commands of those who run it: its status, its backups, and a new cluster in its place. */
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { configurationIn } from '#src/serve/configuration.js';
import type { Server } from '#src/serve/server.js';
import { synod } from '#test/cli/synod.js';
import { ask, founded, started } from '#test/serve/cluster.js';
import { until } from '#test/transport/words.js';

const running = new Map<string, Server>();
const removals: (() => void)[] = [];
afterEach(async () => {
  await stopAll();
  for (const remove of removals.splice(0)) remove();
});

async function stopAll(): Promise<void> {
  await Promise.all([...running.values()].map((server) => server.close()));
  running.clear();
}

async function clusterOf(count: number) {
  const cluster = await founded(count);
  removals.push(cluster.remove);
  const { folder, names, file } = cluster;
  const start = async (name: string): Promise<Server> => {
    const server = await started(configurationIn(file(name), {}));
    running.set(name, server);
    return server;
  };
  const at = (name: string): string => join(folder, name);
  return {
    ...cluster,
    at,
    start,
    startAll: () => Promise.all(names.map(start)),
    /** What stands in the way of a new cluster. */
    moveAway: () => {
      renameSync(at('cluster.json'), at('cluster.old.json'));
      for (const name of names) renameSync(at(name), at(`${name}.old`));
    },
    run: (command: string, name: string, ...more: readonly string[]) =>
      synod([command, '--config', file(name), ...more], []),
  };
}

async function put(name: string, key: string, value: string): Promise<void> {
  const answered = await ask(`${running.get(name)!.clients}/v1/keys/${key}`, 'PUT', { value });
  expect(answered).toMatchObject({ status: 200 });
}

async function entryIn(name: string, key: string): Promise<unknown> {
  const { body } = await ask(`${running.get(name)!.clients}/v1/keys/${key}`);
  return (body.entry as { readonly value: string } | undefined)?.value ?? body.error.code;
}

describe('synod status', () => {
  test('says whether the server is ready, whom it reaches, and ends with 1 where it is not or does not answer', async () => {
    const { start, run } = await clusterOf(2);
    expect(await run('status', 'n1')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^error: expected the server of n1 at 127\.0\.0\.1:\d+; got .*ECONNREFUSED.*synod serve/,
      ),
    });
    await start('n1');
    const alone = await run('status', 'n1');
    expect(alone).toMatchObject({ code: 1, err: '' });
    expect(alone.out).toMatch(/^n1 of table [-\w]+: not ready\n {2}.*no majority/);
    expect(JSON.parse((await run('status', 'n1', '--json')).out)).toMatchObject({
      name: 'n1',
      leader: null,
      notReady: expect.stringContaining('no majority'),
    });
    await start('n2');
    await put('n1', 'a', '1');
    const both = await run('status', 'n2');
    expect(both).toMatchObject({ code: 0, err: '' });
    expect(both.out).toMatch(
      /^n2 of table [-\w]+: ready\n {2}n[12] leads; slot \d+, revision 1\n {2}n1 at [\d.:]+: connected, heard \d+ ms ago\n$/,
    );
    const told = JSON.parse((await run('status', 'n2', '--json')).out);
    expect(told).toMatchObject({ name: 'n2', revision: 1, notReady: null, certificates: [] });
  });
});

describe('a backup', () => {
  test('is made while the servers run, and a new cluster begins with it, in which the old members are strangers (D13)', async () => {
    const { at, run, startAll, start, moveAway } = await clusterOf(3);
    await startAll();
    await put('n1', 'kept', 'before');
    const made = await run('snapshot', 'n3', '--out', at('table.backup'), '--json');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(made.out)).toMatchObject({ file: at('table.backup'), revision: 1 });
    await put('n2', 'kept', 'after');
    await stopAll();
    moveAway();

    const restored = await run('restore', 'n1', '--from', at('table.backup'), '--new');
    expect(restored).toMatchObject({ code: 0, err: '' });
    expect(restored.out).toContain(`Copy ${at('cluster.json')} to n2, n3, and call synod restore --from`);
    for (const name of ['n2', 'n3'])
      expect(await run('restore', name, '--from', at('table.backup'), '--json')).toMatchObject({ code: 0 });
    const clusterIn = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));
    expect(clusterIn('cluster.json').cluster).not.toBe(clusterIn('cluster.old.json').cluster);

    // n3 comes back with its old store.
    await Promise.all(['n1', 'n2'].map(start));
    renameSync(at('n3'), at('n3.new'));
    renameSync(at('n3.old'), at('n3'));
    const old = await start('n3');
    await put('n1', 'new', 'yes');
    expect(await entryIn('n2', 'kept')).toBe('before');
    await until(
      () =>
        Object.values(old.member.status.peers).every(({ failure }) => failure?.includes('cluster') === true),
      'refusals',
    );
    expect(old.member.status.leader).toBeNull();
    expect(await ask(`${old.clients}/v1/keys/kept?consistency=local`)).toMatchObject({
      body: { entry: { value: 'after' } },
    });
    await old.close();
    rmSync(at('n3'), { recursive: true });
    renameSync(at('n3.new'), at('n3'));
    await start('n3');
    expect(await entryIn('n3', 'new')).toBe('yes');
  });

  test('is made of a member that has stopped, and not while it runs', async () => {
    const { at, run, start } = await clusterOf(1);
    await start('n1');
    await put('n1', 'a', '1');
    const out = at('table.backup');
    expect((await run('backup', 'n1', '--out', out)).err).toContain('that nobody has open');
    expect(existsSync(out)).toBe(false);
    await stopAll();
    expect((await run('snapshot', 'n1', '--out', out)).err).toContain('expected the server of n1');
    expect(existsSync(out)).toBe(false);
    const made = await run('backup', 'n1', '--out', out);
    expect(made).toMatchObject({
      code: 0,
      out: expect.stringMatching(/table\.backup has the table of table .*, revision 1\.\n$/),
    });
    expect((await run('backup', 'n1', '--out', out)).err).toContain('expected no file');
  });

  test('begins a cluster for all of its members, or for none', async () => {
    const { at, run, start, moveAway } = await clusterOf(2);
    await Promise.all(['n1', 'n2'].map(start));
    await put('n1', 'a', '1');
    await run('snapshot', 'n1', '--out', at('one'));
    await put('n1', 'a', '2');
    await run('snapshot', 'n1', '--out', at('two'));
    await stopAll();
    expect((await run('restore', 'n1', '--from', at('one'), '--new')).err).toContain('without a store');
    moveAway();
    expect((await run('restore', 'n1', '--from', at('cluster.old.json'), '--new')).err).toContain(
      'expected a backup',
    );
    expect(existsSync(at('cluster.json'))).toBe(false);
    expect((await run('restore', 'n1', '--from', at('one'))).err).toContain('Found it once with --new');
    expect((await run('restore', 'n1', '--from', at('one'), '--new')).code).toBe(0);
    expect((await run('restore', 'n2', '--from', at('one'), '--new')).err).toContain('Leave --new out');
    expect((await run('restore', 'n2', '--from', at('two'))).err).toContain('with that backup for each');
    expect((await run('init', 'n2')).err).toContain(
      'a cluster that begins with an empty table; got one that begins with',
    );
    expect(existsSync(at('n2'))).toBe(false);
    expect((await run('restore', 'n2', '--from', at('one'))).code).toBe(0);
    rmSync(at('n2'), { recursive: true });
    renameSync(at('cluster.old.json'), at('cluster.json'));
    expect((await run('restore', 'n2', '--from', at('one'))).err).toContain(
      'one that begins with an empty table',
    );
  });
});

describe('synod recover', () => {
  test('founds a cluster with the store that is left, and the others begin with the same', async () => {
    const { at, run, start, startAll, moveAway, names } = await clusterOf(3);
    await startAll();
    for (let number = 1; number <= 20; number++)
      await put(`n${(number % 3) + 1}`, `key${number}`, `${number}`);
    // All have heard of the last one.
    for (const name of names) expect(await entryIn(name, 'key20')).toBe('20');
    await stopAll();
    moveAway();
    for (const name of ['n1.old', 'n3.old']) rmSync(at(name), { recursive: true });

    const out = at('recovered.backup');
    expect((await run('recover', 'n2', '--from', at('n1.old'), '--out', out)).err).toContain(
      'expected a store in',
    );
    const recovered = await run('recover', 'n2', '--from', at('n2.old'), '--out', out);
    expect(recovered).toMatchObject({ code: 0, err: '' });
    expect(recovered.out).toContain(`call synod restore --from ${out} with the configuration of each`);
    for (const name of ['n1', 'n3']) expect((await run('restore', name, '--from', out)).code).toBe(0);
    await Promise.all(['n1', 'n3'].map(start));
    expect(await entryIn('n3', 'key20')).toBe('20');
    await start('n2');
    await put('n2', 'key20', 'again');
    for (const name of names) expect(await entryIn(name, 'key1')).toBe('1');
    const digests = await Promise.all(names.map((name) => ask(`${running.get(name)!.clients}/v1/digest`)));
    expect(digests.map(({ body }) => body.revision)).toEqual([21, 21, 21]);
  });
});
