/** What a member does with peers that it must not believe: each is refused, logged and counted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { freePorts } from '#src/demo/free-ports.js';
import { memberOf } from '#src/paxos/configuration.js';
import { foundCluster } from '#src/storage/identity.js';
import { initialiseStore } from '#src/storage/store.js';
import { Synod } from '#src/synod/synod.js';
import { addressOf } from '#src/transport/address.js';
import type { Greeting } from '#src/transport/greeting.js';
import { Certificates, hasOpenssl } from '#test/transport/certificates.js';
import { Raw, until } from '#test/transport/words.js';
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';

const certificates = new Certificates();
const folder = mkdtempSync(join(tmpdir(), 'synod-refusals-'));

afterAll(() => {
  certificates.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** n1 of three, alone; and connections to it by what says that it is n2, with the certificate in those files. */
async function listening() {
  const cluster = foundCluster({ name: 'tests', members: [n1, n2, n3] });
  await initialiseStore(folder, cluster, n1);
  const addresses = (await freePorts(3)).map((port) => `127.0.0.1:${port}`);
  const lines: { readonly msg: string }[] = [];
  const listen = addresses[0]!;
  const node = await Synod.open({
    folder,
    listen,
    peers: { n2: addresses[1]!, n3: addresses[2]! },
    machine: { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const },
    tls: () => certificates.of('n1'),
    log: pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) }),
  });
  const { incarnation } = memberOf(cluster.configuration, n2)!;
  const as = (file: string, given: Partial<Greeting> = {}): Raw => {
    const tls = { ...certificates.of(file), checkServerIdentity: () => undefined };
    const raw = new Raw(connect({ ...addressOf(listen), ...tls }));
    return raw.greet({ ...cluster, id: n2, incarnation, start: 3, boot: 'b', ...given });
  };
  return { node, cluster, lines, as };
}

test.skipIf(!hasOpenssl)(
  'strangers, other clusters, other limits and clones are refused, logged and counted',
  async () => {
    for (const name of ['cluster', 'others']) certificates.authority(name);
    for (const name of ['n1', 'n2', 'n3']) certificates.certify(name, name, 'cluster');
    certificates.certify('stranger', 'n2', 'others');
    const { node, cluster, lines, as } = await listening();
    const member = as('n2');
    await until(() => member.kinds().includes('greeting'), 'a greeting');
    const strangers: readonly (readonly [refusal: string, file: string, given: Partial<Greeting>])[] = [
      ['certificate', 'stranger', {}],
      ['certificate', 'n3', {}],
      ['cluster', 'n2', { cluster: 'tests of others' }],
      ['limits', 'n2', { limits: { ...cluster.limits, windowMax: 1 } }],
      ['version', 'n2', { version: 7, versionMax: 9 }],
      ['stranger', 'n2', { incarnation: 0 }],
      ['copy', 'n2', { boot: 'c' }],
      ['earlierStart', 'n2', { start: 2, boot: 'a' }],
      ['name', 'n1', { id: n1 }],
    ];
    for (const [, file, given] of strangers) {
      const raw = as(file, given).send('beat');
      await until(() => raw.isClosed, `the end of ${JSON.stringify([file, given])}`);
      expect(raw.kinds()).not.toContain('greeting');
    }
    expect(member.isClosed).toBe(false);
    const told = lines.filter(({ msg }) => msg === 'a peer was refused');
    expect(told).toEqual(
      strangers.map(([refusal, file, { id = n2 }]) => ({
        level: 40,
        node: 'n1',
        peer: file === 'stranger' ? 'a peer without a greeting' : id,
        refusal,
        why: expect.any(String),
        msg: 'a peer was refused',
      })),
    );
    const { refused, refusals } = node.status.counts;
    expect(refused).toBe(strangers.length);
    expect(refusals).toEqual({
      certificate: 2,
      cluster: 1,
      limits: 1,
      version: 1,
      stranger: 1,
      copy: 1,
      earlierStart: 1,
      name: 1,
    });
    expect(node.status).toMatchObject({ hasJoined: false, executed: 0 });
    member.socket.destroy();
    await node.close();
  },
  30_000,
);
