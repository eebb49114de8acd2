/** One step of a machine that depends on nothing but its own state: what a refinement asks of the level above. */
import { type AnyStateMachine, type ContextFrom, type EventFromLogic, transition } from 'xstate';

/** What the machine's context becomes by an event; `undefined` where the machine does not accept it. */
export function successor<Machine extends AnyStateMachine>(
  machine: Machine,
  context: ContextFrom<Machine>,
  event: EventFromLogic<Machine>,
): ContextFrom<Machine> | undefined {
  const snapshot = machine.resolveState({ value: {}, context });
  if (!snapshot.can(event)) return undefined;
  const [after] = transition(machine, snapshot as never, event);
  return (after as { readonly context: ContextFrom<Machine> }).context;
}
