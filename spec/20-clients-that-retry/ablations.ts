/** The machines of the chapter with one rule taken away each, by name. */
import { assertEvent } from 'xstate';
import { clientMachine, clientSetup } from './client.js';
import { isSameRequest, type RequestName } from './messages.js';
import { answering, remembering, serviceMachine } from './service.js';
import { snapshot } from './system.js';
import { type Answer, answerTo, type Table, withAnswer } from './table.js';

// #region T10
/** A service to which every request is new. */
export const takesEveryRequest = serviceMachine.provide({
  guards: { isAnswered: () => false, isNotAcknowledged: () => true },
  actions: {
    remember: remembering((answers, answer) =>
      withAnswer(
        answers.filter((other) => !isSameRequest(other, answer)),
        answer,
      ),
    ),
  },
});

/** A service that takes a request for new because it has dropped the answer. */
export const takesAcknowledgedRequests = serviceMachine.provide({
  guards: { isNotAcknowledged: () => true },
});
// #endregion

// #region T15
/** The table that many programs have: the highest number of a session, and its answer. */
const highestOnly = remembering((answers, answer) => {
  const highest = answers.find(({ session }) => session === answer.session);
  const others = answers.filter((one) => one !== highest);
  return [...others, highest !== undefined && highest.number > answer.number ? highest : answer];
});

function highestOf({ session }: RequestName, { answers }: Table): Answer | undefined {
  return answers.find((answer) => answer.session === session);
}

/** It takes whatever is not above the highest number for a retry, and repeats the only answer that it has. */
export const answersWithTheLast = serviceMachine.provide({
  guards: {
    isAnswered: ({ context, event }) => {
      assertEvent(event, 'request');
      return event.number <= (highestOf(event, context)?.number ?? 0);
    },
  },
  actions: { remember: highestOnly, answer: answering(highestOf) },
});

/** It takes whatever is not the highest number for new. */
export const recognisesOnlyTheLast = serviceMachine.provide({
  actions: {
    remember: highestOnly,
    answer: answering((request, table) => answerTo(request, table) ?? highestOf(request, table)),
  },
});

/** It takes whatever is below the highest number for old. */
export const ignoresWhatComesLate = serviceMachine.provide({
  guards: {
    isNotAcknowledged: ({ context, event }) => {
      assertEvent(event, 'request');
      return event.number > (highestOf(event, context)?.number ?? 0);
    },
  },
  actions: { remember: highestOnly },
});
// #endregion

// #region T18
/** A service that takes an unknown session for a new one. */
export const welcomesTheEvicted = serviceMachine.provide({ guards: { isOfNoSession: () => false } });
// #endregion

// #region N3
/** A client that takes a refusal for word that its orders were not taken, and orders them again. */
export const ordersAgain = clientMachine.provide({
  actions: {
    giveUp: clientSetup.assign({
      waiting: [],
      orders: ({ context: { waiting, orders } }) => [...waiting.map(({ order }) => order), ...orders],
    }),
  },
});
// #endregion

// #region D10
export const withoutAnswers = snapshot.filter((key) => key !== 'answers');
export const withoutSessions = snapshot.filter((key) => key !== 'answers' && key !== 'sessions');
export const withoutTheLastNumber = snapshot.filter((key) => key !== 'opened');
// #endregion
