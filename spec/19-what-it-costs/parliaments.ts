/** The Parliament of chapter 16 in quiet times: n1 leads, nobody wants its place, and what is sent arrives once. */
import { compose, type Received, role, type StateOf, system } from '#model/index.js';
import { votersFor } from '../14-the-synod/learner.js';
import { acceptorMachine } from '../16-the-parliament/acceptor.js';
import { leaderMachine } from '../16-the-parliament/leader.js';
import { learnerMachine, learnerOf } from '../16-the-parliament/learner.js';
import type { Message, Slot } from '../16-the-parliament/messages.js';
import { replicaMachine } from '../16-the-parliament/replica.js';
import { show } from '../16-the-parliament/show.js';
import { inputsOf, leaderInput, learnersOf, type Size, slotsOf } from '../16-the-parliament/size.js';
import { NOTHING, type Prices, spentBy } from './cost.js';
import { LEADER, namesOf } from './names.js';

/** What makes an instance finite. */
export interface ParliamentSize {
  readonly nodes: number;
  /** What n1 is asked for, in this order. */
  readonly commands: readonly string[];
  /** Whether n1 is elected in no time. Then phase 2 is counted; otherwise phase 1 is. */
  readonly isElected?: boolean;
}

type Counted<Type extends Message['type']> = Received<Message<Type>>;

// #region prices
/** Phase 1 is over when the leader proposes. Its own promise is written together with its ballot. */
function pricesToLead(others: number): Prices<Counted<'prepare' | 'promise' | 'accept'>> {
  return {
    prepare: () => ({ messages: others, writes: 1 }),
    promise: ({ from }) => (from === LEADER ? NOTHING : { messages: 1, writes: 1 }),
    accept: () => NOTHING,
  };
}

/** Phase 2 is over when the slot's learner, which is at the leader, knows of the decision. */
function pricesToDecide(others: number): Prices<Counted<'accept' | 'accepted' | 'decided'>> {
  return {
    accept: () => ({ messages: others, writes: 0 }),
    accepted: ({ from }) => ({ messages: from === LEADER ? 0 : 1, writes: 1 }),
    decided: () => NOTHING,
  };
}
// #endregion

export function parliamentOf(name: string, { nodes, commands, isElected = false }: ParliamentSize) {
  const size: Size = {
    rounds: Object.fromEntries(namesOf(nodes).map((id) => [id, 1])),
    slots: commands.length,
    commands: { [LEADER]: commands },
  };
  const learners = learnersOf(size);
  const learnerMachines = Object.fromEntries(slotsOf(size).map((slot) => [learnerOf(slot), learnerAt(slot)]));
  const voter = { acceptor: acceptorMachine, replica: replicaMachine };
  const [, ...voters] = namesOf(nodes);
  // #region system
  return system({
    name,
    roles: {
      leading: role(compose({ leader: leaderMachine, ...voter, ...learnerMachines }), {
        instances: {
          [LEADER]: { leader: leaderInput(size, LEADER), acceptor: {}, replica: {}, ...learners },
        },
        inputs: inputsOf(size, LEADER),
        ignores: {
          promise: 'it leads already',
          command: 'it does not lead yet',
        },
      }),
      voting: role(compose(voter), {
        instances: Object.fromEntries(voters.map((id) => [id, { acceptor: {}, replica: {} }])),
      }),
    },
    network: 'unordered',
    instant: isElected ? ['prepare', 'promise', 'decided'] : ['decided'],
    history: {
      spent: isElected
        ? spentBy(pricesToDecide(nodes - 1), 'decided', commands.length)
        : spentBy(pricesToLead(nodes - 1), 'accept'),
    },
    show,
  });
  // #endregion
}

export type ParliamentState = StateOf<ReturnType<typeof parliamentOf>>;

// #region learner
/** The leader has the learners of all slots, and each hears all votes: it counts those of its own slot. */
function learnerAt(slot: Slot) {
  return learnerMachine.provide({
    guards: {
      isNews: ({ context, event }) =>
        event.slot === slot &&
        !context.learned.includes(event.value) &&
        !votersFor(event, context.votes).includes(event.from),
    },
  });
}
// #endregion
