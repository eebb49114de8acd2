/** Replicas that elect without need, or do not elect though there is need, over links of which some do not work (L7). */
import type { Limits } from '#src/paxos/limits.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { changed } from './changed.js';
import { Linked } from './links.js';
import type { Make } from './replica-mutants.js';

export interface LinksMutant {
  readonly row: string;
  /** Reads on after *a member that*. */
  readonly name: string;
  /** What goes wrong. */
  readonly told: string;
  readonly make: Make;
  /** Whether that goes wrong with those replicas. */
  readonly isTold: (make: Make) => boolean;
}

const LONG = 120_000;

/** More than any need can explain, in two minutes. */
const MANY = 10;

/** Three nodes that have a leader, which the others hear, and the others' names. */
export function settled(make?: Make, limits?: Partial<Limits>) {
  const linked = new Linked([n1, n2, n3], () => true, make, limits);
  // In the run from here on no two ask at almost the same time, which would begin twice as many ballots.
  linked.pass(25_000);
  const leader = linked.leaders[0]!;
  const [one, other] = linked.ids.filter((id) => id !== leader) as [NodeId, NodeId];
  return { linked, leader, one, other };
}

/** How many ballots are begun in two minutes over those links. */
export function ballotsWith(linked: Linked, reaches: Linked['reaches']): number {
  linked.reaches = reaches;
  const before = linked.ballots;
  linked.pass(LONG);
  return linked.ballots - before;
}

/** Links that work, but for those between two nodes: with a third one they are a chain. */
export function chain(...ends: readonly [NodeId, NodeId]): Linked['reaches'] {
  return (from, to) => ![from, to].every((id) => ends.includes(id));
}

/** Without leases, which would let the leader have its time. */
const WITHOUT_LEASES: Partial<Limits> = { leaseMs: 0 };

export const mutants: readonly LinksMutant[] = [
  {
    row: 'L7',
    name: 'prepares without asking whether a majority hears a leader',
    told: 'elections again and again in a chain of links',
    // Whatever it is told, it takes it that nobody hears a leader.
    make: changed((replica, input) => [
      replica,
      input.type === 'message' && input.message.type === 'polled'
        ? { ...input, message: { ...input.message, hearsLeader: false } }
        : input,
    ]),
    isTold: (make) => {
      const { linked, leader, other } = settled(make, WITHOUT_LEASES);
      return ballotsWith(linked, chain(leader, other)) > MANY;
    },
  },
  {
    row: 'L7',
    name: 'leads on though it hears no majority',
    told: 'a leader that is deaf leads on, and no other does',
    make: changed((replica, input) => {
      const { leader, election, log } = replica;
      if (input.type !== 'timer' || input.timer !== 'election' || leader.phase !== 'leading')
        return [replica, input];
      const { members } = log.configurations.at(-1)!.configuration;
      return [{ ...replica, election: { ...election, heard: members.map(({ id }) => id) } }, input];
    }),
    isTold: (make) => {
      const { linked, leader } = settled(make);
      ballotsWith(linked, (_, to) => to !== leader);
      return linked.leaders.includes(leader);
    },
  },
];
