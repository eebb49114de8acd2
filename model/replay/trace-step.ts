/** From a local step to a step of a trace. */
import type { ProcessTable } from '../local/processes.js';
import type { Entry } from '../local/step-table.js';
import type { Tables } from '../local/tables.js';
import type { ComposedStep } from '../participant/process.js';
import type { SentMessage, TraceStep } from '../trace/trace.js';

/**
 * Of a composed participant, what it takes of its own messages is told as what happens within the step.
 *
 * @param within what else happens within the step, after that.
 */
export function traceStepOf(
  { envelopes, emissions }: Tables,
  { id, process, states, inputs }: ProcessTable,
  [state, event, next, emission]: Entry,
  within: readonly TraceStep[],
): TraceStep {
  const { show, composed } = process;
  const taken = event < 0 ? inputs[~event]! : envelopes[event]!.event;
  const before = show(states[state]);
  const [first, ...own] = composed?.inside(states[state], taken) ?? [];
  if (first === undefined)
    return {
      participant: id,
      event: taken,
      before,
      after: show(states[next]),
      sent: emissions[emission]!.sent,
      within,
    };
  const told = ({ before, after, sent }: ComposedStep): Pick<TraceStep, 'before' | 'after' | 'sent'> => ({
    before: show(before),
    after: show(after),
    sent: sent as readonly SentMessage[],
  });
  const accepted = own.filter(({ isTaken }) => isTaken);
  return {
    participant: id,
    event: taken,
    ...told(first),
    before,
    within: [
      ...accepted.map((step) => ({ participant: id, event: step.event!, ...told(step), within: [] })),
      ...within,
    ],
  };
}
