/** Who gets in: tokens, certificates, and what is told to those who do not. */
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configurationIn } from '#src/serve/configuration.js';
import type { Server } from '#src/serve/server.js';
import { ask, founded, started } from '#test/serve/cluster.js';
import { Certificates, hasOpenssl } from '#test/transport/certificates.js';

const TOKEN = 'a-token-of-some-length';
const OTHER = 'another-token-as-long';
const LATER = 'a-token-that-came-later';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a port with tokens', () => {
  let cluster: Awaited<ReturnType<typeof founded>>;
  let server: Awaited<ReturnType<typeof started>>;
  const tokens = (text: string): void => writeFileSync(join(cluster.folder, 'tokens'), text);

  beforeAll(async () => {
    cluster = await founded(1, (listen) => ({ clients: { listen, tokens: 'tokens' } }));
    tokens(`${TOKEN}\n\n  ${OTHER}  \n`);
    server = await started(configurationIn(cluster.file('n1'), {}));
  });
  afterAll(async () => {
    await server.close();
    cluster.remove();
  });

  test.each([TOKEN, OTHER])('lets in who shows one that it knows (%s)', async (token) => {
    const url = `${server.clients}/v1/keys/a`;
    expect(await ask(url, 'PUT', { value: 'x' }, bearer(token))).toMatchObject({ status: 200 });
    const asIs = await fetch(url, { headers: { authorization: `bearer   ${token}` } });
    expect(asIs.status).toBe(200);
  });

  test.each([
    ['none', {}],
    ['another', bearer('a-token-of-some-lengtH')],
    ['a part of one', bearer(TOKEN.slice(0, -1))],
    ['none that is one', { authorization: TOKEN }],
    ['a word and a password', { authorization: `Basic ${TOKEN}` }],
  ])('refuses who shows %s (401), at each address that there is or is not', async (_, headers) => {
    for (const path of ['/v1/keys/a', '/v1/watch', '/v1/status', '/openapi.json', '/nowhere']) {
      const refused = await ask(`${server.clients}${path}`, 'GET', undefined, headers);
      expect(refused).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
      expect(refused.body.error.message).not.toContain(TOKEN);
    }
  });

  test('tells everybody whether it lives and is ready', async () => {
    for (const path of ['/healthz', '/readyz'])
      expect((await fetch(`${server.clients}${path}`)).status).toBe(200);
  });

  test('knows the tokens that are in the file when it reads it again, and those from before where they cannot be used', async () => {
    const shows = async (token: string): Promise<number> =>
      (await ask(`${server.clients}/v1/status`, 'GET', undefined, bearer(token))).status;
    tokens(`${OTHER}\n${LATER}\n`);
    expect(await shows(LATER)).toBe(401);
    server.reload();
    expect([await shows(TOKEN), await shows(OTHER), await shows(LATER)]).toEqual([401, 200, 200]);
    tokens(`${TOKEN}\nshort\n`);
    server.reload();
    expect([await shows(TOKEN), await shows(OTHER)]).toEqual([401, 200]);
    expect(server.lines.filter((line) => line.includes('those from before stay'))).toHaveLength(1);
  });

  test('leaves the ports open that have none', async () => {
    expect((await ask(`${server.admin}/v1/status`)).status).toBe(200);
  });

  test.each([
    ['no tokens', '\n', 'got 0 tokens'],
    ['a short one', `${TOKEN}\nsecret\n`, 'got 2 tokens, the shortest of 6'],
  ])('is not opened with %s', async (_, text, message) => {
    const other = await founded(1, (listen) => ({ clients: { listen, tokens: 'tokens' } }));
    writeFileSync(join(other.folder, 'tokens'), text);
    await expect(started(configurationIn(other.file('n1'), {}))).rejects.toThrow(message);
    other.remove();
  });
});

describe.skipIf(!hasOpenssl)('a port with certificates', async () => {
  const certificates = new Certificates();
  for (const authority of ['cluster', 'strangers']) certificates.authority(authority);
  certificates.certify('n1', 'n1', 'cluster');
  certificates.certify('client', 'client', 'cluster');
  certificates.certify('stranger', 'client', 'strangers');
  const at = (name: string): string => certificates.path(name);
  const tls = { certificate: at('n1.crt'), key: at('n1.key') };
  const cluster = await founded(1, (listen) => ({
    clients: { listen, tls: { ...tls, authority: at('cluster.crt') } },
    admin: { listen: '127.0.0.1:0', tls },
  }));
  let server: Server;
  beforeAll(async () => {
    server = await started(configurationIn(cluster.file('n1'), {}));
  });
  afterAll(async () => {
    await server.close();
    cluster.remove();
    certificates.remove();
  });

  /** The status of the answer; rejects where there is none. */
  const statusAt = (base: string, credentials: object): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const options = { ca: certificates.read('cluster.crt'), checkServerIdentity: () => undefined };
      request(`${base}/v1/status`, { ...options, ...credentials, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  test('lets in who shows one of its authority, and nobody else', async () => {
    expect(server.clients).toMatch(/^https:/);
    expect(await statusAt(server.clients, certificates.of('client'))).toBe(200);
    await expect(statusAt(server.clients, {})).rejects.toThrow(
      /certificate required|ECONNRESET|socket hang up/i,
    );
    const stranger = { ...certificates.of('stranger', 'cluster') };
    await expect(statusAt(server.clients, stranger)).rejects.toThrow(/alert|ECONNRESET|socket hang up/i);
  });

  test('asks nobody for one where it has no authority', async () => {
    expect(await statusAt(server.admin!, {})).toBe(200);
  });

  test('is not opened where its key is another one', async () => {
    const other = await founded(1, (listen) => ({
      clients: { listen, tls: { ...tls, key: at('client.key') } },
    }));
    await expect(started(configurationIn(other.file('n1'), {}))).rejects.toThrow(
      /^expected a certificate as PEM in \S+n1\.crt, and its key in \S+client\.key; got .*key values mismatch/i,
    );
    other.remove();
  });
});
