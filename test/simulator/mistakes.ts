/** Mistakes to plant into a simulated cluster: in its replicas, and between the driver and its disk. */

import type { Limits } from '#src/paxos/limits.js';
import { campaign } from '#src/simulator/campaign.js';
import type { Circumstances } from '#src/simulator/circumstances.js';
import type { Claim } from '#src/simulator/failure.js';
import type { Make } from '#src/simulator/host.js';
import { mutants as ofLeases } from '#test/leases/mutants.js';
import { mutants, rare } from '#test/model-based/replica-mutants.js';
import {
  executingPastHoles,
  forgettingAnswers,
  goingByTheTimeOfDay,
  replying,
  wiped,
  writing,
} from './mistaken.js';
import { changing, followingTwice } from './unseen-nodes.js';

/** A claim that falls; with the name of the violation where a node finds a guarantee broken. */
export type Fall =
  | Exclude<Claim, 'no node finds a guarantee broken'>
  | `no node finds a guarantee broken (${string})`;

export interface Mistake {
  /** The row of the gallery of mistakes. */
  readonly row: string;
  readonly name: string;
  /** What is the first to fall. */
  readonly falls: Fall;
  readonly make: Make;
  /** In which it is looked for, where those that the seeds draw show it too rarely. */
  readonly circumstances?: Partial<Circumstances>;
  /** The first seed, where it is not found within a million inputs from the first one on. */
  readonly from?: number;
}

/** What has to fall by each of the mutants that another cluster tells too. */
const FALLS: Readonly<Record<string, Fall>> = {
  'its votes rest on nothing': 'what is acknowledged is on the disks of a quorum',
  'its rounds rest on nothing': 'no node finds a guarantee broken (RoundViolation)',
  'does not keep its votes': 'what is acknowledged is on the disks of a quorum',
  'does not keep its rounds': 'no node finds a guarantee broken (RoundViolation)',
  'promises without telling its votes': 'each slot holds one decree',
  'a snapshot has no sessions': 'equal slots have equal states',
  'a snapshot says that it is of the slot before': 'no input is refused',
  'a frontier is only what is decided': 'what clients see is linearizable',
  'a change of members governs from the next slot on': 'members are those that were decided',
  'a leader goes by a change that it has proposed': 'members are those that were decided',
  'votes in slots of which it cannot know who governs them': 'who acts in a slot can know who governs it',
  'a snapshot has no changes that do not govern yet': 'members are those that were decided',
};

const STALE: Fall = 'what clients see is linearizable';

/** Mistakes of which a million inputs do not show the consequence, and why. The gallery has other ties for each. */
export const NOT_FOUND: Readonly<Record<string, string>> = {
  'its promises rest on nothing':
    'two decrees need a crash within one write of a promise, and three leaders that overlap',
  'does not keep its promises':
    'two decrees need a crash between two ballots, and three leaders that overlap',
  'promises without telling how far it knows':
    'a stale read by a lease (T13) comes first, and without leases a million inputs show nothing',
  'counts on what it has released': 'a lease is handed over by an operator, and rarely',
  'looks at the clock before it is asked, and not when it reads':
    'the driver gives a replica inputs all the time, and each tells the time',
  'takes a release for one of whatever it has granted': 'a release has to be later than the next lease',
  'counts what was granted before its release, and comes after it':
    'a grant has to be under way when the lease is released, which is rare',
};

const replicaMistakes: readonly Pick<Mistake, 'row' | 'name' | 'make'>[] = [
  ...[...mutants, ...rare].map(({ row, name, make }) => ({ row, name, make: replicas(make) })),
  ...ofLeases.map(({ row, name, make }) => ({
    row,
    name,
    make: make.clock === undefined ? replicas(make) : { ports: goingByTheTimeOfDay },
  })),
];

/** Three members and little that goes wrong but that the leader is cut off, from whom its program goes on reading. */
const CUT_OFF: Partial<Circumstances> = {
  nodes: 3,
  clients: 2,
  registers: 1,
  changeEveryMs: null,
  residentMs: 5,
  alwaysMs: 5,
  pauseMs: 2,
  writeMs: 0.5,
  loss: 0,
  isDriftAtBound: true,
  faults: ['isolation'],
};

const LIMITS: Partial<Limits> = { alpha: 4, proposalsMax: 4, decreesMax: 16, decreesHeldMax: 20 };
const TIMES: Partial<Limits> = { electionMs: 100, heartbeatMs: 25, resendMs: 40, sessionMs: 2_000 };

