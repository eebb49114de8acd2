/** The configuration of a server: a file of JSON, what the environment says in its place, and what is wrong with it. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { aMembersLimits, anAddress, aText, problemIn } from '../synod/schema.js';
import { UsageError } from '../terminal/exit.js';
import { assertGuarded } from './access.js';
import { type Environment, overridden } from './environment.js';
import { aPort, type Port } from './port.js';

const aCount = v.pipe(v.number(), v.integer(), v.minValue(1));

export const schema = v.strictObject({
  /** This member's. */
  name: aText,
  /** Where it keeps what it must not forget. */
  folder: aText,
  /** The file that says what the first members have in common; `synod init --new` makes it. */
  cluster: aText,
  /** Where the members listen to each other, by their names. */
  members: v.record(v.string(), anAddress),
  /** Where this one listens, if not where the others find it. */
  listen: v.optional(anAddress),
  /** Among members: the authority signs their certificates and nobody else's. */
  tls: v.optional(v.strictObject({ authority: aText, certificate: aText, key: aText })),
  allowPlainText: v.optional(v.boolean()),
  /** The table, for its clients. */
  clients: v.strictObject({
    ...aPort,
    /** How long a request may take that does not say so itself; 5 seconds. */
    withinMs: v.optional(v.pipe(aCount, v.maxValue(600_000))),
    /** Of a request; 1 MiB. */
    bodyBytesMax: v.optional(aCount),
    /** How many changes are kept for those who watch; 10,000. */
    changesMax: v.optional(aCount),
    /** How many clients may watch; 1,000. */
    watchesMax: v.optional(aCount),
    /** After so long those who watch are told that nothing has changed; 5 seconds. */
    heartbeatMs: v.optional(v.pipe(aCount, v.maxValue(600_000))),
  }),
  /** For those who run it. */
  admin: v.optional(v.strictObject(aPort)),
  /** Metrics for Prometheus. */
  metrics: v.optional(v.strictObject(aPort)),
  limits: v.optional(aMembersLimits),
  log: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent'])),
  trace: v.optional(aText),
});

export type Configuration = v.InferOutput<typeof schema>;

/**
 * Reads the file. The paths in it are relative to its folder.
 *
 * @throws UsageError where there is none, or a server cannot be started with it.
 */
export function configurationIn(file: string, env: Environment): Configuration {
  const given = overridden(documentIn(file), schema, env);
  const configuration = given as Configuration;
  const problem = problemIn(schema, given) ?? missingMember(configuration) ?? sharedAddress(configuration);
  if (problem !== undefined) throw new UsageError(`${file}: ${problem}`);
  const located = withPaths(configuration, dirname(file));
  for (const name of ['clients', 'admin', 'metrics'] as const) {
    const port = located[name];
    if (port !== undefined) assertGuarded(port, `${file}: ${name}`);
  }
  return located;
}

/**
 * Asserts that the files that it names can be read: certificates, keys and tokens.
 *
 * @throws UsageError which names the option.
 */
export function assertFiles({ tls, clients, admin, metrics }: Configuration): void {
  const named = { tls, clients, admin, metrics };
  const files = Object.entries(named).flatMap(([name, port]) => {
    if (port === undefined) return [];
    if ('authority' in port) return filesIn(name, port);
    return [...filesIn(`${name}.tls`, port.tls ?? {}), ...filesIn(name, { tokens: port.tokens })];
  });
  for (const [option, file] of files)
    try {
      accessSync(file, constants.R_OK);
    } catch (error) {
      throw new UsageError(`expected a file that can be read as ${option}; got ${(error as Error).message}`);
    }
}

function filesIn(where: string, files: Readonly<Record<string, string | undefined>>) {
  return Object.entries(files).flatMap(([name, file]) =>
    file === undefined ? [] : [[`${where}.${name}`, file] as const],
  );
}

function documentIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `expected a configuration in JSON in the file ${file}; got ${(error as Error).message}`,
    );
  }
}

function missingMember({ name, members }: Configuration): string | undefined {
  if (name in members) return undefined;
  return `expected as name one of the members ${Object.keys(members).join(', ')}; got ${name}`;
}

/** Two that listen at one address: of the members, or of the ports that this one opens. */
function sharedAddress({ name, members, listen = members[name]!, clients, admin, metrics }: Configuration) {
  const own = { listen, clients: clients.listen, admin: admin?.listen, metrics: metrics?.listen };
  return sharedIn('member', members) ?? sharedIn('port', own);
}

/** Port 0 stands for any that is free. */
function sharedIn(what: string, addresses: Readonly<Record<string, string | undefined>>): string | undefined {
  const taken = new Map<string, string>();
  for (const [name, address = ':0'] of Object.entries(addresses)) {
    const other = taken.get(address);
    if (other !== undefined)
      return `expected another address for each ${what}; got ${address} for ${other} and ${name}`;
    if (!address.endsWith(':0')) taken.set(address, name);
  }
  return undefined;
}

/** With the names of files and folders made absolute. */
function withPaths(configuration: Configuration, folder: string): Configuration {
  const at = (path: string): string => resolve(folder, path);
  const port = <Given extends Port>(given: Given): Given => ({
    ...given,
    ...(given.tokens !== undefined && { tokens: at(given.tokens) }),
    ...(given.tls && { tls: files(given.tls) }),
  });
  const files = <Given extends object>(given: Given): Given =>
    Object.fromEntries(Object.entries(given).map(([name, path]) => [name, at(path)])) as Given;
  const { tls, admin, metrics, trace } = configuration;
  return {
    ...configuration,
    folder: at(configuration.folder),
    cluster: at(configuration.cluster),
    clients: port(configuration.clients),
    ...(tls && { tls: files(tls) }),
    ...(admin && { admin: port(admin) }),
    ...(metrics && { metrics: port(metrics) }),
    ...(trace !== undefined && { trace: at(trace) }),
  };
}
