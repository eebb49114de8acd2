/** The master: in a round of its own it asks a majority, writes what it must, and tells its client when a majority has it. */
import { and, assertEvent, not, setup } from 'xstate';
import { including, type Received, type Round, type Sent } from '#model/index.js';
import type { Value } from '../01-one-server/messages.js';
import type { Message, Stored } from './messages.js';

export interface MasterInput {
  /** Its place among the masters, from 1: round n belongs to the master whose place is n, counted round and round. */
  readonly place: number;
  /** How many masters there are. */
  readonly masters: number;
  /** How many slaves are more than half of all. */
  readonly majority: number;
}

/** After a restart: what is found on disk. In this chapter nothing is kept there. */
export interface MasterDisk {
  readonly durable?: Partial<MasterContext>;
}

export interface MasterContext extends MasterInput {
  /** What it was asked for, and by whom. */
  readonly request: { readonly client: string; readonly value: Value } | null;
  /** The round of its own that it began last; 0 before the first. */
  readonly round: number;
  /** While it reads: what each slave answered in this round, by the slave's name. */
  readonly answers: Readonly<Record<string, Stored | null>>;
  /** What it writes in this round. */
  readonly writes: Value | null;
  /** While it writes: the slaves that acknowledged in this round. A set, sorted. */
  readonly acknowledged: readonly string[];
}

export const masterSetup = setup({
  types: {
    context: {} as MasterContext,
    events: {} as Received<Message<'request' | 'answer' | 'written'>> | Round,
    input: {} as MasterInput & MasterDisk,
    emitted: {} as Sent<Message<'read' | 'write' | 'decided'>>,
  },
  guards: {
    wasAsked: ({ context }) => context.request !== null,
    isItsOwn: ({ context, event }) => {
      assertEvent(event, 'round');
      return event.round % context.masters === context.place % context.masters;
    },
    isLater: ({ context, event }) => {
      assertEvent(event, 'round');
      return event.round > context.round;
    },
    isOfThisRound: ({ context, event }) => {
      assertEvent(event, ['answer', 'written']);
      return event.round === context.round;
    },
    isFirstFromThisSlave: ({ context, event }) => {
      assertEvent(event, 'answer');
      return !Object.hasOwn(context.answers, event.from);
    },
    aMajorityAnswered: ({ context }) => Object.keys(context.answers).length >= context.majority,
    aMajorityAcknowledged: ({ context }) => context.acknowledged.length >= context.majority,
  },
});

// #region value
/** The value of the highest round among the answers; only where nothing was stored, the value that the client asked for. */
export function valueToWrite({ answers, request }: MasterContext): Value {
  const stored = Object.values(answers).filter((answer) => answer !== null);
  const [highest] = stored.sort((a, b) => b.round - a.round);
  return highest?.value ?? request!.value;
}
// #endregion

/** The action that settles what is written in this round. A master that reads was asked for something. */
export function choosing(rule: (context: MasterContext) => Value) {
  return masterSetup.assign({ writes: ({ context }) => rule(context) });
}

// #region master
export const masterMachine = masterSetup
  .extend({
    guards: {
      wasNotAsked: not('wasAsked'),
      mayBegin: and(['isItsOwn', 'isLater']),
      isAnothers: not('isItsOwn'),
      isNewAnswer: and(['isOfThisRound', 'isFirstFromThisSlave']),
    },
    actions: {
      takeRequest: masterSetup.assign({
        request: ({ event }) => {
          assertEvent(event, 'request');
          return { client: event.from, value: event.value };
        },
      }),
      forgetRound: masterSetup.assign({ answers: {}, writes: null, acknowledged: [] }),
      begin: masterSetup.assign({
        round: ({ event }) => {
          assertEvent(event, 'round');
          return event.round;
        },
      }),
      sendRead: masterSetup.emit(({ context }) => ({ type: 'read', to: 'slave', round: context.round })),
      keepAnswer: masterSetup.assign({
        answers: ({ context, event }) => {
          assertEvent(event, 'answer');
          return { ...context.answers, [event.from]: event.stored };
        },
      }),
      choose: choosing(valueToWrite),
      sendWrite: masterSetup.emit(({ context }) => ({
        type: 'write',
        to: 'slave',
        round: context.round,
        value: context.writes!,
      })),
      forgetAnswers: masterSetup.assign({ answers: {} }),
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
    },
  })
  .createMachine({
    id: 'master',
    context: ({ input: { durable, ...input } }) => ({
      ...input,
      request: null,
      round: 0,
      answers: {},
      writes: null,
      acknowledged: [],
      ...durable,
    }),
    initial: 'resting',
    on: {
      request: { guard: 'wasNotAsked', actions: 'takeRequest' },
      round: [
        { guard: 'mayBegin', target: '.beginning', actions: ['forgetRound', 'begin'] },
        { guard: 'isAnothers', target: '.resting', actions: 'forgetRound' },
      ],
    },
    states: {
      resting: {},
      beginning: {
        always: { guard: 'wasAsked', target: 'reading', actions: 'sendRead' },
      },
      reading: {
        on: { answer: { guard: 'isNewAnswer', actions: 'keepAnswer' } },
        always: {
          guard: 'aMajorityAnswered',
          target: 'writing',
          actions: ['choose', 'sendWrite', 'forgetAnswers'],
        },
      },
      writing: {
        on: { written: { guard: 'isOfThisRound', actions: 'countAcknowledgement' } },
        always: {
          guard: 'aMajorityAcknowledged',
          target: 'resting',
          actions: ['sendDecided', 'forgetRound'],
        },
      },
    },
  });
// #endregion
