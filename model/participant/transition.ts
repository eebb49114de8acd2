/**
 * XState's `initialTransition` and `transition`, which make an actor for every step and throw it away, with one for all steps of a
 * machine: that takes half the time.
 *
 * What XState hands to the machine there is caught once, and handed to it again in every step. Guards and actions are shown the actor and
 * its system, too; they are not to ask it anything.
 */
import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import type { AnyEvent } from './process.js';
import { forbidden } from './sandbox.js';

/** What became of a step: the next snapshot, and the actions to be executed, in order. */
export type Step = readonly [next: AnyMachineSnapshot, actions: readonly unknown[]];

/** A machine's pure functions. */
export interface Inert {
  /** As `initialTransition`. */
  readonly initial: (input: unknown) => Step;
  /** As `transition`. */
  readonly take: (snapshot: AnyMachineSnapshot, event: AnyEvent) => Step;
}

export function inert(machine: AnyStateMachine): Inert {
  let scope: AnyActorScope | undefined;
  const within = (run: (scope: AnyActorScope) => AnyMachineSnapshot): Step => {
    scope ??= scopeFor(machine);
    const actions: unknown[] = [];
    scope.actionExecutor = (action) => void actions.push(action);
    return [run(scope), actions];
  };
  return {
    initial: (input) => within((scope) => machine.getInitialSnapshot(scope, input)),
    take: (snapshot, event) => within((scope) => machine.transition(snapshot, event, scope)),
  };
}

/** What `initialTransition` hands to a machine, which is not started for it. */
function scopeFor(machine: AnyStateMachine): AnyActorScope {
  let caught: AnyActorScope | undefined;
  const catching = Object.create(machine, {
    getInitialSnapshot: {
      value: (scope: AnyActorScope) => {
        caught = scope;
        return { status: 'active' };
      },
    },
  }) as AnyStateMachine;
  initialTransition(catching);
  // XState itself tells the system of each step, and nobody listens.
  const system = forbidden('system', { _sendInspectionEvent: () => {} });
  return { ...caught!, self: forbidden('self'), system } as AnyActorScope;
}
