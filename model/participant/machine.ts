/**
 * From an XState machine to a process: states stepped with XState's pure `transition`, messages sent with `emit`.
 */
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { alike, canonicalKey, deepFreeze, thawed } from '../data/values.js';
import { anatomyOf, nodesOf, transitionsOf } from './anatomy.js';
import { watched } from './instrumented.js';
import type { Monitor } from './monitor.js';
import { type AnyEvent, type Outcome, type Process, type Refusal, sentBy } from './process.js';
import { Impurity, isStrict, purely, WRITES } from './sandbox.js';

/** A process that is a machine, and can be watched while it steps. */
export interface MachineProcess extends Process {
  readonly machine: AnyStateMachine;
  readonly monitor: Monitor;
  /** Where it is, as errors speak of it; without a state, at its start. */
  readonly at: (state?: unknown) => string;
  /** The process of another machine, started with the same input. */
  readonly with: (machine: AnyStateMachine) => MachineProcess;
}

/** By its shape: a user's copy of XState may be another than this one. */
export function isMachine(behaviour: object): behaviour is AnyStateMachine {
  return 'config' in behaviour && 'implementations' in behaviour && 'root' in behaviour;
}

export function isMachineProcess(process: Process): process is MachineProcess {
  return 'monitor' in process;
}

/** The process of one participant of a machine, started with an input. */
export function processOfMachine(machine: AnyStateMachine, input: unknown): MachineProcess {
  refuseTimeAndChildren(machine);
  const { machine: copy, monitor, initial, take, transitionOf } = watched(machine);
  const idOf = new Map(transitionsOf(copy).map(({ id, definition }) => [definition, id]));

  /** Runs the machine's code, and says where it was when something goes wrong. */
  const at = (state?: unknown): string =>
    `machine '${machine.id}', ${state === undefined ? 'at its start' : stateNodes(state)}`;

  const told = <Value>(state: unknown, run: () => Value): Value => {
    monitor.begin();
    try {
      return purely(run, () => monitor.running?.says);
    } catch (error) {
      throw new Error(`${at(state)}${whatWentWrong(error, monitor)}`, { cause: error });
    }
  };

  /** What became of a step, and the transitions that it took. */
  const outcomeOf = ([next, actions]: readonly [AnyMachineSnapshot, readonly AnyAction[]]) => {
    if (next.status === 'error') throw new Error(`it ended in an error: ${next.error}`);
    if (!isStrict()) {
      deepFreeze(next.context, 'context');
      deepFreeze(next.output, 'output');
    }
    const taken: string[] = [];
    const sent: AnyEvent[] = [];
    for (const action of actions) {
      const marked = transitionOf(action);
      if (marked !== undefined) taken.push(marked);
      else if (!isRaised(action)) sent.push(emittedBy(action));
    }
    monitor.onTransitions?.(taken);
    return { taken, outcome: [next, sentBy(sent)] as Outcome<unknown, AnyEvent> };
  };

  /** A snapshot carries its machine: one that comes from elsewhere is made this machine's own. */
  const own = (snapshot: AnyMachineSnapshot): AnyMachineSnapshot => {
    if (snapshot.machine === copy && 'can' in snapshot) return snapshot;
    const { value, context, status, output, historyValue = {} } = snapshot;
    const remembered = Object.entries(historyValue).map(([key, nodes]) => [
      key,
      nodes.map(({ id }) => copy.getStateNodeById(id)),
    ]);
    const history = Object.fromEntries(remembered);
    return copy.resolveState({ value, context, status, output, historyValue: history } as never);
  };

  const step = (snapshot: AnyMachineSnapshot, event: AnyEvent): Outcome<unknown, AnyEvent> | Refusal => {
    if (snapshot.status !== 'active') return 'unhandled';
    const enabled = copy.getTransitionData(snapshot, event);
    if (enabled.length === 0) return haveHandler(snapshot._nodes, event.type) ? 'guarded' : 'unhandled';
    const { taken, outcome } = outcomeOf(take(snapshot, event) as never);
    if (!enabled.some((definition) => taken.includes(idOf.get(definition)!))) {
      const id = idOf.get(enabled[0]!)!;
      const { asks } = anatomyOf(machine).transitions.find((each) => each.id === id)!;
      monitor.running = undefined;
      throw new Error(
        `guard ${asks.map((name) => `'${name}'`).join(' or ')} of '${id}' let the event pass and then, asked again, did not; expected a function of context ` +
          'and event alone, which neither counts nor remembers',
      );
    }
    return outcome;
  };

  return {
    machine,
    monitor,
    at,
    with: (other) => processOfMachine(other, input),
    initial: (durable) =>
      told(undefined, () => {
        const given = durable === undefined ? input : { ...Object(input), durable };
        return outcomeOf(initial(given) as never).outcome;
      }),
    step: (state, event) =>
      told(state, () => {
        const snapshot = own(state as AnyMachineSnapshot);
        if (!isStrict()) return step(snapshot, event);
        const [context, given] = thawed([snapshot.context, event] as const);
        const outcome = step({ ...snapshot, context } as AnyMachineSnapshot, given);
        if (!alike(context, snapshot.context) || !alike(given, event)) throw new Error(`it ${WRITES}`);
        return outcome;
      }),
    handles: (type) => haveHandler(nodesOf(machine), type),
    awaits: (state) => {
      const { _nodes: nodes, status } = state as AnyMachineSnapshot;
      if (status !== 'active') return [];
      return [...new Set(nodes.flatMap(({ transitions }) => [...transitions.keys()]))];
    },
    data: (state) => {
      const { value, status, context, output, historyValue } = state as AnyMachineSnapshot;
      const history = Object.entries(historyValue ?? {}).map(([key, nodes]) => [
        key,
        nodes.map(({ id }) => id).sort(),
      ]);
      return [value, status, context, output, Object.fromEntries(history)];
    },
    show: (state) => {
      const { value, context } = state as AnyMachineSnapshot;
      return { value, context };
    },
    withContext: (state, context) =>
      own({
        ...(state as AnyMachineSnapshot),
        context: deepFreeze(context, 'context'),
      } as AnyMachineSnapshot),
  };
}

