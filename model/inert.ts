/**
 * XState's `transition`, which makes an actor for every step and throws it away, with one actor for all steps of a machine: that takes half
 * the time.
 *
 * What XState hands to the machine in its own `transition` is caught once, and handed to it again in every step.
 */
import { type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, transition } from 'xstate';
import type { AnyEvent } from './process.js';

/** A step: the next snapshot, and the actions to be executed, in order. */
export type Transition = (
  snapshot: AnyMachineSnapshot,
  event: AnyEvent,
) => readonly [next: AnyMachineSnapshot, actions: readonly unknown[]];

/** The machine's pure transition function. */
export function inertly(machine: AnyStateMachine): Transition {
  let scope: AnyActorScope | undefined;
  return (snapshot, event) => {
    scope ??= scopeFor(machine, snapshot, event);
    const actions: unknown[] = [];
    scope.actionExecutor = (action) => void actions.push(action);
    return [machine.transition(snapshot, event, scope), actions];
  };
}

/** What `transition` hands to a machine. Guards and actions see it too, and are not to leave anything there. */
function scopeFor(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: AnyEvent): AnyActorScope {
  let caught: AnyActorScope | undefined;
  const catching = Object.create(machine, {
    transition: {
      value: (given: AnyMachineSnapshot, _: AnyEvent, scope: AnyActorScope) => {
        caught = scope;
        return given;
      },
    },
  }) as AnyStateMachine;
  transition(catching, snapshot as never, event);
  const { self, system } = caught!;
  Object.freeze(self);
  Object.freeze(system);
  return { ...caught!, self, system };
}
