/** What of a machine an exploration never came to, for its statechart: transitions, and the states to which none of those taken leads. */
import type { AnyStateMachine } from 'xstate';
import type { RoleCoverage } from '../coverage/coverage.js';
import { anatomyOf, nodesOf, transitionsOf } from '../participant/anatomy.js';
import type { StateNode } from './behaviour.js';

export interface Untaken {
  /** What is put before a transition's label; empty where it was taken. */
  readonly mark: (definition: unknown) => string;
  /** Whether the machine was ever in a state. */
  readonly wasEntered: (node: StateNode) => boolean;
}

/** A transition that was not taken; and one that was not, though it was asked for, because its guard never let it through. */
const NEVER = '(never)';
const REFUSED = '(never, always refused)';

/**
 * @throws Error where the coverage is that of another machine.
 */
export function untakenOf(machine: AnyStateMachine, coverage: RoleCoverage): Untaken {
  const taken = new Map(coverage.transitions.map((one) => [one.id, one.taken]));
  const guardOf = new Map(anatomyOf(machine).transitions.map(({ id, guard }) => [id, guard?.name]));
  const marks = new Map<unknown, string>();
  const entered = new Set<StateNode>();
  enterInitially(machine.root, entered);
  for (const { id, definition } of transitionsOf(machine)) {
    const times = taken.get(id);
    if (times === undefined)
      throw new Error(
        `expected the coverage of machine '${machine.id}', with the transition '${id}'; got that of ` +
          `'${coverage.machine ?? coverage.role}', which has none of that name`,
      );
    marks.set(definition, times > 0 ? '' : isRefused(coverage, id, guardOf.get(id)) ? REFUSED : NEVER);
    if (times > 0) for (const target of definition.target ?? []) enter(target as StateNode, entered);
  }
  const known = new Set<StateNode>(nodesOf(machine));
  return {
    mark: (definition) => marks.get(definition) ?? '',
    wasEntered: (node) => !known.has(node) || entered.has(node),
  };
}

function isRefused({ guards }: RoleCoverage, id: string, name: string | undefined): boolean {
  const asked = guards.filter(({ guard, transition }) => transition === id && guard === name);
  return asked.some(({ no }) => no > 0) && asked.every(({ yes }) => yes === 0);
}

/** A state is entered with all that it is in, and with where it begins. */
function enter(node: StateNode, entered: Set<StateNode>): void {
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    entered.add(outer);
    if (outer.type === 'parallel')
      for (const region of Object.values(outer.states) as StateNode[])
        if (!entered.has(region) && !isWithin(node, region)) enterInitially(region, entered);
  }
  enterInitially(node, entered);
}

function enterInitially(node: StateNode, entered: Set<StateNode>): void {
  entered.add(node);
  const next: readonly StateNode[] =
    node.type === 'parallel'
      ? (Object.values(node.states) as StateNode[])
      : ((node.initial?.target ?? []) as readonly StateNode[]);
  for (const inner of next) enterInitially(inner, entered);
}

function isWithin(node: StateNode, outer: StateNode): boolean {
  for (let at: StateNode | undefined = node; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}
