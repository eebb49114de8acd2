/** The command line that compares synod with etcd: clusters of three processes each, measured by turns on the same machine. */
import { loadavg } from 'node:os';
import { Command, Option } from 'commander';
import { Exit, type ExitCode } from '#src/terminal/exit.js';
import type { Io } from '#src/terminal/io.js';
import { parseCount, parseDuration } from '#src/terminal/units.js';
import { canMakeNetworks, Networks } from '#test/faults/networks.js';
import { type Place, sideBySide } from '#test/faults/place.js';
import type { Cluster } from '../cluster/cluster.js';
import { EmbeddedSynod } from '../cluster/embedded-synod.js';
import { type Kind, type Load, warmed } from '../cluster/load.js';
import { by, exitCodeOf } from '../command.js';
import { machineWith } from '../machine.js';
import { versionOf } from '../pan.js';
import { checkPerf } from './check.js';
import { groupCommit, replicated } from './control.js';
import { Etcd } from './etcd.js';
import { FAULTS, FAULTS_ANYWHERE, failover } from './failover.js';
import { type Pair, reportOf, type Sample } from './report.js';
import { ServedSynod } from './served-synod.js';

const PARTS = ['writes', 'reads', 'http', 'failover', 'check'] as const;

const MEMBERS = 3;

interface Options {
  readonly rounds: number;
  readonly load: number;
  readonly faults: number;
  readonly only: readonly (typeof PARTS)[number][];
  readonly json?: boolean;
}

/** Runs one command line and says how it ended; never throws. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  const program = new Command('bench:etcd')
    .description('Measure three nodes of synod beside three members of etcd, by turns.')
    .option('--rounds <count>', 'how often each load is measured', by(parseCount), 5)
    .option('--load <duration>', 'how long a load lasts (default: 3s)', by(parseDuration))
    .option('--faults <count>', 'how often a leader is killed, stopped and cut off', by(parseCount), 5)
    .addOption(new Option('--only <parts...>', 'what to measure').choices(PARTS))
    .option('--json', 'print one JSON object with all samples')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', EXIT_CODES);
  return exitCodeOf(program, args, io, async (options: Partial<Options>) => {
    const version = await versionOf('etcd', '--version', io.env);
    if (version === undefined) {
      io.err.write('skipped: etcd not installed (Debian: apt install etcd-server)\n');
      return Exit.notFinished;
    }
    const machine = machineWith(version);
    const loadBefore = loadavg()[0]!;
    const asked = { load: 3_000, only: PARTS, ...options } as Options;
    const skipped = await skippedOf(asked, io);
    for (const what of skipped) io.err.write(`skipped: ${what}\n`);
    const check = asked.only.includes('check') && !skipped.includes(NO_CHECK) ? await checked(asked, io) : [];
    const pairs = await measured(asked, io);
    const document = { machine, loadBefore, check, pairs };
    io.out.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : reportOf(document));
    return io.signal.aborted || skipped.length > 0 ? Exit.notFinished : Exit.asStated;
  });
}

const EXIT_CODES = `
Exit code:
  0  all was measured
  2  wrong use, or a cluster failed
  3  skipped: etcd or etcdctl is not installed, or no leader can be cut off here; or interrupted`;

const NOT_CUT_OFF = 'no leader is cut off (for lack of namespaces of Linux, or of ip, unshare or nsenter)';
const NO_CHECK = 'etcdctl not installed (Debian: apt install etcd-client)';

/** What of that cannot be measured here. */
async function skippedOf({ only }: Options, { env }: Io): Promise<readonly string[]> {
  const hasEtcdctl = (await versionOf('etcdctl', 'version', env)) !== undefined;
  return [
    ...(only.includes('failover') && !canMakeNetworks ? [NOT_CUT_OFF] : []),
    ...(only.includes('check') && !hasEtcdctl ? [NO_CHECK] : []),
  ];
}

async function checked({ load }: Options, io: Io): Promise<readonly string[]> {
  io.err.write('etcdctl check perf: a minute\n');
  const etcd = await Etcd.found(await sideBySide(MEMBERS), 'grpc');
  try {
    await etcd.begin(load, io.signal);
    return await checkPerf(etcd.endpoints, io);
  } finally {
    await etcd.close();
  }
}

/** How each cluster is made: for reads by leases and by quorums, for callers in the leader's process and over HTTP. */
const FOUND = {
  embedded: (place) => EmbeddedSynod.found(place),
  'without leases': (place) => EmbeddedSynod.found(place, { leaseMs: 0 }),
  served: (place) => ServedSynod.found(place),
  etcd: (place) => Etcd.found(place, 'grpc'),
  gateway: (place) => Etcd.found(place, 'http'),
} satisfies Record<string, (place: Place) => Promise<Cluster>>;

type Name = keyof typeof FOUND;

interface Measure {
  readonly part: (typeof PARTS)[number];
  readonly title: string;
  readonly kind: Kind;
  readonly callers: number;
  readonly ours: Name;
  readonly theirs: Name;
}

const writes = { part: 'writes', kind: 'write', ours: 'embedded', theirs: 'etcd' } as const;
const reads = { part: 'reads', kind: 'read', callers: 64, theirs: 'etcd' } as const;
const http = { part: 'http', callers: 64, ours: 'served', theirs: 'gateway' } as const;

