import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { assertFiles, configurationIn, schema } from '#src/serve/configuration.js';
import { type Environment, strayVariables } from '#src/serve/environment.js';

const folder = mkdtempSync(join(tmpdir(), 'synod-configuration-'));
const file = join(folder, 'synod.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const right = {
  name: 'n1',
  folder: 'data',
  cluster: 'cluster.json',
  members: { n1: '127.0.0.1:4001', n2: '127.0.0.1:4002' },
  clients: { listen: '127.0.0.1:8001' },
};
const beyond = '0.0.0.0:8001';
const tls = { certificate: 'node.crt', key: 'node.key' };

function read(document: unknown, env: Environment = {}) {
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document));
  return configurationIn(file, env);
}

/** What is wrong with it, without the name of the file. */
function problemWith(document: unknown, env: Environment = {}): string {
  try {
    read(document, env);
  } catch (error) {
    expect((error as Error).name).toBe('UsageError');
    return (error as Error).message.replaceAll(file, 'FILE');
  }
  return expect.unreachable('it can be used');
}

describe('a configuration is refused', () => {
  const without = (name: keyof typeof right): object => ({ ...right, [name]: undefined });

  test.each<[string, unknown, string | RegExp]>([
    ['that is no JSON', '{', /^expected a configuration in JSON in the file FILE; got .*JSON/],
    ['that is no object', '5', 'FILE: expected Object as options; got 5'],
    ['without a name', without('name'), 'FILE: expected the option name; got none'],
    ['with an empty name', { ...right, name: '' }, 'FILE: expected a text that is not empty as name; got ""'],
    ['of nobody', { ...right, name: 'n4' }, 'FILE: expected as name one of the members n1, n2; got n4'],
    ['without a folder', without('folder'), 'FILE: expected the option folder; got none'],
    ['without a cluster', without('cluster'), 'FILE: expected the option cluster; got none'],
    ['without members', without('members'), 'FILE: expected the option members; got none'],
    [
      'with a member nowhere',
      { ...right, members: { n1: 'here' } },
      'FILE: expected host:port as members.n1; got "here"',
    ],
    [
      'with two members at one address',
      { ...right, members: { ...right.members, n3: right.members.n2 } },
      'FILE: expected another address for each member; got 127.0.0.1:4002 for n2 and n3',
    ],
    [
      'with two ports at one address',
      { ...right, admin: { listen: right.clients.listen } },
      'FILE: expected another address for each port; got 127.0.0.1:8001 for clients and admin',
    ],
    [
      'with clients where the members are',
      { ...right, clients: { listen: right.members.n1 } },
      'FILE: expected another address for each port; got 127.0.0.1:4001 for listen and clients',
    ],
    ['without clients', without('clients'), 'FILE: expected the option clients; got none'],
    [
      'with clients nowhere',
      { ...right, clients: { listen: '8001' } },
      'FILE: expected host:port as clients.listen; got "8001"',
    ],
    ['with a misspelt option', { ...right, foldr: 'x' }, /got foldr; did you mean folder\?$/],
    [
      'with a misspelt option of a port',
      { ...right, clients: { ...right.clients, tokns: 'x' } },
      /got clients\.tokns; did you mean tokens\?$/,
    ],
    [
      'with no time',
      { ...right, clients: { ...right.clients, withinMs: 0 } },
      'FILE: expected >=1 as clients.withinMs; got 0',
    ],
    [
      'with half a watcher',
      { ...right, clients: { ...right.clients, watchesMax: 0.5 } },
      'FILE: expected a whole number as clients.watchesMax; got 0.5',
    ],
    ['with an unknown level', { ...right, log: 'loud' }, /^FILE: expected .*"silent".* as log; got "loud"$/],
    [
      'with a limit of the cluster',
      { ...right, limits: { alpha: 5 } },
      /limits\.alpha, which belongs to the cluster/,
    ],
    [
      'with half of TLS',
      { ...right, tls: { authority: 'a' } },
      'FILE: expected the option tls.certificate; got none',
    ],
  ])('%s', (_, document, problem) => {
    expect(problemWith(document)).toMatch(problem);
  });

  test.each(['clients', 'admin', 'metrics'])('where others could use its port %s as it stands', (name) => {
    const port = (given: object): object => ({ ...right, [name]: { listen: beyond, ...given } });
    expect(problemWith(port({}))).toMatch(`FILE: ${name}: expected tokens, or tls with an authority`);
    expect(problemWith(port({ tls }))).toMatch(`FILE: ${name}: expected tokens, or tls with an authority`);
    expect(problemWith(port({ tokens: 't' }))).toMatch(`FILE: ${name}: expected tls, since ${beyond}`);
    read(port({ tokens: 't', tls }));
    read(port({ tls: { ...tls, authority: 'a' } }));
    read(port({ tokens: 't', allowPlainText: true }));
  });

  test('where it is not there', () => {
    expect(() => configurationIn(join(folder, 'none.json'), {})).toThrow(/none\.json; got ENOENT/);
  });
});