interface AnyAction {
  readonly type: string;
  readonly params?: { readonly event?: AnyEvent; readonly delay?: number };
  /** Absent where an action is named and not implemented. */
  readonly exec?: unknown;
}

/** Raised without delay: taken by the machine itself, within the step. */
function isRaised({ type, params }: AnyAction): boolean {
  return type === 'xstate.raise' && params?.delay === undefined;
}

function emittedBy({ type, params, exec }: AnyAction): AnyEvent {
  if (type === 'xstate.emit' && params?.event) return params.event;
  if (exec === undefined) throw new Error(`it takes the action '${type}', which has no implementation`);
  throw new Error(
    `it takes the action '${type}', which is an effect; ` +
      'expected only assign, raise without delay, and emit: a participant acts on others by the messages it sends',
  );
}

/** Whether any of a machine's nodes has a transition for the event, whatever its guard answers. */
function haveHandler(nodes: readonly Pick<AnyStateNode, 'transitions'>[], type: string): boolean {
  return nodes.some(({ transitions }) => [...transitions.keys()].some((pattern) => matches(type, pattern)));
}

/** `a.*` stands for `a` and all that begins with `a.`; `*` for everything. */
function matches(type: string, pattern: string): boolean {
  return (
    pattern === type ||
    pattern === '*' ||
    (pattern.endsWith('.*') && `${type}.`.startsWith(pattern.slice(0, -1)))
  );
}

/** The ids of the innermost state nodes that a machine is in. */
function stateNodes(state: unknown): string {
  const { _nodes: nodes = [], value } = state as AnyMachineSnapshot;
  const innermost = nodes.filter(({ type }) => type === 'atomic' || type === 'final');
  const ids = innermost.map(({ id }) => `'${id}'`);
  return `state ${ids.length > 0 ? ids.join(', ') : canonicalKey(value)}`;
}

/** Which part it was, if one is known, and what it did. */
function whatWentWrong(thrown: unknown, { running, failure }: Monitor): string {
  const error = thrown instanceof Impurity ? thrown : (failure?.error ?? thrown);
  const part = thrown instanceof Impurity ? thrown.part : running?.says;
  const reason = error instanceof Error ? error.message : String(error);
  const frozen = error instanceof TypeError && /read only|not extensible|delete property/.test(reason);
  return `${part === undefined ? '' : `, ${part}`}: ${reason}${frozen ? `; it ${WRITES}` : ''}`;
}

/** Time and children are not steps of a participant: a timeout is an input, another participant is another instance. */
function refuseTimeAndChildren(machine: AnyStateMachine): void {
  for (const node of nodesOf(machine)) {
    if (node.after.length > 0)
      throw new Error(
        `machine '${machine.id}', state '${node.id}': 'after' is not supported; make the timeout an event and ` +
          "list it under the role's 'inputs', so that every moment at which it may fire is explored",
      );
    if (node.invoke.length > 0)
      throw new Error(
        `machine '${machine.id}', state '${node.id}': 'invoke' is not supported; make what is invoked a role of the system`,
      );
  }
}
