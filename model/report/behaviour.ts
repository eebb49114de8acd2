/** What one state of an XState machine does, in words: the labels of its statechart. */
import type { AnyStateMachine } from 'xstate';
import { formatValue } from './words.js';

// The machine's own nodes; XState has no name for the type of any machine's.
export type StateNode = AnyStateMachine['root'];

/** What brings something about, `event [guard]`, and what is done then. */
export interface Label {
  readonly cause: string;
  readonly actions: readonly string[];
}

/** A transition to a state. */
export interface Leading {
  readonly target: StateNode;
  readonly label: Label;
}

export interface Behaviour {
  /** What it does without leaving: on entry, on exit, and transitions without a target. */
  readonly within: readonly Label[];
  /** One for each target of each transition, in the order of the machine; those that need no event come last. */
  readonly leaving: readonly Leading[];
  /** Where it begins. */
  readonly initial: readonly Leading[];
}

/**
 * What a state does by itself, not what the states inside it do.
 *
 * @param mark what is put before the label of a transition, by its definition.
 */
export function behaviourOf(node: StateNode, mark: (definition: unknown) => string = () => ''): Behaviour {
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  const labelled = transitions.map((definition) => {
    const { eventType, guard, actions, target } = definition;
    const words = [mark(definition), cause(eventType, guard)].filter((part) => part !== '');
    return { label: { cause: words.join(' '), actions: actions.map(actionName) }, targets: target ?? [] };
  });
  return {
    within: [
      ...phase('entry', node.entry),
      ...phase('exit', node.exit),
      ...labelled.filter(({ targets }) => targets.length === 0).map(({ label }) => label),
    ],
    leaving: labelled.flatMap(({ label, targets }) => targets.map((target) => ({ target, label }))),
    initial: (node.initial?.target ?? []).map((target) => ({
      target,
      label: { cause: '', actions: node.initial.actions.map(actionName) },
    })),
  };
}

function phase(cause: string, actions: readonly unknown[]): Label[] {
  const names = actions.filter((action) => !isTimer(action)).map(actionName);
  return names.length === 0 ? [] : [{ cause, actions: names }];
}

/** XState keeps the time of an `after` by actions of its own. */
function isTimer(action: unknown): boolean {
  const { id, sendId } = action as { readonly id?: unknown; readonly sendId?: unknown };
  return [id, sendId].some((name) => String(name).startsWith('xstate.after.'));
}

function cause(eventType: string, guard: unknown): string {
  const condition = guard === undefined ? '' : `[${guardName(guard)}]`;
  return [eventName(eventType), condition].filter((part) => part !== '').join(' ');
}

function eventName(type: string): string {
  if (type === '*') return 'any other event';
  const [, internal, delay] = /^xstate\.(done|error|after)\.(?:(\S+?)\.)?/.exec(type) ?? [];
  return internal === 'after' ? `after ${delay}` : (internal ?? type);
}

/** A guard's name; `a and (b or not c)` where it is put together. */
function guardName(guard: unknown, within = false): string {
  const { type, params, name, check, guards } = guard as Named & { check?: unknown; guards?: unknown[] };
  if (typeof guard === 'string') return guard;
  if (check === undefined || guards === undefined) return named({ type, params, name }, 'a condition');
  const parts = guards.map((part) => guardName(part, true));
  if (name === 'not') return `not ${parts[0]}`;
  const joined = parts.join(` ${name} `);
  return within && parts.length > 1 ? `(${joined})` : joined;
}

function actionName(action: unknown): string {
  if (typeof action === 'string') return action;
  const { type, params, name } = action as Named;
  return named({ type: type?.replace(/^xstate\./, ''), params, name }, 'an action');
}

interface Named {
  readonly type?: string | undefined;
  readonly params?: unknown;
  readonly name?: string | undefined;
}

/** A function written in place has no name but that of the key it stands under. */
function named({ type, params, name }: Named, otherwise: string): string {
  const word = type ?? (name && name !== 'guard' && name !== 'actions' ? name : otherwise);
  return params === undefined || typeof params === 'function'
    ? word
    : `${word} ${formatValue(params, () => undefined)}`;
}
