/** Crash and restart: where spec and production are when they are started again with what was durable. */
import type { LocalState, Pair } from '#model/index.js';
import { proposerMachine } from '#spec/14-the-synod/proposer.js';
import { acceptorsOf, type Size } from '#spec/14-the-synod/size.js';
import type { synod } from '#spec/14-the-synod/synod.js';
import { startAcceptor } from '#src/paxos/acceptor.js';
import { startLearner } from '#src/paxos/learner.js';
import { nodeId } from '#src/paxos/node-id.js';
import { startProposer } from '#src/paxos/proposer.js';
import { majorities } from '#src/paxos/quorum.js';
import { acceptorMapping } from './acceptor.js';
import { learnerMapping } from './learner.js';
import { proposerMapping } from './proposer.js';
import { production, type Roles } from './tie.js';

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
  const quorums = majorities(acceptorsOf(size).map(nodeId));
  const acceptor = acceptorMapping(production.acceptor);
  const proposer = proposerMapping(
    { quorums, rounds: size.rounds, machine: proposerMachine },
    production.proposer,
  );
  const learner = learnerMapping(quorums, production.learner);
  return {
    acceptor: (before) => acceptor.abstract(startAcceptor(acceptor.durable(acceptor.concretise(before)))),
    proposer: (before, id) => {
      const record = proposer.durable(proposer.concretise(before));
      return proposer.abstract(startProposer({ id: nodeId(id), quorums, record }));
    },
    learner: () => learner.abstract(startLearner({ quorums })),
  };
}
