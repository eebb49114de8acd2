/**
 * The parts of a machine as plain data: its state nodes, transitions, guards and actions, and which of them have no name.
 *
 * What has a name can be overridden by it (`machine.provide`), counted and named in errors; what has none escapes all three.
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { and, not, or, stateIn } from 'xstate';
import type { AnyEvent } from './process.js';

/** A machine taken apart. Plain data. */
export interface Anatomy {
  readonly machine: string;
  readonly nodes: readonly NodePart[];
  readonly transitions: readonly TransitionPart[];
  /** The guards it has names for, as they are implemented. */
  readonly guards: readonly GuardPart[];
  /** The actions it has names for, as they are implemented. */
  readonly actions: readonly ActionPart[];
}

/** A guard or an action where it is used. */
export interface Use {
  /** Its name; of what has none, a description in brackets. */
  readonly name: string;
  /** It stands where it is used, without a name. */
  readonly inline: boolean;
}

export interface NodePart {
  readonly id: string;
  /** The keys that lead to it from the root, which has none. */
  readonly path: readonly string[];
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly entry: readonly Use[];
  readonly exit: readonly Use[];
  /** Actions of the way to its initial state. */
  readonly initial: readonly Use[];
}

export interface TransitionPart {
  /** Stable, unique in the machine and fit to be read: `proposer.preparing on promise`, `proposer.preparing always`. */
  readonly id: string;
  /** The id of the state node that has it. */
  readonly source: string;
  /** The type of event, or a pattern of types; '' where it is taken without one. */
  readonly event: string;
  /** The ids of the state nodes that it leads to; empty where it stays where it is. */
  readonly targets: readonly string[];
  readonly guard?: Use;
  /** The names of all guards that may be asked for it: its own first, then those that it is made of. */
  readonly asks: readonly string[];
  /** In order. */
  readonly actions: readonly Use[];
}

export interface GuardPart {
  readonly name: string;
  /** A function, or a combination of others. */
  readonly kind: 'function' | 'and' | 'or' | 'not' | 'in';
  readonly operands: readonly Use[];
}

export interface ActionPart {
  readonly name: string;
  /** `enqueue` is XState's enqueueActions; `other` is an effect, which the checker refuses. */
  readonly kind: 'assign' | 'emit' | 'raise' | 'enqueue' | 'other';
  /** The keys of context that an assign in object form writes. */
  readonly keys?: readonly string[];
}

/**
 * Takes a machine apart.
 *
 * @example
 * const { transitions } = anatomyOf(lamp);
 * transitions.map(({ id }) => id); // → ['lamp.off on press', 'lamp.on on press']
 * transitions[0]!.asks; // → ['works']
 */
export function anatomyOf(machine: AnyStateMachine): Anatomy {
  const { guards, actions } = machine.implementations;
  return {
    machine: machine.id,
    nodes: nodesOf(machine).map((node) => ({
      id: node.id,
      path: node.path,
      kind: node.type,
      entry: node.entry.map(useOfAction),
      exit: node.exit.map(useOfAction),
      initial: node.initial.actions.map(useOfAction),
    })),
    transitions: transitionsOf(machine).map(
      ({ id, definition: { source, eventType, target, guard, actions } }) => ({
        id,
        source: source.id,
        event: eventType,
        targets: (target ?? []).map((node) => node.id),
        ...(guard !== undefined && { guard: useOfGuard(guard) }),
        asks: guard === undefined ? [] : [...new Set(guardsAsked(machine, guard))],
        actions: actions.map(useOfAction),
      }),
    ),
    guards: Object.entries(guards).map(([name, guard]) => ({ name, ...combinationOf(guard) })),
    actions: Object.entries(actions).map(([name, action]) => {
      const { kind, assignment } = actionOf(action);
      return { name, kind, ...(typeof assignment === 'object' && { keys: Object.keys(assignment) }) };
    }),
  };
}

/**
 * What in a machine has no name of its own, each as a sentence: guards and actions that stand where they are used, outputs that are
 * computed, and assigns that are one function instead of a function for each key. A machine that has none can be mutated part by part;
 * what an `enqueueActions` does is one part.
 *
 * @example
 * unnamedParts(lamp); // → []
 */
export function unnamedParts(machine: AnyStateMachine): readonly string[] {
  const { nodes, transitions, guards, actions } = anatomyOf(machine);
  const inline = (where: string, what: string, uses: readonly Use[]): readonly string[] =>
    uses.filter((use) => use.inline).map(({ name }) => `${where}: the ${what} ${name} has no name`);
  return [
    ...nodes.flatMap(({ id, entry, exit, initial }) => [
      ...inline(id, 'entry action', entry),
      ...inline(id, 'exit action', exit),
      ...inline(id, 'initial action', initial),
    ]),
    ...transitions.flatMap(({ id, guard, actions }) => [
      ...inline(id, 'guard', guard ? [guard] : []),
      ...inline(id, 'action', actions),
    ]),
    ...nodesOf(machine)
      .filter(({ output }) => typeof output === 'function')
      .map(({ id }) => `${id}: the output has no name`),
    ...guards.flatMap(({ name, operands }) => inline(`${machine.id}, guard '${name}'`, 'operand', operands)),
    ...actions
      .filter(({ kind, keys }) => kind === 'assign' && keys === undefined)
      .map(({ name }) => `${machine.id}: the assign '${name}' is one function; expected an object of keys`),
  ];
}

