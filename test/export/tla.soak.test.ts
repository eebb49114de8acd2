/** An exported module has the states of its system, where these are many. */
import { test } from 'vitest';
import { type AnySystem, role, system } from '#model/index.js';
import { synod } from '#spec/14-the-synod/synod.js';
import { agree, chapterInstance } from '#test/export/agree.js';
import { acceptor, leader } from '#test/reference/message-set.js';
import { numbered } from '#test/reference/reference.js';

const requests = { p1: 'olives', p2: 'wine' };

test('chapter 12, two rounds', async () => {
  await agree(chapterInstance('12', 'two rounds, as before'), 18_897);
});

test('chapter 14 (2 acceptors, ballots 2 + 1)', async () => {
  await agree(synod('the Synod', { acceptors: 2, rounds: { p1: 2, p2: 1 }, requests }), 4520);
});

test('chapter 14 with crashes that are counted and remembered (1 acceptor, ballots 1 + 1)', async () => {
  const restarts = { acceptor: 1, proposer: 1, learner: Infinity };
  const size = { acceptors: 1, rounds: { p1: 1, p2: 1 }, requests, restarts, remembersRestarts: true };
  await agree(synod('the Synod', size));
});

test('reference model A (3/2/2)', async () => {
  await agree(messageSet(3, 2, 2));
});

/** The reference model as `test/reference` builds it. */
function messageSet(acceptors: number, values: number, ballots: number): AnySystem {
  const quorum = Math.floor(acceptors / 2) + 1;
  const leaders = numbered('l', ballots, 0).map((name, ballot) => [name, { ballot, quorum }]);
  return system({
    name: 'message-set',
    network: 'lossy',
    instant: ['promise'],
    roles: {
      acceptor: role(acceptor, { instances: numbered('a', acceptors) }),
      leader: role(leader, {
        instances: Object.fromEntries(leaders),
        inputs: [
          { type: 'prepare' },
          ...numbered('v', values).map((value) => ({ type: 'propose' as const, value })),
        ],
        ignores: { propose: 'one value is proposed in a ballot' },
      }),
    },
  });
}
