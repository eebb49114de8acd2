/** Scripts: n1 gets a lease, and another leads as soon as it can. Is there a moment at which n1 answers a read that misses a decree? */
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { LeasedCluster, type Make } from './cluster.js';

const ALL = [n1, n2, n3];
const OTHERS = [n2, n3];

/** What a script came to. */
export interface Told {
  /** The reads that n1 has answered by its lease. */
  readonly leased: number;
  /** Whether the other came to lead, and had a decree acknowledged. */
  readonly isOvertaken: boolean;
  readonly isStale: boolean;
}

type Script = (make: Make) => Told;

/** n1 leads with a session decided, and asks for a lease; the answers are late by so much. */
function leased(make: Make, lateMs: number): LeasedCluster {
  const cluster = new LeasedCluster(make);
  elect(cluster, n1, ALL);
  cluster.write(n1);
  cluster.talk(ALL);
  cluster.pass(1_000);
  cluster.runOut(n1, 'heartbeat');
  cluster.talk(ALL, ['heartbeat']);
  cluster.pass(lateMs);
  // It has something else to do when the answers come, and knows by it what time it is.
  cluster.read(n1);
  cluster.talk(ALL, ['heard']);
  return cluster;
}

function elect(cluster: LeasedCluster, id: typeof n1, among: readonly (typeof n1)[]): void {
  deafen(cluster, id, among);
  cluster.talk(among);
}

/** The time of all of them is up; what the others ask is lost. */
function deafen(cluster: LeasedCluster, id: typeof n1, among: readonly (typeof n1)[]): void {
  for (const other of among) if (other !== id) cluster.runOut(other, 'election');
  cluster.lose();
  cluster.runOut(id, 'election');
}

/** From now on n1 is cut off; each millisecond n2 tries to lead and to have a decree decided, and n1 is read from. */
function overtaken(cluster: LeasedCluster, before: (cluster: LeasedCluster) => void = () => {}): Told {
  let leasedReads = cluster.read(n1)?.byLease ? 1 : 0;
  before(cluster);
  const acknowledged = cluster.acknowledged;
  for (let ms = 0; ms < 300; ms++) {
    if (!cluster.isLeading(n2)) elect(cluster, n2, OTHERS);
    else if (cluster.acknowledged === acknowledged) {
      cluster.write(n2);
      cluster.talk(OTHERS);
    }
    const expected = cluster.acknowledged;
    const read = cluster.read(n1);
    if (read?.byLease) leasedReads++;
    if (read !== null && read.slot < expected)
      return { leased: leasedReads, isOvertaken: true, isStale: true };
    cluster.pass(1);
  }
  return { leased: leasedReads, isOvertaken: cluster.acknowledged > acknowledged, isStale: false };
}

/** n1 reads again only when n2 has a decree acknowledged: its last input is from when it held the lease. */
function askedLate(make: Make): Told {
  const cluster = leased(make, 1);
  const before = cluster.read(n1)?.byLease ? 1 : 0;
  cluster.pass(200);
  elect(cluster, n2, OTHERS);
  const acknowledged = cluster.acknowledged;
  cluster.write(n2);
  cluster.talk(OTHERS);
  const read = cluster.read(n1);
  return {
    leased: before,
    isOvertaken: cluster.acknowledged > acknowledged,
    isStale: read !== null && read.slot < cluster.acknowledged,
  };
}

/** n3 leads and has a decree acknowledged that n2 has voted for; then n1 leads by n2's promise, and holds a lease. */
function adopting(make: Make): Told {
  const cluster = new LeasedCluster(make);
  elect(cluster, n3, OTHERS);
  cluster.write(n3);
  cluster.talk(OTHERS, ['accept', 'accepted']);
  const { acknowledged } = cluster;
  cluster.pass(1_000);
  deafen(cluster, n1, [n1, n2]);
  cluster.talk([n1, n2], ['poll', 'polled', 'prepare', 'promise']);
  cluster.runOut(n1, 'heartbeat');
  cluster.talk([n1, n2], ['heartbeat', 'heard']);
  const read = cluster.read(n1);
  const isStale = read !== null && read.slot < acknowledged;
  cluster.talk([n1, n2]);
  return { leased: cluster.read(n1)?.byLease ? 1 : 0, isOvertaken: acknowledged > 0, isStale };
}

/** n1 releases its lease for n2, which leads at once, and reads on. */
function handedOver(make: Make): Told {
  return overtaken(leased(make, 1), (cluster) => {
    cluster.transfer(n1, n2);
    cluster.talk(ALL, ['release']);
    cluster.talk(OTHERS);
  });
}

/** What the others grant for n1's last request comes when it has released its lease, and n2 leads. */
function grantedLate(make: Make): Told {
  const cluster = leased(make, 1);
  cluster.pass(20);
  cluster.runOut(n1, 'heartbeat');
  cluster.talk(ALL, ['heartbeat']);
  return overtaken(cluster, () => {
    cluster.transfer(n1, n2);
    cluster.talk(ALL, ['heard', 'release']);
    cluster.talk(OTHERS);
  });
}

/** What n1 says when it releases its lease is late; it goes on leading meanwhile, and gets the next one. */
function releasedLate(make: Make): Told {
  const cluster = leased(make, 1);
  cluster.transfer(n1, n2);
  cluster.pass(1_200);
  cluster.runOut(n1, 'heartbeat');
  cluster.talk(ALL, ['heartbeat', 'heard']);
  return overtaken(cluster, () => {
    cluster.talk(ALL, ['release']);
    cluster.talk(OTHERS);
  });
}

export const scripts = {
  'answers come late': (make) => overtaken(leased(make, 60)),
  'clocks drift apart': (make) => overtaken(leased(make, 1)),
  'the acceptors restart': (make) =>
    overtaken(leased(make, 1), (cluster) => {
      for (const id of OTHERS) cluster.restart(id);
    }),
  'the clock of the leader stands still': (make) =>
    overtaken(leased(make, 1), (cluster) => {
      cluster.pass(500, n1);
      cluster.give(n1, { type: 'stoodStill' });
    }),
  'the time of day is set forward': (make) =>
    overtaken(leased(make, 1), (cluster) => {
      for (const id of OTHERS) cluster.setForward(id, 500);
    }),
  'the leader is asked late': askedLate,
  'the lease is handed over': handedOver,
  'grants come after the release': grantedLate,
  'a release comes late': releasedLate,
  'the leader has not executed what was reported': adopting,
} as const satisfies Readonly<Record<string, Script>>;

export type ScriptName = keyof typeof scripts;
