/** What is claimed of the shipped replicas, in every instance. */
import { always, type Property } from '#model/index.js';
import { compareBallots, sameBallot } from '#src/paxos/ballot.js';
import { decidedThrough } from '#src/paxos/log.js';
import type { SlotVote } from '#src/paxos/log-message.js';
import { keep } from '#src/paxos/record.js';
import { replicaOf } from '#src/paxos/replica.js';
import { sameValue } from '#src/paxos/value.js';
import type { Make } from '#test/model-based/replica-mutants.js';
import { functionsOf, type Node, type Size, slotsOf } from './node.js';
import { slotRefinesVoting } from './refinement.js';
import type { ReplicasState } from './replica-system.js';
import { wordOf } from './words.js';

interface InSlot {
  readonly slot: number;
  readonly value: string;
}

export function nodesOf({ node }: ReplicasState): readonly Node[] {
  return node.map(({ context }) => context);
}

/** The decisions that the node knows, except those for which a snapshot stands. */
export function knownTo({ replica: { log } }: Node): readonly InSlot[] {
  const prefix = log.decrees.map((value, index) => ({ slot: log.base + index + 1, value }));
  return [...prefix, ...log.beyond].map(({ slot, value }) => ({ slot, value: wordOf(value) }));
}

/** What a quorum of disks has voted for in one ballot, whoever knows of it. */
export function chosen(state: ReplicasState): readonly InSlot[] {
  const kept = state.messages('kept').map(({ vote }) => vote);
  return kept
    .filter((vote) => kept.filter((other) => isSameVote(vote, other)).length > state.node.length / 2)
    .map(({ slot, value }) => ({ slot, value: wordOf(value) }));
}

function isSameVote(one: SlotVote<string>, other: SlotVote<string>): boolean {
  return one.slot === other.slot && sameBallot(one.ballot, other.ballot) && sameValue(one.value, other.value);
}

/** What the disk will have when all that is under way is done. */
function willHave({ kept, writing }: Node): Node['kept'] {
  return writing.flat().reduce(keep, kept);
}

function areOne(decrees: readonly InSlot[]): boolean {
  return decrees.every(({ slot, value }) =>
    decrees.every((other) => other.slot !== slot || other.value === value),
  );
}

export function claimsOf(size: Size, make: Make = replicaOf): readonly Property<ReplicasState>[] {
  return [
    ...(size.clocks === undefined ? [] : [aReadAloneIsNotStale(size, make)]),
    always('no two nodes know different decisions', (state: ReplicasState) =>
      areOne(nodesOf(state).flatMap(knownTo)),
    ),
    always('one value is chosen in a slot', (state: ReplicasState) => areOne(chosen(state))),
    always('what is known to be decided is chosen', (state: ReplicasState) => {
      const decided = chosen(state);
      return nodesOf(state)
        .flatMap(knownTo)
        .every((known) => decided.some(({ slot, value }) => slot === known.slot && value === known.value));
    }),
    always('what is executed is the decided prefix', (state: ReplicasState) =>
      nodesOf(state).every(({ replica: { log, executed } }) => executed.through === decidedThrough(log)),
    ),
    always('two that executed as far are in the same state', (state: ReplicasState) => {
      const executed = nodesOf(state).map(({ replica }) => replica.executed);
      return executed.every((one) =>
        executed.every((other) => other.through !== one.through || sameValue(other, one)),
      );
    }),
    always('a disk has, or is given, what its node may not forget', (state: ReplicasState) =>
      nodesOf(state).every((node) => {
        const { leader, acceptor, log, snapshot } = node.replica;
        const { promised, votes } = acceptor;
        return sameValue(willHave(node), { round: leader.round, promised, votes, log, snapshot });
      }),
    ),
    always('a disk has the promises that its node told', (state: ReplicasState) =>
      state.messages('promise').every(({ from, body }) => {
        const promised = keptBy(state, from).promised;
        return promised !== null && compareBallots(promised, body.ballot) >= 0;
      }),
    ),
    always('a disk has the votes that its node told', (state: ReplicasState) => {
      const kept = state.messages('kept');
      return state
        .messages('accepted')
        .every(({ from, body: { type: _, ...told } }) =>
          kept.some((one) => one.from === from && sameValue(one.vote, told)),
        );
    }),
    always('a disk has the rounds in which its node asked for something', (state: ReplicasState) =>
      [...state.messages('prepare'), ...state.messages('accept')].every(
        ({ from, body }) => 'ballot' in body && keptBy(state, from).round >= body.ballot.round,
      ),
    ),
    ...slotsOf(size).map((slot) => slotRefinesVoting(slot, size)),
  ];
}

/** Asked in every state: a reply to a client follows its execution somewhere. */
function aReadAloneIsNotStale(size: Size, make: Make): Property<ReplicasState> {
  const functions = functionsOf(size, make);
  return always('whoever answers a read alone has executed all that anybody has', (state: ReplicasState) => {
    const executed = nodesOf(state).map(({ replica }) => replica.executed.through);
    const last = Math.max(...executed);
    return nodesOf(state).every(
      (node) => node.replica.executed.through === last || !answersAlone(node, functions),
    );
  });
}

/** Whether the node would answer a read now, and ask nobody. */
export function answersAlone({ replica, now }: Node, functions: ReturnType<typeof functionsOf>): boolean {
  const { step } = functions.get(replica.leader.id)!;
  const [, effects] = step(replica, { type: 'read', read: 1, command: 'look', now });
  return effects.some((effect) => effect.type === 'reply' && effect.reply.type === 'answered');
}

function keptBy({ node }: ReplicasState, id: string): Node['kept'] {
  return node.find((one) => one.id === id)!.context.kept;
}
