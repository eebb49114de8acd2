/**
 * Mutants of a machine, made by rule: each guard always true and always false, each assignment and each message dropped,
 * each durable key forgotten. What no claim notices in one of them, no claim asks of the machine.
 */
import type { AnyStateMachine } from 'xstate';
import { assign, enqueueActions, StateMachine } from 'xstate';
import { omitted } from '../data/paths.js';
import { actionOf, anatomyOf } from '../participant/anatomy.js';
import type { Coverage } from './coverage.js';

/** A machine with one part changed. */
export interface Mutant<Machine extends AnyStateMachine = AnyStateMachine> {
  /** Stable, and fit to be read: `acceptor: guard isAbovePromise made true`. */
  readonly id: string;
  readonly change: Change;
  /** To be put in the place of the right one. */
  readonly machine: Machine;
  /**
   * In how many local steps of an exploration the changed part ran, and ran as changed; of a key made volatile, how many restarts
   * lost it. Where it is none, the exploration says nothing of the mutant.
   */
  readonly ran: (coverage: Coverage) => number;
}

/** What was changed. Plain data. */
export type Change =
  | { readonly kind: 'guard'; readonly name: string; readonly made: boolean }
  | { readonly kind: 'assign'; readonly name: string; readonly without?: string }
  | { readonly kind: 'emit' | 'raise' | 'enqueue'; readonly name: string }
  | { readonly kind: 'durable'; readonly key: string };

/**
 * All mutants of a machine, in the order of its configuration. What has no name has none (`unnamedParts`).
 *
 * @param durable the keys and paths of its context that survive a crash.
 *
 * @example
 * const [first] = mutantsOf(lamp);
 * first!.id; // → 'lamp: guard works made true'
 * (await explore(lampsOf(first!.machine), [], { maxStates: 100 })).complete; // → false
 */
export function mutantsOf<Machine extends AnyStateMachine>(
  machine: Machine,
  { durable = [] }: { readonly durable?: readonly string[] } = {},
): readonly Mutant<Machine>[] {
  const { guards, actions } = anatomyOf(machine);
  const changes: readonly Change[] = [
    ...guards.flatMap(({ name }) => [true, false].map((made): Change => ({ kind: 'guard', name, made }))),
    ...actions.flatMap(({ name, kind, keys = [] }): readonly Change[] => {
      if (kind === 'other') return [];
      if (kind !== 'assign') return [{ kind, name }];
      const partly = keys.length > 1 ? keys : [];
      return [{ kind, name }, ...partly.map((without) => ({ kind, name, without }) as const)];
    }),
    ...durable.map((key): Change => ({ kind: 'durable', key })),
  ];
  return changes.map((change) => ({
    id: `${machine.id}: ${inWords(change)}`,
    change,
    machine: changed(machine, change) as Machine,
    ran: (coverage) => timesRun(coverage, machine.id, change),
  }));
}

function inWords(change: Change): string {
  switch (change.kind) {
    case 'guard':
      return `guard ${change.name} made ${change.made}`;
    case 'durable':
      return `${change.key} made volatile`;
    case 'assign':
      if (change.without !== undefined) return `assign ${change.name} without ${change.without}`;
  }
  return `${change.kind} ${change.name} dropped`;
}

/** Does nothing, not even in appearance: an assign of nothing would look to XState like a change. */
const NOTHING = enqueueActions(() => {});

/** The machine with one part changed; started and stepped as the right one. */
export function changed(machine: AnyStateMachine, change: Change): AnyStateMachine {
  switch (change.kind) {
    case 'guard':
      return machine.provide({ guards: { [change.name]: () => change.made } });
    case 'durable':
      return forgetting(machine, change.key);
    case 'assign':
      if (change.without !== undefined) {
        const { assignment } = actionOf(machine.implementations.actions[change.name]);
        return machine.provide({ actions: { [change.name]: assign(omitted(assignment!, change.without)) } });
      }
  }
  return machine.provide({ actions: { [change.name]: NOTHING } });
}

/** The machine that restarts as if the key had not been among the durable ones. */
function forgetting(machine: AnyStateMachine, key: string): AnyStateMachine {
  const { context } = machine.config;
  if (typeof context !== 'function') return machine;
  const forgetful = (args: { readonly input?: { readonly durable?: object } }): object => {
    const { durable } = Object(args.input);
    const input = durable === undefined ? args.input : { ...args.input, durable: omitted(durable, key) };
    return context({ ...args, input } as never);
  };
  return new StateMachine({ ...machine.config, context: forgetful } as never, machine.implementations);
}

function timesRun({ roles }: Coverage, id: string, change: Change): number {
  const ofMachine = roles.filter(({ machine }) => machine === id);
  const counts = ofMachine.map(({ guards, actions, lost }): number => {
    if (change.kind === 'durable') return lost[change.key] ?? 0;
    if (change.kind !== 'guard') return actions.find(({ name }) => name === change.name)?.ran ?? 0;
    const asked = guards.filter(({ guard }) => guard === change.name);
    const answered = (made: boolean): number =>
      asked.reduce((sum, { yes, no }) => sum + (made ? yes : no), 0);
    return answered(!change.made) > 0 ? 0 : answered(change.made);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
