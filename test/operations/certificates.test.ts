/** A server with certificates: who is told its token, what is said of certificates, and how new ones are taken. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { configurationIn } from '#src/serve/configuration.js';
import { addressOf } from '#src/transport/address.js';
import { synod } from '#test/cli/synod.js';
import { founded, started } from '#test/serve/cluster.js';
import { Certificates, hasOpenssl } from '#test/transport/certificates.js';

describe.skipIf(!hasOpenssl)('a server with certificates', async () => {
  const certificates = new Certificates();
  certificates.authority('cluster');
  for (const file of ['n1', 'new', 'other'])
    certificates.certify(file, file === 'new' ? 'n1' : file, 'cluster');
  const at = (name: string): string => certificates.path(name);
  for (const ending of ['crt', 'key']) copyFileSync(at(`n1.${ending}`), at(`used.${ending}`));
  writeFileSync(at('tokens'), 'a token that is long enough\nanother token, long enough\n');
  writeFileSync(at('token'), `${'t'.repeat(32)}\n`);
  const files = { certificate: at('used.crt'), key: at('used.key') };
  const authority = at('cluster.crt');
  const { file, remove } = await founded(2, () => ({
    tls: { ...files, authority },
    admin: { listen: '127.0.0.1:0', tls: { ...files, authority }, tokens: at('token') },
  }));
  afterAll(() => {
    certificates.remove();
    remove();
  });

  const certificateAt = async (address: string): Promise<X509Certificate> => {
    const socket = connect({
      ...addressOf(address),
      cert: certificates.read('n1.crt'),
      key: certificates.read('n1.key'),
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    const shown = socket.getPeerX509Certificate()!;
    socket.destroy();
    return shown;
  };

  test('shows new ones after it was told to read them, and stays with the old ones where it cannot', async () => {
    const configuration = configurationIn(file('n1'), {});
    const server = await started(configuration);
    const admin = server.admin!.replace('https://', '');
    const env = { SYNOD_ADMIN_LISTEN: admin };
    const status = (...more: readonly string[]) =>
      synod(['status', '--config', file('n1'), ...more], [], { env });
    try {
      const alone = await status('--json');
      expect(JSON.parse(alone.out)).toMatchObject({
        name: 'n1',
        notReady: expect.stringContaining('no majority'),
        certificates: [{ file: at('used.crt'), until: expect.stringMatching(/^20/) }, { file: authority }],
      });
      expect(alone.code).toBe(1);
      expect((await status('--alive')).code).toBe(0);

      const serial = (name: string) => new X509Certificate(certificates.read(name)).serialNumber;
      const shown = async () =>
        (await Promise.all([admin, configuration.members.n1!].map(certificateAt))).map(
          ({ serialNumber }) => serialNumber,
        );
      expect(await shown()).toEqual([serial('n1.crt'), serial('n1.crt')]);
      for (const ending of ['crt', 'key']) copyFileSync(at(`new.${ending}`), at(`used.${ending}`));
      expect((await status()).err).toMatch(/got another certificate than that of \S+used\.crt \(.*SIGHUP/);
      server.reload();
      expect(await shown()).toEqual([serial('new.crt'), serial('new.crt')]);
      expect((await status('--alive')).code).toBe(0);

      // The key does not belong to the certificate.
      copyFileSync(at('other.crt'), at('used.crt'));
      server.reload();
      expect(await shown()).toEqual([serial('new.crt'), serial('new.crt')]);
      expect(server.lines.filter((line) => line.includes('those from before stay'))).toHaveLength(1);

      writeFileSync(at('used.crt'), 'no certificate');
      expect(await status()).toMatchObject({
        code: 2,
        err: expect.stringContaining(`expected a certificate as PEM in the file ${at('used.crt')}`),
      });
    } finally {
      await server.close();
    }
  });
});
