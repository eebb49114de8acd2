/** `synod status`: what a member's server says of itself, and how long its certificates are good. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Configuration, configurationIn } from '../serve/configuration.js';
import type { ServerStatus } from '../serve/health.js';
import { Exit, type ExitCode, UsageError } from '../terminal/exit.js';
import { type Io, painter } from '../terminal/io.js';
import { formatCount, plural } from '../terminal/units.js';
import type { PeerStatus } from '../transport/status.js';
import type { Given } from './given.js';
import { ask, documentOf, NotServing } from './own-server.js';

export interface StatusOptions extends Given {
  /** How long to wait until the server is ready, in milliseconds. */
  readonly wait?: number;
  /** Only whether it lives: without a majority no member is ready, and that is not its fault. */
  readonly alive?: boolean;
}

interface Certificate {
  readonly file: string;
  /** When it runs out, as ISO 8601 has it. */
  readonly until: string;
}

/** What is told of a server that answers: why it is not ready; null where it is. */
interface Told extends ServerStatus {
  readonly notReady: string | null;
  readonly certificates: readonly Certificate[];
}

const [READY, ALIVE] = ['/readyz', '/healthz'];
const ASKED_EVERY_MS = 200;
const LEADER_UNHEARD_MAX = 5;

/** Ends well where the server is ready: a majority can be reached, and it is not behind; or where it lives, if only that is asked. */
export async function status(
  { config, json, wait = 0, alive = false }: StatusOptions,
  io: Io,
): Promise<ExitCode> {
  const configuration = configurationIn(config, io.env);
  const certificates = certificatesOf(configuration);
  const notAfter = performance.now() + wait;
  let notReady = await whyNot(configuration, READY);
  while (notReady !== null && performance.now() < notAfter && !io.signal.aborted) {
    await setTimeout(ASKED_EVERY_MS);
    notReady = await whyNot(configuration, READY);
  }
  try {
    const said = await saidBy(configuration, notReady === null ? LEADER_UNHEARD_MAX : 0);
    const told: Told = { ...said, notReady, certificates };
    if (json) io.out.write(`${JSON.stringify(told, null, 2)}\n`);
    else tell(told, io);
    const isWell = (alive ? await whyNot(configuration, ALIVE) : notReady) === null;
    return isWell ? Exit.asStated : Exit.notAsStated;
  } catch (error) {
    if (!(error instanceof NotServing)) throw error;
    const { name } = configuration;
    if (json) io.out.write(`${JSON.stringify({ name, notReady: error.message, certificates }, null, 2)}\n`);
    else {
      io.err.write(`error: ${error.message}\n`);
      tellCertificates(certificates, io);
    }
    return Exit.notAsStated;
  }
}

/** A server that is ready has had an answer from the leader, and soon hears a heartbeat of it; until then it is asked again, a few times. */
async function saidBy(configuration: Configuration, times: number): Promise<ServerStatus> {
  const said = (await documentOf(await ask(configuration, '/v1/status'))) as ServerStatus;
  if (said.leader !== null || times === 0) return said;
  await setTimeout(ASKED_EVERY_MS);
  return saidBy(configuration, times - 1);
}

/** Null where it is so. */
async function whyNot(configuration: Configuration, path: string): Promise<string | null> {
  try {
    (await ask(configuration, path)).resume();
    return null;
  } catch (error) {
    if (error instanceof NotServing) return error.message;
    throw error;
  }
}

function tell(told: Told, io: Io): void {
  const { name, cluster, membership, notReady, leader, executed, revision, peers } = told;
  const { certificates, isDiskNearlyFull } = told;
  const paint = painter(io, io.out);
  const ready = notReady === null ? paint('green', 'ready') : paint('red', 'not ready');
  const lines = [
    `${name} of ${cluster}: ${ready}`,
    ...(notReady === null ? [] : [`  ${notReady}`]),
    `  ${leader === null ? 'no leader is known' : `${leader} leads`}; slot ${formatCount(executed)}, revision ${formatCount(revision)}`,
    ...PARTS[membership],
    ...(isDiskNearlyFull
      ? [`  ${paint('red', 'its disk is nearly full')}: it takes no writes until there is space again`]
      : []),
    ...Object.entries(peers).map(([peer, status]) => `  ${peer} at ${status.address}: ${connection(status)}`),
  ];
  io.out.write(`${lines.join('\n')}\n`);
  tellCertificates(certificates, io);
}

/** What is told of its part in the cluster: of a voter nothing. */
const PARTS: Readonly<Record<ServerStatus['membership'], readonly string[]>> = {
  voter: [],
  observer: ['  it observes: it has no vote before it is promoted'],
  removed: ['  it was removed: stop it when the others are ready, and delete its store'],
};

function connection({ isConnected, silentMs, failure }: PeerStatus): string {
  const heard = silentMs === null ? 'never heard' : `heard ${formatCount(silentMs)} ms ago`;
  if (isConnected) return `connected, ${heard}`;
  return `not connected, ${heard}${failure === null ? '' : ` (${failure})`}`;
}

function tellCertificates(certificates: readonly Certificate[], io: Io): void {
  const paint = painter(io, io.out);
  for (const { file, until } of certificates) {
    const days = Math.floor((Date.parse(until) - Date.now()) / 86_400_000);
    const left = days < 0 ? paint('red', 'it has run out') : `${plural(days, 'day')} left`;
    io.out.write(`  ${file} is good until ${until.slice(0, 10)}: ${left}\n`);
  }
}

/** Those that the configuration names, each once. */
function certificatesOf({ tls, clients, admin, metrics }: Configuration): readonly Certificate[] {
  const files = [tls, clients.tls, admin?.tls, metrics?.tls].flatMap((one) =>
    one ? [one.certificate, one.authority] : [],
  );
  return [...new Set(files)]
    .filter((file) => file !== undefined)
    .map((file) => ({ file, until: new Date(certificateIn(file).validTo).toISOString() }));
}

function certificateIn(file: string): X509Certificate {
  try {
    return new X509Certificate(readFileSync(file));
  } catch (error) {
    throw new UsageError(
      `expected a certificate as PEM in the file ${file}; got ${(error as Error).message}`,
    );
  }
}
