/** The master of chapter 08 without a clock: it begins a round above all others when it likes, and gives one up when it likes. */
import { assertEvent, setup } from 'xstate';
import { ABOVE_ALL, including, type Received, type Sent } from '#model/index.js';
import type { Timeout } from '../04-retries/messages.js';
import { type MasterContext, type MasterInput, valueToWrite } from '../08-ask-a-majority/master.js';
import type { Message } from '../08-ask-a-majority/messages.js';

/** The master has waited long enough since its last round, and tries again. It may happen at any moment. */
export interface Begin {
  readonly type: 'begin';
}

export const masterSetup = setup({
  types: {
    context: {} as MasterContext,
    events: {} as Received<Message<'request' | 'answer' | 'written'>> | Begin | Timeout,
    input: {} as MasterInput,
    emitted: {} as Sent<Message<'read' | 'write' | 'decided'>>,
  },
  guards: {
    wasAsked: ({ context }) => context.request !== null,
    isOfThisRound: ({ context, event }) => {
      assertEvent(event, ['answer', 'written']);
      return event.round === context.round;
    },
    aMajorityAnswered: ({ context }) => Object.keys(context.answers).length >= context.majority,
    aMajorityAcknowledged: ({ context }) => context.acknowledged.length >= context.majority,
  },
});

export const masterActions = masterSetup.extend({
  actions: {
    takeRequest: masterSetup.assign({
      request: ({ event }) => {
        assertEvent(event, 'request');
        return { client: event.from, value: event.value };
      },
    }),
    // #region round
    /** A round above all that anybody has heard of. Whoever begins the next takes one above this. */
    takeRound: masterSetup.assign({ round: ABOVE_ALL }),
    // #endregion
    sendRead: masterSetup.emit(({ context }) => ({ type: 'read', to: 'slave', round: context.round })),
    keepAnswer: masterSetup.assign({
      answers: ({ context, event }) => {
        assertEvent(event, 'answer');
        return { ...context.answers, [event.from]: event.stored };
      },
    }),
    choose: masterSetup.assign({ writes: ({ context }) => valueToWrite(context), answers: {} }),
    sendWrite: masterSetup.emit(({ context }) => ({
      type: 'write',
      to: 'slave',
      round: context.round,
      value: context.writes!,
    })),
    countAcknowledgement: masterSetup.assign({
      acknowledged: ({ context, event }) => {
        assertEvent(event, 'written');
        return including(context.acknowledged, event.from);
      },
    }),
    sendDecided: masterSetup.emit(({ context }) => ({
      type: 'decided',
      to: context.request!.client,
      value: context.writes!,
    })),
    forgetRound: masterSetup.assign({ answers: {}, writes: null, acknowledged: [] }),
  },
});

/** What a master knows when it starts. */
export function firstContext({ input }: { readonly input: MasterInput }): MasterContext {
  return { ...input, request: null, round: 0, answers: {}, writes: null, acknowledged: [] };
}

// #region master
export const masterMachine = masterActions.createMachine({
  id: 'master',
  context: firstContext,
  initial: 'resting',
  on: { request: { actions: 'takeRequest' } },
  states: {
    resting: {
      on: { begin: { guard: 'wasAsked', target: 'reading', actions: ['takeRound', 'sendRead'] } },
    },
    reading: {
      on: {
        answer: { guard: 'isOfThisRound', actions: 'keepAnswer' },
        timeout: { target: 'resting', actions: 'forgetRound' },
      },
      always: { guard: 'aMajorityAnswered', target: 'writing', actions: ['choose', 'sendWrite'] },
    },
    writing: {
      on: {
        written: { guard: 'isOfThisRound', actions: 'countAcknowledgement' },
        timeout: { target: 'resting', actions: 'forgetRound' },
      },
      always: {
        guard: 'aMajorityAcknowledged',
        target: 'done',
        actions: ['sendDecided', 'forgetRound'],
      },
    },
    done: {},
  },
});
// #endregion
