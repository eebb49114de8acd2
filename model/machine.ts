/**
 * From an XState machine to a process: states stepped with XState's pure `transition`, messages sent with `emit`.
 */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { initialTransition, StateMachine, transition } from 'xstate';
import type { AnyEvent, Outcome, Process } from './process.js';
import { canonicalKey, deepFreeze } from './values.js';

export function isMachine(behaviour: object): behaviour is AnyStateMachine {
  return behaviour instanceof StateMachine;
}

/** The process of one participant of a machine, started with an input. */
export function processOfMachine(machine: AnyStateMachine, input: unknown, id: string): Process {
  refuseWhatIsNotPure(machine);
  const outcome = ([snapshot, actions]: readonly [unknown, readonly unknown[]]): Outcome<
    unknown,
    AnyEvent
  > => {
    const next = snapshot as AnyMachineSnapshot;
    if (next.status === 'error')
      throw new Error(`machine '${machine.id}' (${id}) ended in an error: ${next.error}`);
    if (Object.keys(next.children).length > 0)
      throw new Error(
        `machine '${machine.id}' (${id}) started a child; participants are separate instances of a system`,
      );
    deepFreeze(next.context);
    return [next, actions.map((action) => emittedBy(action as AnyAction, machine))];
  };
  return {
    initial: (durable) =>
      outcome(initialTransition(machine, durable === undefined ? input : { ...Object(input), durable })),
    step: (state, event) => {
      const snapshot = state as AnyMachineSnapshot;
      if (machine.getTransitionData(snapshot, event).length === 0)
        return hasHandler(snapshot, event.type) ? 'guarded' : 'unhandled';
      return outcome(transition(machine, snapshot, event));
    },
    key: (state) => {
      const { value, status, context, output, historyValue } = state as AnyMachineSnapshot;
      const history = Object.entries(historyValue ?? {}).map(([key, nodes]) => [key, nodes.map((n) => n.id)]);
      return canonicalKey([value, status, context, output, history]);
    },
    show: (state) => {
      const { value, context } = state as AnyMachineSnapshot;
      return { value, context };
    },
  };
}

interface AnyAction {
  readonly type: string;
  readonly params?: { readonly event?: AnyEvent; readonly delay?: number };
}

function emittedBy(action: AnyAction, machine: AnyStateMachine): AnyEvent {
  if (action.type === 'xstate.emit' && action.params?.event) return action.params.event;
  throw new Error(
    `machine '${machine.id}' takes the action '${action.type}', which is an effect; ` +
      'expected only assign, raise without delay, and emit: a participant acts on others by the messages it sends',
  );
}

function hasHandler(snapshot: AnyMachineSnapshot, type: string): boolean {
  // biome-ignore lint/suspicious/noExplicitAny: the configuration's nodes are XState's own
  return snapshot._nodes.some((node: any) => node.ownEvents.includes(type) || node.ownEvents.includes('*'));
}

/** Time and children are not steps of a participant: a timeout is an input, another participant is another instance. */
function refuseWhatIsNotPure(machine: AnyStateMachine): void {
  const visit = (node: AnyStateMachine['root']): void => {
    if (node.after.length > 0)
      throw new Error(
        `machine '${machine.id}', state '${node.id}': 'after' is not supported; make the timeout an event and ` +
          "list it under the role's 'inputs', so that every moment at which it may fire is explored",
      );
    if (node.invoke.length > 0)
      throw new Error(
        `machine '${machine.id}', state '${node.id}': 'invoke' is not supported; make what is invoked a role of the system`,
      );
    for (const child of Object.values(node.states)) visit(child as AnyStateMachine['root']);
  };
  visit(machine.root);
}
