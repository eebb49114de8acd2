import { expect, test } from 'vitest';
import { proposerMachine } from '#spec/14-the-synod/proposer.js';
import { threeBallots } from '#spec/14-the-synod/sizes.js';
import { synod } from '#spec/14-the-synod/synod.js';
import { startAcceptor, stepAcceptor } from '#src/paxos/acceptor.js';
import { startLearner, stepLearner } from '#src/paxos/learner.js';
import { startProposer, stepProposer } from '#src/paxos/proposer.js';
import { acceptorMapping } from '#test/conformance/acceptor.js';
import { learnerMapping } from '#test/conformance/learner.js';
import { proposerMapping } from '#test/conformance/proposer.js';
import { ofThree, p2 } from '#test/unit/paxos/words.js';

const { roles } = synod('the Synod', threeBallots);

test('a production acceptor starts where the spec’s does', () => {
  expect(acceptorMapping(stepAcceptor).abstract(startAcceptor())).toEqual(startOf('acceptor', 'a1'));
});

test('a production proposer starts where the spec’s does', () => {
  const instance = { quorums: ofThree, rounds: threeBallots.rounds, machine: proposerMachine };
  const start = startProposer<string>({ id: p2, quorums: ofThree });
  expect(proposerMapping(instance, stepProposer).abstract(start)).toEqual(startOf('proposer', 'p2'));
});

test('a production learner starts where the spec’s does', () => {
  const start = startLearner<string>({ quorums: ofThree });
  expect(learnerMapping(ofThree, stepLearner).abstract(start)).toEqual(startOf('learner', 'l1'));
});

function startOf(role: keyof typeof roles, id: string): unknown {
  const process = roles[role].process(id);
  const [state, sent] = process.initial();
  expect(sent).toEqual([]);
  return process.show(state);
}
