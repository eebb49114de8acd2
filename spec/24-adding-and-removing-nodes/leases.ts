/** Leases across a change: a promise is a lease that never runs out, and one set of members follows another. */
import { enqueueActions, setup } from 'xstate';
import {
  always,
  compose,
  including,
  observe,
  type Received,
  role,
  type Sent,
  type StateOf,
  sometimes,
  system,
} from '#model/index.js';
import { isAbove } from '../14-the-synod/ballot.js';
import { acceptorMachine } from './acceptor.js';
import { configurationAt, configurationOf, membersOf } from './configuration.js';
import { type DeskMessage, deskMachine } from './desk.js';
import { highestOf, leaderMachine, valueFor } from './leader.js';
import { learnerMachine } from './learner.js';
import type { Message } from './messages.js';
import { show } from './show.js';
import { acceptorsOf, inputsOf, leaderInput, leadersOf, learnersOf, type MemberSize } from './size.js';

/** One acceptor is followed by another. */
export const oneByOne: MemberSize = {
  alpha: 1,
  initial: configurationOf(['a1']),
  rounds: { p1: 2, p2: 1 },
  plans: { p1: [configurationOf(['a2']), 'bread'], p2: ['wine', 'cheese'] },
};

/** The same, with a slot between the change and the first one that it governs. */
export const oneByOneLater: MemberSize = {
  ...oneByOne,
  alpha: 2,
  plans: { p1: [configurationOf(['a2']), 'olives', 'bread'], p2: ['wine', 'salt', 'cheese'] },
};

// #region grants
/** Whoever has its promise has it for ever. */
const grantsForEver = acceptorMachine.provide({
  guards: {
    isAbovePromise: ({ context: { promised }, event }) =>
      isAbove(event.ballot, promised) && (promised === null || promised.proposer === event.ballot.proposer),
  },
});
// #endregion

/** It tells its desk whose promises it has, and what it proposes. */
const tellsItsDesk = leaderMachine.provide({
  actions: {
    sendAccept: enqueueActions(({ context, enqueue }) => {
      const { id, ballot, next: slot } = context;
      const configuration = configurationAt(slot, context);
      const accept: Sent<Message<'accept'>> = {
        type: 'accept',
        to: [...membersOf(configuration), id],
        ballot: ballot!,
        slot,
        value: valueFor(context),
        configuration,
      };
      enqueue.emit(accept as never);
    }),
    noteReports: enqueueActions(({ context: { id, configuration, promises }, enqueue }) => {
      const reported = highestOf(promises.flatMap(({ votes }) => votes));
      const through = Math.max(0, ...reported.map(({ slot }) => slot));
      enqueue.assign({ reported, promises: [] });
      enqueue.emit({ type: 'leads', to: id, configuration, through } as never);
    }),
  },
});

const clientMachine = setup({
  types: {
    events: {} as Received<Extract<DeskMessage, { type: 'done' | 'answer' }>>,
    emitted: {} as Sent<Message>,
  },
}).createMachine({ id: 'client', on: { done: {}, answer: {} } });

/** History: through which slot clients were told, who has answered a read, and who left out a slot of which a client had been told. */
interface Told {
  readonly done: number;
  readonly answered: readonly string[];
  readonly stale: readonly string[];
}

const toldClients = observe<Told, Extract<DeskMessage, { type: 'done' | 'answer' }>>(
  { done: 0, answered: [], stale: [] },
  {
    done: (told, { slot }) => ({ ...told, done: Math.max(told.done, slot) }),
    answer: ({ done, answered, stale }, { from, through }) => ({
      done,
      answered: including(answered, from),
      stale: through < done ? including(stale, from) : stale,
    }),
  },
);

// #region system
export function leasesAcrossAChange(name: string, desk: typeof deskMachine = deskMachine, size = oneByOne) {
  const { alpha, initial } = size;
  return system({
    name,
    roles: {
      node: role(compose({ leader: tellsItsDesk, desk }), {
        instances: Object.fromEntries(
          leadersOf(size).map((id) => [id, { leader: leaderInput(size, id), desk: { alpha, initial } }]),
        ),
        inputs: (id) => [...inputsOf(size, id), { type: 'read' as const }],
        ignores: {
          promise: 'only a leader that prepares waits for promises',
          propose: 'only a leader that leads proposes',
        },
      }),
      acceptor: role(grantsForEver, {
        instances: Object.fromEntries(acceptorsOf(size).map((id) => [id, {}])),
      }),
      learner: role(learnerMachine, {
        instances: Object.fromEntries(
          Object.keys(learnersOf(size)).map((id) => [id, { listeners: leadersOf(size) }]),
        ),
      }),
      client: role(clientMachine, { instances: ['c'] }),
    },
    network: 'lossy',
    instant: ['accepted', 'done', 'answer'],
    history: { told: toldClients },
    show,
  });
}
// #endregion

type State = StateOf<ReturnType<typeof leasesAcrossAChange>>;

// #region claims
/** No answer leaves out a slot of which a client had been told that it is decided. */
export const aReadIsNeverStale = always(
  'a read is never stale',
  ({ history }: State) => history.told.stale.length === 0,
);

export const anotherAnswersAfterAChange = sometimes(
  'one leader has answered, and then another',
  ({ history }: State) => history.told.answered.length > 1,
);

export const agreement = always('agreement', ({ learner: learners }: State) =>
  learners.every(({ context }) => context.learned.length <= 1),
);
// #endregion
