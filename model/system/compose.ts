/** Several behaviours of one participant. */
import type { AnyStateMachine, EmittedFrom, EventFromLogic, InputFrom, SnapshotFrom } from 'xstate';
import { type Check, isObject, recordOf, that } from '../data/expect.js';
import { ModelError } from '../data/model-error.js';
import { isMachine } from '../participant/machine.js';
import type { StepFunction } from '../participant/process.js';

// biome-ignore lint/suspicious/noExplicitAny: the bound of a type parameter, where any is what lets every step function in
export type AnyBehaviour = AnyStateMachine | StepFunction<any, any, any, any>;

/** A machine or a step function. */
export const aBehaviour: Check = that(
  "a machine, or an object with the functions 'initial' and 'step'",
  (value) =>
    isObject(value) &&
    (isMachine(value) || (typeof value.initial === 'function' && typeof value.step === 'function')),
);

type MadeOf<Behaviour> =
  Behaviour extends StepFunction<infer State, infer Event, infer Emitted, infer Input>
    ? { state: State; event: Event; emitted: Emitted; input: Input }
    : never;

export type ValueOf<Behaviour> = Behaviour extends AnyStateMachine
  ? SnapshotFrom<Behaviour>['value']
  : undefined;
export type ContextOf<Behaviour> = Behaviour extends AnyStateMachine
  ? SnapshotFrom<Behaviour>['context']
  : MadeOf<Behaviour>['state'];
export type EventOf<Behaviour> = Behaviour extends AnyStateMachine
  ? EventFromLogic<Behaviour>
  : MadeOf<Behaviour>['event'];
export type EmittedBy<Behaviour> = Behaviour extends AnyStateMachine
  ? EmittedFrom<Behaviour>
  : MadeOf<Behaviour>['emitted'];
export type InputOf<Behaviour> = Behaviour extends AnyStateMachine
  ? InputFrom<Behaviour>
  : MadeOf<Behaviour>['input'];

/** What participants are that play several roles. Made by {@link compose}. */
export class Composition<Parts extends Readonly<Record<string, AnyBehaviour>>> {
  constructor(readonly parts: Parts) {}
}

/**
 * Makes one participant of several machines and step functions, as they stand. A part's name is an address, as a role's is: everybody who has
 * such a part. An event goes to every part that handles its type; a step function is taken to handle all. A message whose receivers
 * include its sender is taken by the sender within the same step, first in, first out, and cannot be lost. A crash takes all parts.
 *
 * @example
 * const pair = system({
 *   name: 'two lamps at one switch',
 *   network: 'unordered',
 *   roles: { pair: role(compose({ left: lamp, right: lamp }), { instances: ['p'], inputs: [{ type: 'press' }] }) },
 * });
 * (await explore(pair, [])).states; // → 5
 */
export function compose<Parts extends Readonly<Record<string, AnyBehaviour>>>(
  parts: Parts,
): Composition<Parts> {
  recordOf(aBehaviour)(parts, 'a composition');
  if (Object.keys(parts).length === 0)
    throw new ModelError(
      'a composition has no parts; expected an object with a machine or step function for each',
    );
  return new Composition(parts);
}