/** All state nodes, in the order of the configuration. */
export function nodesOf(machine: AnyStateMachine): readonly AnyStateNode[] {
  const below = (node: AnyStateNode): readonly AnyStateNode[] => [
    node,
    ...Object.values(node.states).flatMap((child) => below(child as AnyStateNode)),
  ];
  return below(machine.root);
}

/** All transitions with their names, in the order of the configuration. */
export function transitionsOf(
  machine: AnyStateMachine,
): readonly { readonly id: string; readonly definition: AnyTransitionDefinition }[] {
  return nodesOf(machine).flatMap((node) => {
    const groups = [...node.transitions.values(), node.always ?? []];
    return groups.flatMap((group: readonly AnyTransitionDefinition[]) =>
      group.map((definition, index) => {
        const on = definition.eventType === '' ? 'always' : `on ${definition.eventType}`;
        const which = group.length > 1 ? ` (${index + 1})` : '';
        return { id: `${node.id} ${on}${which}`, definition };
      }),
    );
  });
}

/** What XState's makers of actions keep on the functions that they return, and its types do not tell. */
interface Made {
  readonly type?: string;
  readonly assignment?: object;
  readonly event?: unknown;
  readonly collect?: Collect;
  readonly id?: string;
  readonly delay?: unknown;
}

type Collect = (args: { readonly context: object; readonly event: AnyEvent }, params: unknown) => void;

const KINDS: Readonly<Record<string, ActionPart['kind']>> = {
  'xstate.assign': 'assign',
  'xstate.emit': 'emit',
  'xstate.raise': 'raise',
  'xstate.enqueueActions': 'enqueue',
};

/** What an implementation of an action is, and what it was made of. */
export function actionOf(implementation: unknown): Made & { readonly kind: ActionPart['kind'] } {
  const made = implementation as Made;
  const { assignment, event, collect, id, delay } = made;
  const kind = (made.type !== undefined && KINDS[made.type]) || 'other';
  return { kind, assignment, event, collect, id, delay } as Made & { kind: ActionPart['kind'] };
}

type AnyGuard = string | { readonly type: string } | ((...args: never) => boolean);

const COMBINATIONS: readonly (readonly [GuardPart['kind'], unknown])[] = [
  ['and', checkOf(and([]))],
  ['or', checkOf(or([]))],
  ['not', checkOf(not(() => true))],
  ['in', checkOf(stateIn({}))],
];

export function checkOf(guard: unknown): unknown {
  return (guard as { readonly check?: unknown }).check;
}

/** Whether a guard is a function, or a combination, and of what. */
export function combinationOf(guard: unknown): Omit<GuardPart, 'name'> {
  if (typeof guard !== 'function') return { kind: 'and', operands: [useOfGuard(guard)] };
  const [kind] = COMBINATIONS.find(([, check]) => check === checkOf(guard)) ?? (['function'] as const);
  const operands = (guard as { readonly guards?: readonly unknown[] }).guards ?? [];
  return { kind: checkOf(guard) === undefined ? 'function' : kind, operands: operands.map(useOfGuard) };
}

function guardsAsked(machine: AnyStateMachine, guard: unknown): readonly string[] {
  const { name, inline } = useOfGuard(guard);
  const implemented = inline ? guard : machine.implementations.guards[name];
  const operands = (implemented as { readonly guards?: readonly unknown[] } | undefined)?.guards ?? [];
  return [name, ...operands.flatMap((operand) => guardsAsked(machine, operand))];
}

/** What a guard is called where it is used. */
export function useOfGuard(guard: unknown): Use {
  if (typeof guard === 'string') return { name: guard, inline: false };
  if (typeof guard === 'object' && guard !== null)
    return parametrised(guard as { type: string; params?: unknown });
  const { kind, operands } = combinationOf(guard as AnyGuard);
  const of = kind === 'function' ? '' : ` of ${operands.map(({ name }) => name).join(', ')}`;
  return { name: `(${kind}${of})`, inline: true };
}

/** What an action is called where it is used. */
export function useOfAction(action: unknown): Use {
  if (typeof action === 'string') return { name: action, inline: false };
  if (typeof action === 'object' && action !== null)
    return parametrised(action as { type: string; params?: unknown });
  const { kind } = actionOf(action);
  return { name: `(${kind === 'other' ? 'function' : kind})`, inline: true };
}

/** Parameters that are computed are code without a name. */
function parametrised({ type, params }: { readonly type: string; readonly params?: unknown }): Use {
  return typeof params === 'function'
    ? { name: `(parameters of ${type})`, inline: true }
    : { name: type, inline: false };
}
