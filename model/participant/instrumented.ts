/**
 * A copy of a machine whose guards and actions run under a monitor, and whose transitions say that they are taken.
 *
 * It takes the same steps: guards answer the same, and actions do the same, in the same order.
 */
import type { AnyStateMachine } from 'xstate';
import { and, assign, emit, enqueueActions, raise } from 'xstate';
import { actionOf, checkOf, nodesOf, transitionsOf, useOfAction, useOfGuard } from './anatomy.js';
import { type Args, type Code, Monitor, type Part } from './monitor.js';
import type { AnyEvent } from './process.js';
import { type Inert, inert } from './transition.js';

export interface Watched extends Inert {
  readonly machine: AnyStateMachine;
  readonly monitor: Monitor;
  /** The transition that an action in a step marks as taken, if it is such a mark and no more. */
  readonly transitionOf: (action: unknown) => string | undefined;
}

/** Microsteps of one step after which eventless transitions are taken to go round for ever. */
const MICROSTEPS_MAX = 1000;

const copies = new WeakMap<AnyStateMachine, Watched>();

/** The machine's copy: one for all participants that it has, so that a state of one may be a state of another. */
export function watched(machine: AnyStateMachine): Watched {
  const known = copies.get(machine) ?? copyOf(machine);
  copies.set(machine, known);
  return known;
}

function copyOf(original: AnyStateMachine): Watched {
  const monitor = new Monitor();
  const watch = new Watch(monitor);
  const { guards, actions } = original.implementations;
  const machine: AnyStateMachine = original.provide({
    guards: mapped(guards, (guard, name) => watch.guard(guard, name, `guard '${name}'`)),
    actions: mapped(actions, (action, name) => watch.action(action, name, `'${name}'`)),
  });
  const { maxIterations = MICROSTEPS_MAX } = machine.options;
  machine.options = { ...machine.options, maxIterations: Math.min(maxIterations, MICROSTEPS_MAX) };
  const marks = new Map<unknown, string>();
  for (const { id, definition } of transitionsOf(machine)) {
    const mark = (): void => {};
    marks.set(mark, id);
    if (definition.guard !== undefined)
      definition.guard = watch.guardOf(id, definition.guard) as typeof definition.guard;
    definition.actions = [mark, ...watch.actionsOf(id, definition.actions)];
  }
  for (const node of nodesOf(machine)) {
    node.entry = watch.actionsOf(`${node.id}, entry`, node.entry);
    node.exit = watch.actionsOf(`${node.id}, exit`, node.exit);
    node.initial.actions = watch.actionsOf(`${node.id}, initial`, node.initial.actions);
    node.output = watch.output(node.id, node.output);
  }
  return {
    machine,
    monitor,
    ...inert(machine),
    transitionOf: (action) => marks.get((action as { exec?: unknown }).exec),
  };
}

function mapped(all: object, map: (value: unknown, name: string) => unknown): Record<string, never> {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, map(value, name) as never]));
}

class Watch {
  constructor(readonly monitor: Monitor) {}

  /** A guard that runs under the monitor. Of a combination, the operands do; it tells what they come to. */
  guard(guard: unknown, name: string, says: string): Code {
    const { monitor } = this;
    const part: Part = { kind: 'guard', name, says };
    if (typeof guard === 'function' && checkOf(guard) === undefined)
      return (args, params) => monitor.call(part, guard as Code, args, params);
    const before = (): void => {
      monitor.running = part;
    };
    return asking(this.used(guard), before, (args, answer) => void monitor.onAnswer?.(part, args, answer));
  }

  /** A guard or an action as it is used somewhere: computed parameters run under the monitor, too, and so do those of operands. */
  used(use: unknown): unknown {
    const { type, params, guards } = use as {
      readonly type?: string;
      readonly params?: unknown;
      readonly guards?: readonly unknown[];
    };
    if (guards !== undefined)
      return Object.assign((): never => unreachable(), use, {
        guards: guards.map((each) => this.used(each)),
      });
    if (typeof params !== 'function') return use;
    const part: Part = { kind: 'params', name: type!, says: `the parameters of '${type}'` };
    // XState hands them context and event in one, and nothing else.
    return { type, params: (args: Args) => this.monitor.call(part, params as Code, args, undefined) };
  }

  /** The guard of a transition, as it stands there. */
  guardOf(transition: string, guard: unknown): Code {
    const { monitor } = this;
    const { name, inline } = useOfGuard(guard);
    const own = inline && typeof guard === 'function';
    return asking(own ? this.guard(guard, name, `the guard of '${transition}'`) : this.used(guard), () => {
      monitor.transition = transition;
    });
  }

