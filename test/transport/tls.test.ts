import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Credentials } from '#src/transport/credentials.js';
import { n1, n2 } from '#test/unit/paxos/log-words.js';
import { Certificates, hasOpenssl } from './certificates.js';
import { Ear, poll, until, Wires } from './words.js';

const certificates = new Certificates();
const of = (file: string, ca?: string): Credentials => certificates.of(file, ca);
const certify = (file: string, name: string, by: string): void => certificates.certify(file, name, by);
const wires = new Wires();

afterAll(() => certificates.remove());
afterEach(() => {
  wires.close();
  wires.reports.length = 0;
});

/** n1 listens with its own certificate, and n2 sends to it with the given one; it listens itself with the first. */
async function pair(credentials: () => Credentials, first = credentials) {
  const one = await wires.transport({ tls: () => of('n1') });
  const ear = new Ear({ id: n1 });
  one.open(ear);
  let times = 0;
  const tls = (): Credentials => (times++ === 0 ? first : credentials)();
  const two = await wires.transport({ tls, peers: { n1: one.address } });
  two.open(new Ear({ id: n2 }));
  two.send(n1, poll(1));
  return { one, two, ear };
}

describe.skipIf(!hasOpenssl)('mutual TLS (needs openssl)', () => {
  beforeAll(() => {
    for (const name of ['cluster', 'others']) certificates.authority(name);
    certify('n1', 'n1', 'cluster');
    certify('n2', 'n2', 'cluster');
    certify('n3', 'n3', 'cluster');
    certify('stranger', 'n2', 'others');
  });

  test('members with certificates of the cluster hear each other', async () => {
    const { one, ear } = await pair(() => of('n2'));
    await until(() => ear.heard.length === 1, 'a message');
    expect(ear.heard).toEqual([{ from: n2, message: poll(1) }]);
    expect(one.counts.refused).toBe(0);
  });

  test('a certificate of another authority is refused and counted', async () => {
    const { one, ear } = await pair(() => of('stranger'));
    await until(() => one.counts.refused > 0, 'a refusal');
    expect(ear.heard).toEqual([]);
    expect(wires.said()).toContain('got a peer without a greeting: UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('a member’s certificate is good for its own name only', async () => {
    const { one, ear } = await pair(() => of('n3'));
    await until(() => one.counts.refused > 0, 'a refusal');
    expect(ear.heard).toEqual([]);
    expect(wires.said()).toContain("got n2: its certificate is n3's");
  });

  test('plain text is not answered', async () => {
    const one = await wires.transport({ tls: () => of('n1') });
    const ear = new Ear({ id: n1 });
    one.open(ear);
    const two = await wires.transport({ peers: { n1: one.address } });
    two.open(new Ear({ id: n2 }));
    two.send(n1, poll(1));
    await until(() => one.counts.refused > 0, 'a refusal');
    expect(ear.heard).toEqual([]);
  });

  test('certificates that are missing are told when the transport is made', async () => {
    const made = wires.transport({ tls: () => of('nobody') });
    await expect(made).rejects.toThrow(
      /expected ca, cert and key as PEM from `tls`; got Error: ENOENT.*nobody.crt/,
    );
    const partial = { ...of('n1'), key: undefined as never };
    await expect(wires.transport({ tls: () => partial })).rejects.toThrow('got TypeError: no key');
    await expect(wires.transport({ tls: () => ({ ...of('n1'), key: 'x' }) })).rejects.toMatchObject({
      name: 'InvalidCredentials',
    });
  });

  test('certificates that are missing for a moment end no process, and are read again', async () => {
    let isThere = false;
    const { ear } = await pair(
      () => of(isThere ? 'n2' : 'n2 in a moment'),
      () => of('n2'),
    );
    await until(() => wires.said().includes('ENOENT'), 'a report');
    expect(ear.heard).toEqual([]);
    isThere = true;
    await until(() => ear.heard.length === 1, 'a message');
  });

  test('certificates are replaced without a restart', async () => {
    certify('changing', 'n2', 'others');
    const { one, two, ear } = await pair(() => of('changing'));
    await until(() => one.counts.refused > 0, 'a refusal');
    certify('changing', 'n2', 'cluster');
    await until(() => ear.heard.length > 0, 'a message under the new certificate');
    // And the side that listens: n1 now trusts nobody of the old authority.
    const listener = { ...of('n1') };
    const three = await wires.transport({ tls: () => listener });
    three.open(new Ear({ id: n1 }));
    Object.assign(listener, { ca: certificates.read('others.crt') });
    three.reload();
    two.know(n1, three.address);
    await until(() => three.counts.refused > 0, 'a refusal by the new authority');
  });
});
