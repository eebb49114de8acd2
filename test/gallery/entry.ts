/** One known mistake, made in production code, and the tie that has to tell it. */
export interface Entry {
  /** The number of the known mistake. */
  readonly id: string;
  /** Production with that mistake; reads as the subject of a sentence. */
  readonly mutant: string;
  readonly tie: Tie;
  /** What has to differ, or fall. */
  readonly told: string;
  /** Makes the comparison: whether the tie tells the mutant, and by that. */
  readonly isTold: () => Promise<boolean>;
}

export const ties = {
  synod: 'every transition of chapter 14',
  parliament: 'every transition of chapter 16',
  snapshots: 'every transition of chapter 17',
  grants: 'every transition of an acceptor and a leader of chapter 18',
  service: 'every decree of chapter 20',
  reads: 'every read of chapter 20',
  checked: 'the shipped replica in the checker',
  leases: 'scripts of leases and clocks',
  changes: 'scripts of members that change',
  random: 'clusters of replicas at random',
  simulated: 'simulated clusters under faults',
  traces: 'the traces of simulated clusters',
  links: 'scripts of links that fail',
  members: 'every transition of a leader and a learner of chapter 24',
  durable: 'claims of processes, disks and sockets',
  planted: 'scripts of mistakes that stand in no list',
} as const;

export type Tie = (typeof ties)[keyof typeof ties];

/** What takes long to find and serves many: found when it is first asked for. */
export function once<Value>(find: () => Promise<Value>): () => Promise<Value> {
  let found: Promise<Value> | undefined;
  return () => (found ??= find());
}
