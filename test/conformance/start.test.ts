import { expect, test } from 'vitest';
import { threeBallots } from '#spec/14-the-synod/sizes.js';
import { synod } from '#spec/14-the-synod/synod.js';
import { startAcceptor } from '#src/paxos/acceptor.js';
import { startLearner } from '#src/paxos/learner.js';
import { startProposer } from '#src/paxos/proposer.js';
import { instanceOf, mappings } from '#test/conformance/tie.js';
import { ofThree, p2 } from '#test/unit/paxos/words.js';

const { roles } = synod('the Synod', threeBallots);
const { acceptor, proposer, learner } = mappings(instanceOf(threeBallots));

test('a production acceptor starts where the spec’s does', () => {
  expect(acceptor.abstract(startAcceptor())).toEqual(startOf('acceptor', 'a1'));
});

test('a production proposer starts where the spec’s does', () => {
  const start = startProposer<string>({ id: p2, quorums: ofThree });
  expect(proposer.abstract(start)).toEqual(startOf('proposer', 'p2'));
});

test('a production learner starts where the spec’s does', () => {
  expect(learner.abstract(startLearner<string>({ quorums: ofThree }))).toEqual(startOf('learner', 'l1'));
});

function startOf(role: keyof typeof roles, id: string): unknown {
  const process = roles[role].process(id);
  const [state, sent] = process.initial();
  expect(sent).toEqual([]);
  return process.show(state);
}
