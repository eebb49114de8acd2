/** Crash and restart: where spec and production are when they are started again with what was durable. */
import type { LocalState, Pair } from '#model/index.js';
import type { Size } from '#spec/14-the-synod/size.js';
import type { synod } from '#spec/14-the-synod/synod.js';
import { startAcceptor } from '#src/paxos/acceptor.js';
import { startLearner } from '#src/paxos/learner.js';
import { nodeId } from '#src/paxos/node-id.js';
import { startProposer } from '#src/paxos/proposer.js';
import { frozenCopy } from './frozen.js';
import { instanceOf, mappings, type Roles } from './tie.js';

type Synod = ReturnType<typeof synod>;

/** Where a participant of the spec is after a crash in a state, and what it sends at its start. */
export function specRestart({ roles }: Synod, { role, id, before }: Pair): [LocalState, readonly unknown[]] {
  const { durable, process } = roles[role as keyof Synod['roles']];
  const context = before.context as Readonly<Record<string, unknown>>;
  const participant = process(id);
  const [state, sent] = participant.initial(Object.fromEntries(durable.map((key) => [key, context[key]])));
  return [participant.show(state), sent];
}

/** Where a production role is after a crash in a state of the spec: started with the record that it had persisted. */
export function productionRestarts(
  size: Size,
): Readonly<Record<keyof Roles, (before: LocalState, id: string) => LocalState>> {
  const instance = instanceOf(size);
  const { quorums } = instance;
  const { acceptor, proposer, learner } = mappings(instance);
  return {
    acceptor: (before) => {
      const [state] = acceptor.concretise(before);
      return acceptor.abstract(startAcceptor(frozenCopy(acceptor.durable(state!))));
    },
    proposer: (before, id) => {
      const [state] = proposer.concretise(before);
      const record = frozenCopy(proposer.durable(state!));
      return proposer.abstract(startProposer({ id: nodeId(id), quorums, record }));
    },
    learner: () => learner.abstract(startLearner({ quorums })),
  };
}