const IN_CIRCUMSTANCES: Readonly<Record<string, Partial<Circumstances>>> = {
  'counts its lease from the answer on': {
    ...CUT_OFF,
    late: 0.1,
    lateMs: 200,
    driftMax: 0.02,
    limits: { ...LIMITS, ...TIMES, leaseMs: 300, leaseMarginMs: 26 },
  },
  'forgets in a restart what it has granted': {
    ...CUT_OFF,
    faults: ['blackout'],
    late: 0,
    driftMax: 0.02,
    limits: { ...LIMITS, ...TIMES, leaseMs: 300, leaseMarginMs: 26 },
  },
  'goes by the time of day': {
    ...CUT_OFF,
    faults: ['wallStep', 'wallStep', 'wallStep', 'isolation'],
    faultEveryMs: 40,
    late: 0,
    driftMax: 0.02,
    limits: { ...LIMITS, ...TIMES, leaseMs: 300, leaseMarginMs: 26 },
  },
  'leaves no margin for clocks that drift': {
    ...CUT_OFF,
    late: 0,
    driftMax: 0.19,
    limits: { ...LIMITS, ...TIMES, leaseMs: 150, leaseMarginMs: 100 },
  },
  // A lease is granted before what was reported is decided again, since disks are slow; and what was decided is often told late.
  'leaves out what the last promise of its quorum has reported': {
    ...CUT_OFF,
    writeMs: 15,
    loss: 0.2,
    late: 0.1,
    lateMs: 200,
    driftMax: 0.02,
    faults: ['isolation', 'crash'],
    limits: { ...LIMITS, ...TIMES, leaseMs: 300, leaseMarginMs: 26 },
  },
};

const others: readonly Mistake[] = [
  {
    row: 'L2',
    name: 'takes what it hears of for the next decree',
    falls: 'each slot holds one decree',
    make: { replica: executingPastHoles },
  },
  {
    row: 'early',
    name: 'says that a reply was answered before it was decided',
    falls: 'what is acknowledged stands in its slot',
    make: { replica: replying },
  },
  {
    row: 'T10',
    name: 'keeps no answers in its table of sessions',
    falls: 'a command is executed once',
    make: { replica: forgettingAnswers },
  },
  {
    row: 'S2',
    name: 'says durable when the write has only begun',
    falls: 'what is acknowledged is on the disks of a quorum',
    make: { storage: (disk) => writing(disk, (write) => void write()) },
  },
  {
    row: 'D8',
    name: 'writes again after a failed write, and believes it',
    falls: 'what is acknowledged is on the disks of a quorum',
    make: { storage: (disk) => writing(disk, (write) => write().catch(write)) },
  },
  {
    row: 'D12',
    name: 'takes a failed write for done, and goes on',
    falls: 'what is acknowledged is on the disks of a quorum',
    make: { storage: (disk) => writing(disk, (write) => write().catch(() => {})) },
  },
  {
    row: 'D9',
    name: 'starts with an empty disk under its old name',
    falls: 'no node finds a guarantee broken (RoundViolation)',
    from: 2,
    make: { storage: wiped },
  },
  {
    row: 'P10',
    name: 'goes by the second of two changes that were made from one configuration, too',
    falls: 'members are those that were decided',
    make: { replica: changing(followingTwice) },
  },
];

/** Those of which clusters under faults show what comes of them. */
export const mistakes: readonly Mistake[] = [
  ...replicaMistakes
    .filter(({ name }) => NOT_FOUND[name] === undefined)
    .map((mistake) => ({
      ...mistake,
      falls: FALLS[mistake.name] ?? STALE,
      circumstances: IN_CIRCUMSTANCES[mistake.name] ?? {},
    })),
  ...others,
];

/** All that can be planted into a cluster. */
export const planted: readonly Pick<Mistake, 'row' | 'name' | 'make'>[] = [...replicaMistakes, ...others];

/** Replicas for which it does not matter what the commands, the states and the answers are. */
function replicas(make: unknown): Make {
  return { replica: make as NonNullable<Make['replica']> };
}

/** What falls first where that mistake is made, within a million inputs from its seed on; undefined where nothing does. */
export async function firstFall({
  make,
  circumstances = {},
  from = 1,
}: Pick<Mistake, 'make' | 'circumstances' | 'from'>): Promise<Fall | undefined> {
  const { failing, steps } = await campaign({ seed: from, seeds: 400, steps: 2_000, make, circumstances });
  if (steps >= 1_000_000 || !failing?.failure) return undefined;
  const { claim, violation } = failing.failure;
  return claim === 'no node finds a guarantee broken' ? `${claim} (${violation})` : claim;
}
