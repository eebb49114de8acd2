/** The instances: what each leaves time to, what has to happen in it, and how many states it has. */
import type { Size } from './node.js';
import type { WitnessName } from './witnesses.js';

export interface Instance {
  readonly name: string;
  readonly size: Size;
  readonly states: number;
  /**
   * By how many events of chapter 16 they are made of, how many steps the replicas take, each local one counted once. Absent where there is
   * something in it that the chapter has no word for.
   */
  readonly steps?: readonly number[];
  /** What happens in it at times. */
  readonly shows: readonly WitnessName[];
}

/** They keep a leader in its place and save time-outs. No safety rests on them. */
const lost = ['heartbeat', 'heard', 'refused'] as const;

/** Two nodes that may lead, once each; two slots, and three clients that compete for them. Nobody hears of votes. */
const votesAlone: Size = {
  elections: { n1: 1, n2: 1, n3: 0 },
  nonces: { n1: ['a', 'b'], n2: ['c'] },
  crashes: {},
  limits: { alpha: 2, proposalsMax: 2 },
  instant: ['poll', 'polled'],
  unheard: ['accepted'],
  lost: [...lost, 'catchUp'],
};

/** The same, with one slot. */
const oneSlot: Size = {
  ...votesAlone,
  nonces: { n1: ['a'], n2: ['c'] },
  limits: { alpha: 1, proposalsMax: 1 },
};

const crash: Size['crashes'] = { n3: 1 };

export const twoSlots: Instance = {
  name: 'two slots',
  size: votesAlone,
  states: 304_639,
  steps: [745, 202, 18],
  shows: ['twoLead', 'adopted', 'adoptedOnce', 'holeFilled', 'unknown'],
};

export const disk: Instance = {
  name: 'one slot, with a disk',
  size: { ...oneSlot, crashes: crash },
  states: 28_582,
  steps: [2_126, 360, 14],
  shows: ['twoLead', 'adopted', 'unknown', 'pending'],
};

export const threeBallots: Instance = {
  name: 'one slot, three ballots',
  size: { ...oneSlot, elections: { n1: 2, n2: 1, n3: 0 } },
  states: 68_708,
  steps: [1_156, 287, 32, 11],
  shows: ['twoLead', 'adopted', 'adoptedBack', 'unknown'],
};

export const twoSlotsAndADisk: Instance = {
  name: 'two slots, with a disk',
  size: { ...votesAlone, crashes: crash, limits: { ...votesAlone.limits, persistsMax: 2 } },
  states: 3_604_418,
  steps: [9_807, 1_319, 18],
  shows: ['twoLead', 'adopted', 'adoptedOnce', 'holeFilled', 'unknown', 'pending'],
};

export const leadersDisk: Instance = {
  name: 'one slot, with the disk of the leader',
  size: {
    ...oneSlot,
    elections: { n1: 2, n2: 0, n3: 0 },
    nonces: { n1: ['a', 'b'] },
    crashes: { n1: 1 },
  },
  states: 18_539,
  shows: ['unknown', 'pending'],
};

export const learned: Instance = {
  name: 'two slots, decided at once',
  size: { ...votesAlone, instant: ['poll', 'polled', 'accepted', 'decided'], unheard: [] },
  states: 115_167,
  steps: [3_536, 1_363, 51],
  shows: ['twoLead', 'adopted', 'adoptedOnce', 'holeFilled', 'pastAHole', 'executed'],
};

export const learnedAndADisk: Instance = {
  name: 'one slot, decided at once, with a disk',
  size: {
    ...oneSlot,
    crashes: crash,
    limits: { ...oneSlot.limits, persistsMax: 2 },
    instant: ['poll', 'polled', 'accepted', 'decided'],
    unheard: [],
  },
  states: 543_030,
  shows: ['twoLead', 'adopted', 'executed', 'pending'],
};

export const toldInTime: Instance = {
  name: 'one slot, with decisions that take time',
  size: { ...oneSlot, instant: ['poll', 'polled', 'accepted', 'catchUp', 'decrees'], unheard: [], lost },
  states: 3_328_137,
  steps: [1_860, 446, 46],
  shows: ['twoLead', 'adopted', 'executed'],
};

export const catchingUp: Instance = {
  name: 'one slot, with catching up that takes time',
  size: {
    ...oneSlot,
    nonces: { n1: ['a'], n2: [] },
    instant: ['poll', 'polled', 'accepted', 'catchUp'],
    unheard: [],
    lost,
  },
  states: 21_069,
  steps: [589, 177, 28],
  shows: ['twoLead', 'adopted', 'behind', 'executed'],
};

export const snapshots: Instance = {
  name: 'two slots, with snapshots for those that were not told',
  size: {
    ...votesAlone,
    limits: { alpha: 2, proposalsMax: 1, decreesMax: 1, decreesHeldMax: 1 },
    instant: ['poll', 'polled', 'accepted', 'catchUp', 'decrees', 'snapshot'],
    unheard: [],
    lost: [...lost, 'decided'],
  },
  states: 340_139,
  shows: ['twoLead', 'adopted', 'unknown', 'pastAHole', 'executed', 'installed'],
};

/** An acceptor grants a lease for two ticks of its clock, which may be one ahead of the leader's, who counts on one. */
export const leases: Instance = {
  name: 'one slot, with leases',
  size: {
    ...oneSlot,
    clocks: { ticks: 2, ahead: 'n3' },
    heartbeats: { n1: 1 },
    cut: ['n1', 'n2'],
    limits: { alpha: 1, proposalsMax: 1, leaseMs: 2, leaseMarginMs: 1 },
    instant: ['poll', 'polled', 'accepted'],
    unheard: [],
    lost: ['refused', 'catchUp', 'decided'],
  },
  states: 130_259,
  steps: [7_661, 875, 91],
  shows: ['twoLead', 'adopted', 'alone', 'aloneWhile', 'handedOn'],
};

export const leasesAndADisk: Instance = {
  name: 'one slot, with leases and a disk',
  size: { ...leases.size, heartbeats: {}, crashes: crash },
  states: 341_094,
  shows: ['twoLead', 'alone', 'aloneWhile', 'handedOn', 'pending'],
};
