/** Members that come and go, through the commands of those who run servers. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePorts } from '#src/demo/free-ports.js';
import { configurationIn } from '#src/serve/configuration.js';
import type { Server } from '#src/serve/server.js';
import { synod } from '#test/cli/synod.js';
import { ask, founded, started } from '#test/serve/cluster.js';
import { until } from '#test/transport/words.js';

const running: Server[] = [];
const removals: (() => void)[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
  for (const remove of removals.splice(0)) remove();
});

async function start(file: string): Promise<Server> {
  const server = await started(configurationIn(file, {}));
  running.push(server);
  return server;
}

test('a member is added, promoted, let lead, moved and removed by commands', async () => {
  const { folder, names, file, remove } = await founded(3);
  removals.push(remove);
  const [first] = await Promise.all(names.map((name) => start(file(name))));
  await until(() => first!.member.status.leader !== null, 'a leader');
  const run = (...argv: readonly string[]) => synod(['member', ...argv, '--config', file('n1')], []);
  const { members, limits } = JSON.parse(readFileSync(file('n1'), 'utf8')) as {
    members: Readonly<Record<string, string>>;
    limits: object;
  };
  const lines = (leader: string | null) =>
    names.map((name) => `${name} voter at ${members[name]}${name === leader ? ', leads' : ''}\n`).join('');
  expect((await run('list')).out).toBe(lines(first!.member.status.leader));

  const [port, clients] = await freePorts(2);
  const address = `127.0.0.1:${port}`;
  const out = join(folder, 'n4.cluster.json');
  expect(await run('add', 'n4', address, '--out', out)).toMatchObject({
    code: 0,
    out: expect.stringContaining('synod member promote n4'),
  });
  expect(await run('add', 'n4', address, '--out', out)).toMatchObject({
    code: 2,
    err: expect.stringContaining('expected no file'),
  });
  const early = await run('promote', 'n4');
  expect(early.code).not.toBe(0);
  expect(early.err).toContain('it would count on n4, which has not answered');

  const configuration = {
    name: 'n4',
    folder: 'n4',
    cluster: 'n4.cluster.json',
    members: { ...members, n4: address },
    clients: { listen: `127.0.0.1:${clients}` },
    limits,
  };
  writeFileSync(file('n4'), JSON.stringify(configuration));
  expect(await synod(['init', '--config', file('n4')], [])).toMatchObject({ code: 0 });
  const fourth = await start(file('n4'));
  await until(() => fourth.member.status.leader !== null, 'a leader that n4 hears');
  const status = async () => (await synod(['status', '--config', file('n4')], [])).out;
  expect(await status()).toContain('it observes: it has no vote before it is promoted');
  for (;;) {
    const { code, err } = await run('promote', 'n4');
    if (code === 0) break;
    expect(err).toContain('quorumAtRisk');
  }
  await until(() => fourth.member.status.membership === 'voter', 'the vote of n4');
  const put = await ask(`${fourth.clients}/v1/keys/a`, 'PUT', { value: 'b' });
  expect(put).toMatchObject({ status: 200 });

  expect(await run('lead', 'n4')).toMatchObject({ code: 0, out: 'n4 leads.\n' });
  expect(fourth.member.status.phase).toBe('leading');
  expect(await status()).not.toContain('it observes');
  expect((await run('list')).out).toContain(`n4 voter at ${address}, leads\n`);
  expect(await run('lead', 'n9')).toMatchObject({
    err: expect.stringContaining('the voters are n1, n2, n3, n4'),
  });

  expect((await run('move', 'n4', 'nowhere')).err).toContain('expected host:port as address');
  expect(await run('move', 'n4', address)).toMatchObject({ code: 0, out: `n4 is found at ${address}.\n` });
  expect(await run('remove', 'n9')).toMatchObject({ err: expect.stringContaining('noMember') });
  expect(await run('remove', 'n4')).toMatchObject({ code: 0, out: expect.stringContaining('n4 is removed') });
  await until(() => fourth.member.status.membership === 'removed', 'the removal of n4');
  expect(await status()).toContain('it was removed: stop it when the others are ready');
  expect(await ask(`${fourth.clients}/v1/keys/a`)).toMatchObject({
    status: 503,
    body: { error: { code: 'closed' } },
  });
  const listed = JSON.parse((await run('list', '--json')).out) as {
    members: { id: string; address: string }[];
  };
  expect(listed.members.map(({ id }) => id)).toEqual(['n1', 'n2', 'n3']);
  // Each is found by all, since a new one has to be told.
  expect(listed.members.map((member) => member.address)).toEqual(Object.values(members));
  expect(existsSync(out)).toBe(true);
});