  /** Actions as they stand somewhere: those without a name. Those with one are watched by it. */
  actionsOf<Action>(where: string, actions: readonly Action[]): Action[] {
    return actions.map((action) =>
      typeof action === 'function'
        ? (this.action(action, useOfAction(action).name, `of '${where}'`) as Action)
        : (this.used(action) as Action),
    );
  }

  /** What a node that is final, or the machine, comes to. */
  output<Output>(node: string, output: Output): Output {
    if (typeof output !== 'function') return output;
    const part: Part = { kind: 'output', name: '(output)', says: `the output of '${node}'` };
    return ((args: Args) => this.monitor.call(part, output as unknown as Code, args, undefined)) as Output;
  }

  /** An action that runs under the monitor. */
  action(action: unknown, name: string, says: string): unknown {
    const { kind, assignment, event, collect, id, delay } = actionOf(action);
    switch (kind) {
      case 'assign':
        return this.#assign(assignment!, { kind, name, says: `assign ${says}` });
      case 'emit':
        return emit(this.#giving(event, { kind, name, says: `emit ${says}` }));
      case 'raise':
        return raise(this.#giving(event, { kind, name, says: `raise ${says}` }), { id, delay } as object);
      case 'enqueue':
        return this.#enqueue(collect!, { kind, name, says: `action ${says}` }, says);
      case 'other':
        return action;
    }
  }

  #assign(assignment: object | Code, part: Part): unknown {
    const { monitor } = this;
    if (typeof assignment === 'function') return assign(this.#giving(assignment, part));
    const keys = Object.entries(assignment).map(([key, value]) => {
      const of: Part = { ...part, key, says: `${part.says}, key '${key}'` };
      return [key, of, typeof value === 'function' ? (value as Code) : () => value] as const;
    });
    return assign((args, params) => {
      monitor.act(part);
      const given = { ...args, spawn: refuseToSpawn };
      return Object.fromEntries(keys.map(([key, of, code]) => [key, monitor.call(of, code, given, params)]));
    });
  }

  /** What gives an event, or a change of context: a function, or the thing itself. */
  #giving(given: unknown, part: Part): (args: Args, params: unknown) => AnyEvent {
    const code: Code = typeof given === 'function' ? (given as Code) : () => given;
    return (args, params) => {
      this.monitor.act(part);
      const given = { ...args, spawn: refuseToSpawn };
      return this.monitor.call(part, code, given, params) as AnyEvent;
    };
  }

  #enqueue(collect: Code, part: Part, says: string): unknown {
    return enqueueActions((args, params) => {
      this.monitor.act(part);
      const enqueue = enqueuing(args.enqueue as unknown as Enqueue, (queued) =>
        typeof queued === 'function' ? this.action(queued, part.name, says) : this.used(queued),
      );
      this.monitor.call(part, collect, { ...args, enqueue } as unknown as Args, params);
    });
  }
}

function refuseToSpawn(): never {
  throw new Error('starts a child; participants are separate instances of a system');
}

/** XState's queue: a function that takes actions, and the makers of actions as functions that put them in at once. */
type Enqueue = ((action: unknown) => void) & Readonly<Record<string, (...args: never) => void>>;

/** The same queue, where what goes in goes through a function first. */
function enqueuing(enqueue: Enqueue, through: (action: unknown) => unknown): Enqueue {
  const makers = { assign, emit, raise } as unknown as Record<string, (...args: unknown[]) => unknown>;
  const put = (action: unknown): void => enqueue(through(action));
  return Object.assign(
    put,
    enqueue,
    Object.fromEntries(
      Object.entries(makers).map(([key, make]) => [key, (...args: unknown[]) => put(make(...args))]),
    ),
  ) as Enqueue;
}

/** A guard that asks another; XState evaluates a guard that has a `check` by calling that. */
function asking(
  guard: unknown,
  before: () => void,
  after: (args: Args, answer: boolean) => void = () => {},
): Code {
  const asked = and([guard as never]);
  const check = checkOf(asked) as (snapshot: unknown, args: Args, of: unknown) => boolean;
  return Object.assign((): never => unreachable(), {
    check: (snapshot: unknown, args: Args): boolean => {
      before();
      const answer = check(snapshot, args, asked);
      after(args, answer);
      return answer;
    },
  });
}

function unreachable(): never {
  throw new Error('a guard that asks another is never called itself');
}
