/** The Synod of chapter 14 where each node is an acceptor, and those that propose are learners as well. What is sent arrives once. */
import { compose, type Received, role, type StateOf, system } from '#model/index.js';
import { acceptorMachine } from '../14-the-synod/acceptor.js';
import { clientMachine } from '../14-the-synod/client.js';
import { learnerMachine } from '../14-the-synod/learner.js';
import type { Message } from '../14-the-synod/messages.js';
import { proposerMachine } from '../14-the-synod/proposer.js';
import { majorities } from '../14-the-synod/quorum.js';
import { show } from '../14-the-synod/show.js';
import { NOTHING, type Prices, spentBy } from './cost.js';
import { namesOf } from './names.js';

/** What makes an instance finite. */
export interface SynodSize {
  readonly nodes: number;
  /** Those that propose, each with the number of ballots that it may begin. */
  readonly rounds: Readonly<Record<string, number>>;
  /** How many others a proposer asks; all of them when left out. */
  readonly asked?: number;
}

type Counted = Received<Message<'prepare' | 'promise' | 'accept' | 'accepted' | 'decided'>>;

// #region prices
/** A ballot is written before it is used, a promise and a vote before they are told. */
function pricesOf({ nodes, rounds, asked = nodes - 1 }: SynodSize): Prices<Counted> {
  const learners = Object.keys(rounds);
  return {
    prepare: () => ({ messages: asked, writes: 1 }),
    // Its own promise is written together with its ballot.
    promise: ({ from, ballot }) => (from === ballot.proposer ? NOTHING : { messages: 1, writes: 1 }),
    accept: () => ({ messages: asked, writes: 0 }),
    accepted: ({ from }) => ({ messages: learners.filter((id) => id !== from).length, writes: 1 }),
    // To the client, who is no node.
    decided: () => NOTHING,
  };
}
// #endregion

/** A finite Synod. An exercise puts another proposer in the place of the right one. */
export function synodOf(name: string, size: SynodSize, proposer = proposerMachine) {
  const ids = namesOf(size.nodes);
  const proposers = Object.keys(size.rounds);
  const quorums = majorities(ids);
  // #region system
  return system({
    name,
    roles: {
      client: role(clientMachine, { instances: { c: { requests: requestsTo(size) } } }),
      proposing: role(compose({ proposer, acceptor: acceptorMachine, learner: learnerMachine }), {
        instances: Object.fromEntries(
          proposers.map((id) => [
            id,
            { proposer: { id, quorums, rounds: size.rounds[id]! }, acceptor: {}, learner: { quorums } },
          ]),
        ),
        inputs: [{ type: 'timeout' }],
        ignores: { promise: 'only a proposer that prepares waits for promises' },
      }),
      voting: role(compose({ acceptor: acceptorMachine }), {
        instances: Object.fromEntries(
          ids.filter((id) => !proposers.includes(id)).map((id) => [id, { acceptor: {} }]),
        ),
      }),
    },
    network: 'unordered',
    instant: ['request', 'decided'],
    history: { spent: spentBy(pricesOf(size), 'decided') },
    show,
  });
  // #endregion
}

export type SynodState = StateOf<ReturnType<typeof synodOf>>;

function requestsTo({ rounds }: SynodSize): Readonly<Record<string, string>> {
  const values = ['olives', 'wine'];
  const asked = Object.keys(rounds).filter((id) => rounds[id]! > 0);
  return Object.fromEntries(asked.map((id, index) => [id, values[index]!]));
}