const MEASURES: readonly Measure[] = [
  { ...writes, title: 'writes, 1 caller', callers: 1 },
  { ...writes, title: 'writes, 64 callers', callers: 64 },
  { ...writes, title: 'writes, 256 callers', callers: 256 },
  { ...reads, title: 'reads by lease, 64 callers', ours: 'embedded' },
  { ...reads, title: 'reads by quorum, 64 callers', ours: 'without leases' },
  { ...http, title: 'writes over HTTP, 64 callers', kind: 'write' },
  { ...http, title: 'reads over HTTP, 64 callers', kind: 'read' },
];

/** The writes by whose throughput an equal rate goes. */
const PACED_AFTER = 'writes, 64 callers';

async function measured({ rounds, load, faults, only }: Options, io: Io): Promise<readonly Pair[]> {
  const pairs = new Map<string, Pair>();
  const note = (title: string, unit: Pair['unit'], ours: Sample, theirs: Sample): void => {
    const { samples } = pairs.get(title) ?? { samples: [] };
    pairs.set(title, { title, unit, samples: [...samples, { ours, theirs }] });
  };
  const asked = MEASURES.filter(({ part }) => only.includes(part));
  for (let round = 0; round < rounds && asked.length > 0 && !io.signal.aborted; round++)
    await withClusters(
      new Set(asked.flatMap(({ ours, theirs }) => [ours, theirs])),
      { load, signal: io.signal },
      async (clusters) => {
        for (const { title, kind, callers, ours, theirs } of asked) {
          if (io.signal.aborted) return;
          io.err.write(`round ${round + 1} of ${rounds}: ${title}\n`);
          const sampled = (name: Name) => () => sampleOf(clusters.get(name)!, kind, callers, load);
          const [own, other] = await byTurns(round, sampled(ours), sampled(theirs));
          note(title, 'a second', own, other);
          if (kind === 'write' && callers > 1 && ours === 'embedded') {
            note(`${title}, beside a bare log`, 'a second', own, await groupCommit(callers, load));
            note(`${title}, beside three bare logs`, 'a second', own, await replicated(callers, load));
          }
          if (title === PACED_AFTER) {
            // So that both carry it, and neither is close to what it can carry.
            const perSecond = Math.floor(Math.min(own.value, other.value) / 2);
            const paced = (name: Name) => () =>
              warmed((ms) => clusters.get(name)!.load(kind, { perSecond }, ms), load);
            const [ownPaced, otherPaced] = await byTurns(round, paced(ours), paced(theirs));
            for (const share of ['p50', 'p99'] as const) {
              const sample = (of: Load): Sample => ({ value: of[share], perSecond });
              note(`writes at an equal rate, ${share}`, 'ms', sample(ownPaced), sample(otherPaced));
            }
          }
        }
      },
    );
  if (only.includes('failover') && !io.signal.aborted)
    await withClusters(
      new Set(['embedded', 'etcd']),
      { load, signal: io.signal },
      async (clusters) => {
        for (let round = 0; round < faults; round++)
          for (const fault of canMakeNetworks ? FAULTS : FAULTS_ANYWHERE) {
            if (io.signal.aborted) return;
            io.err.write(`fault ${round + 1} of ${faults}: the leader is ${fault}\n`);
            const timed = (name: Name) => async () => ({ value: await failover(clusters.get(name)!, fault) });
            note(`the leader is ${fault}`, 'ms', ...(await byTurns(round, timed('embedded'), timed('etcd'))));
          }
      },
      canMakeNetworks ? Networks.of : sideBySide,
    );
  return [...pairs.values()];
}

/** Whatever happens, they are closed. */
async function withClusters(
  names: ReadonlySet<Name>,
  { load, signal }: Pick<Options, 'load'> & Pick<Io, 'signal'>,
  use: (clusters: ReadonlyMap<Name, Cluster>) => Promise<void>,
  place: (members: number) => Promise<Place> = sideBySide,
): Promise<void> {
  const clusters = new Map<Name, Cluster>();
  try {
    for (const name of names) {
      const cluster = await FOUND[name](await place(MEMBERS));
      clusters.set(name, cluster);
      await cluster.begin(load, signal);
    }
    await use(clusters);
  } finally {
    await Promise.all([...clusters.values()].map((cluster) => cluster.close()));
  }
}

/** Ours first in one round, theirs in the next: what warms up or slows down meanwhile favours neither. */
async function byTurns<Taken>(
  round: number,
  ours: () => Promise<Taken>,
  theirs: () => Promise<Taken>,
): Promise<readonly [Taken, Taken]> {
  if (round % 2 === 0) return [await ours(), await theirs()];
  const other = await theirs();
  return [await ours(), other];
}

/** With the processor time of an operation: that of all members and of the client. */
function sampleOf(cluster: Cluster, kind: Kind, callers: number, forMs: number): Promise<Sample> {
  const cpuMs = (): number => {
    const { user, system } = process.cpuUsage();
    return cluster.cpuMs() + (user + system) / 1_000;
  };
  return warmed(async (ms) => {
    const before = cpuMs();
    const loaded = await cluster.load(kind, { callers }, ms);
    return { ...loaded, cpuUs: (1_000 * (cpuMs() - before)) / loaded.count };
  }, forMs);
}
