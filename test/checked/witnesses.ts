/** What has to happen in an instance for its claims to mean something. */
import { type Property, sometimes, step } from '#model/index.js';
import { NO_OP } from '#spec/16-the-parliament/messages.js';
import { replicaOf } from '#src/paxos/replica.js';
import { answersAlone, chosen, knownTo, nodesOf } from './claims.js';
import { functionsOf, type Node, type Size } from './node.js';
import type { ReplicasState } from './replica-system.js';
import { wordOf } from './words.js';

/** What the node proposes as a leader, slot by slot. */
function proposed({ replica: { leader } }: Node): readonly string[] {
  return leader.phase === 'leading' ? leader.proposals.map(({ value }) => wordOf(value)) : [];
}

export type WitnessName = keyof ReturnType<typeof witnessesOf>;

export function witnessesOf(size: Size) {
  const functions = functionsOf(size, replicaOf);
  const isLeased = (node: Node): boolean => answersAlone(node, functions);
  return {
    twoLead: sometimes(
      'two nodes lead at once',
      (state: ReplicasState) =>
        nodesOf(state).filter(({ replica }) => replica.leader.phase === 'leading').length > 1,
    ),
    adopted: sometimes('n2 proposes what n1 was asked for', (state: ReplicasState) =>
      proposed(nodesOf(state)[1]!).includes('a'),
    ),
    adoptedOnce: sometimes('a value is adopted for one slot and not for the next', (state: ReplicasState) => {
      const [first, second] = proposed(nodesOf(state)[1]!);
      return first === 'a' && second === 'c';
    }),
    adoptedBack: sometimes('n1 proposes what n2 was asked for', (state: ReplicasState) =>
      proposed(nodesOf(state)[0]!).includes('c'),
    ),
    behind: sometimes('a leader has to catch up before it may propose', (state: ReplicasState) =>
      nodesOf(state).some(({ replica: { leader } }) => leader.phase === 'recovering'),
    ),
    holeFilled: sometimes('a no-op is chosen below another decree', (state: ReplicasState) =>
      chosen(state).some(
        ({ slot, value }) => value === NO_OP && chosen(state).some((other) => other.slot > slot),
      ),
    ),
    unknown: sometimes('a value is chosen that nobody knows', (state: ReplicasState) => {
      const known = nodesOf(state).flatMap(knownTo);
      return chosen(state).some(({ slot }) => !known.some((other) => other.slot === slot));
    }),
    pastAHole: sometimes('a decision is known past a hole', (state: ReplicasState) =>
      nodesOf(state).some(({ replica: { log } }) => log.beyond.length > 0),
    ),
    executed: sometimes('all nodes have executed every slot', (state: ReplicasState) =>
      nodesOf(state).every(({ replica: { log, executed } }) => executed.through === log.alpha),
    ),
    installed: sometimes("a node that never led has another's snapshot", (state: ReplicasState) =>
      nodesOf(state).some(({ replica: { leader, log } }) => leader.round === 0 && log.base > 0),
    ),
    alone: sometimes('a leader answers reads alone', (state: ReplicasState) => nodesOf(state).some(isLeased)),
    aloneWhile: sometimes(
      'a leader answers reads alone while another prepares',
      (state: ReplicasState) =>
        nodesOf(state).some(isLeased) &&
        nodesOf(state).some(({ replica }) => replica.leader.phase === 'preparing'),
    ),
    handedOn: sometimes(
      'n2 answers reads alone while n1 still takes itself for the leader',
      (state: ReplicasState) => {
        const [first, second] = nodesOf(state);
        return first!.replica.leader.phase === 'leading' && isLeased(second!);
      },
    ),
    pending: occurs(
      'a crash meets a persist under way',
      (before, after) => after.crashesLeft < before.crashesLeft && before.writing.length > 0,
    ),
  } satisfies Record<string, Property<ReplicasState>>;
}

/** A step of a node is shown to occur by the claim that none does: it has to fail. */
function occurs(name: string, isIt: (before: Node, after: Node) => boolean): Property<ReplicasState> {
  return step(`never: ${name}`, (before: ReplicasState, after: ReplicasState) => {
    const nodes = nodesOf(after);
    return !nodesOf(before).some((node, index) => isIt(node, nodes[index]!));
  });
}
