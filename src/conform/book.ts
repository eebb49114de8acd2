/** Chapter 17's machines, and the learner of chapter 24, which counts by who governs the slot; stepped one event at a time. */
import { type AnyStateMachine, transition } from 'xstate';
import { acceptorMachine } from '#spec/17-learning-and-snapshots/acceptor.js';
import { leaderMachine } from '#spec/17-learning-and-snapshots/leader.js';
import { replicaMachine } from '#spec/17-learning-and-snapshots/replica.js';
import { learnerMachine } from '#spec/24-adding-and-removing-nodes/learner.js';

/** What a machine is in. */
export interface Local<Context> {
  readonly value: string;
  readonly context: Context;
}

export interface Message {
  readonly type: string;
}

export const book = {
  acceptor: acceptorMachine,
  learner: learnerMachine,
  replica: replicaMachine,
  /** Without the bounds that make an instance finite: any command, at any time. */
  leader: leaderMachine.provide({ guards: { isNextCommand: () => true } }),
};

/** A machine that has no states of its own is in this one. */
export const NO_STATE = '';

/** What the machine becomes by an event, and what it says; undefined where it does not accept the event. */
export function stepOf<Context extends object, Said extends Message>(
  machine: AnyStateMachine,
  { value, context }: Local<Context>,
  event: Message,
): (Local<Context> & { readonly said: readonly Said[] }) | undefined {
  const state = machine.resolveState({ value: value === NO_STATE ? {} : value, context });
  if (machine.getTransitionData(state, event).length === 0) return undefined;
  const [next, actions] = transition(machine, state, event);
  return {
    value: value === NO_STATE ? NO_STATE : (next.value as string),
    context: next.context as Context,
    said: actions.map((action) => (action.params as unknown as { readonly event: Said }).event),
  };
}
