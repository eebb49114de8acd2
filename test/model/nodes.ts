/** The Synod of chapter 14 by nodes: each is acceptor and proposer, by the machines of the chapter as they stand. */
import { always, compose, role, type StateOf, sometimes, system } from '#model/index.js';
import { acceptorMachine } from '#spec/14-the-synod/acceptor.js';
import { clientMachine } from '#spec/14-the-synod/client.js';
import { chosen, votesEverCast } from '#spec/14-the-synod/history.js';
import { learnerMachine } from '#spec/14-the-synod/learner.js';
import type { Memory } from '#spec/14-the-synod/memory.js';
import { proposerMachine } from '#spec/14-the-synod/proposer.js';
import { majorities } from '#spec/14-the-synod/quorum.js';
import { show } from '#spec/14-the-synod/show.js';

export interface Nodes {
  /** The nodes, each with the number of ballots that it may begin. */
  readonly rounds: Readonly<Record<string, number>>;
  readonly requests: Readonly<Record<string, string>>;
  readonly restarts?: number;
  readonly acceptor?: typeof acceptorMachine;
  readonly proposer?: typeof proposerMachine;
  /** What of the acceptor is durable, where it is not all. */
  readonly acceptorMemory?: Memory['acceptor'];
}

export const threeNodes: Nodes = {
  rounds: { n1: 2, n2: 1, n3: 0 },
  requests: { n1: 'olives', n2: 'wine' },
};

export function nodes({ rounds, requests, restarts, ...other }: Nodes) {
  const { acceptor = acceptorMachine, proposer = proposerMachine } = other;
  const quorums = majorities(Object.keys(rounds));
  const instances = Object.fromEntries(
    Object.entries(rounds).map(([id, rounds]) => [id, { acceptor: {}, proposer: { id, quorums, rounds } }]),
  );
  const { acceptorMemory = ['promised', 'vote'] } = other;
  return system({
    name: 'a Synod of nodes',
    network: 'lossy',
    roles: {
      client: role(clientMachine, { instances: { c1: { requests } } }),
      node: role(compose({ acceptor, proposer }), {
        instances,
        inputs: (id) => (rounds[id]! > 0 ? [{ type: 'timeout' as const }] : []),
        ignores: { promise: 'only a proposer that prepares waits for promises' },
        durable: [...acceptorMemory.map((key) => `acceptor.${key}` as const), 'proposer.ballot'],
      }),
      learner: role(learnerMachine, { instances: { l1: { quorums } } }),
    },
    faults: restarts === undefined ? {} : { restarts: { node: restarts } },
    history: { votes: votesEverCast },
    show,
  });
}

type State = StateOf<ReturnType<typeof nodes>>;

/** What is claimed of nodes: that they agree, and that something happens. */
export function claimsOf({ rounds, requests }: Nodes) {
  const quorums = majorities(Object.keys(rounds));
  const isAdopted = ({ node: all }: State): boolean =>
    all.some(({ id, context: { acceptor } }) => {
      const { vote } = acceptor;
      return vote !== null && vote.ballot.proposer === id && vote.value !== requests[id];
    });
  return [
    always('agreement', ({ history, learner: [l] }: State) => {
      return chosen(history.votes, quorums).length <= 1 && l!.context.learned.length <= 1;
    }),
    sometimes('a client is told', ({ client: [c] }: State) => c!.context.told.length > 0),
    sometimes('a proposer adopts a value', isAdopted),
    sometimes('two are at work at once', ({ node: all }: State) => {
      return all.filter(({ value }) => value.proposer === 'preparing').length >= 2;
    }),
  ];
}