test('paths of a configuration are relative to its file', () => {
  const port = { listen: beyond, tokens: 'tokens', tls: { ...tls, authority: '/etc/ca.crt' } };
  const at = (name: string): string => join(folder, name);
  const files = { certificate: at('node.crt'), key: at('node.key'), authority: '/etc/ca.crt' };
  const given = { ...right, tls: port.tls, clients: port, trace: 'trace' };
  const [admin, metrics] = [
    { ...port, listen: '0.0.0.0:0' },
    { ...port, listen: '0.0.0.0:0' },
  ];
  const located = { listen: beyond, tokens: at('tokens'), tls: files };
  expect(read({ ...given, admin, metrics })).toEqual({
    ...right,
    folder: at('data'),
    cluster: at('cluster.json'),
    trace: at('trace'),
    tls: files,
    clients: located,
    admin: { ...located, listen: admin.listen },
    metrics: { ...located, listen: metrics.listen },
  });
});

test.each([
  ['tls.authority', { tls: { certificate: 'there', key: 'there', authority: 'none' } }],
  ['clients.tls.certificate', { clients: { listen: beyond, tokens: 'there', tls } }],
  ['admin.tokens', { admin: { listen: '127.0.0.1:1', tokens: 'none' } }],
  ['metrics.tls.key', { metrics: { listen: '127.0.0.1:1', tls: { certificate: 'there', key: 'none' } } }],
])('a file that cannot be read is told with its option (%s)', (option, more) => {
  writeFileSync(join(folder, 'there'), '');
  expect(() => assertFiles(read({ ...right, ...more }))).toThrow(
    new RegExp(`^expected a file that can be read as ${option}; got ENOENT`),
  );
});

describe('the environment', () => {
  test('stands in the place of options, of texts as it is and of others in JSON', () => {
    const env = {
      SYNOD_NAME: 'n2',
      SYNOD_CLIENTS_LISTEN: '127.0.0.1:1',
      SYNOD_CLIENTS_BODY_BYTES_MAX: '5',
      SYNOD_METRICS_LISTEN: '127.0.0.1:2',
      SYNOD_MEMBERS: '{ "n2": "127.0.0.1:3" }',
      SYNOD_LIMITS_ELECTION_MS: '700',
      SYNOD_LOG: 'warn',
      PATH: '/bin',
    };
    expect(read(right, env)).toMatchObject({
      name: 'n2',
      folder: join(folder, 'data'),
      clients: { listen: '127.0.0.1:1', bodyBytesMax: 5 },
      metrics: { listen: '127.0.0.1:2' },
      members: { n2: '127.0.0.1:3' },
      limits: { electionMs: 700 },
      log: 'warn',
    });
    expect(strayVariables(schema, env)).toEqual([]);
  });

  test('is refused as the file would be', () => {
    expect(problemWith(right, { SYNOD_CLIENTS_LISTEN: 'x' })).toMatch('as clients.listen; got "x"');
    expect(problemWith(right, { SYNOD_CLIENTS_WITHIN_MS: '5s' })).toBe(
      'expected JSON in the variable SYNOD_CLIENTS_WITHIN_MS; got 5s',
    );
  });

  test('has variables that mean nothing, which are told', () => {
    const env = { SYNOD_FOLDR: 'x', SYNOD_ZZZZZZZZZZ: 'x', HOME: '/' };
    expect(strayVariables(schema, env)).toEqual([
      'SYNOD_FOLDR (did you mean SYNOD_FOLDER?)',
      'SYNOD_ZZZZZZZZZZ',
    ]);
  });
});
