/**
 * Takes every local step once more after the search, in the opposite order and strictly, and compares it with what was
 * kept: the search took it once, and let the answer stand for every time.
 */

import { ModelError } from '../data/model-error.js';
import { alike, canonicalKey } from '../data/values.js';
import { isMachineProcess } from '../participant/machine.js';
import type { AnyEvent, Outcome, Process, Refusal } from '../participant/process.js';
import { withCare } from '../participant/sandbox.js';
import { RESTART } from '../system/faults.js';
import type { Tables } from './tables.js';

/** What came of a step. */
type Taken = Outcome<unknown, AnyEvent> | Refusal;

/**
 * Step by step, so that whoever asks can pause.
 *
 * @throws ModelError where a step does not come out as it did.
 */
export function* recheck(tables: Tables): Generator<void, void> {
  for (const table of [...tables.processes].reverse()) {
    const { process, states, steps } = table;
    /** Runs the participant's code, and says whose it was when it does not do what it did. */
    const told = <Value>(what: string, run: () => Value): Value => {
      try {
        return run();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new ModelError(
          `system ${tables.system.name}: ${table.id} (role ${table.role}), ${what}: ${reason}`,
          {
            cause: error,
          },
        );
      }
    };
    for (const [state, event, next, emission] of steps.reversed()) {
      const given = event < 0 ? table.inputs[~event]! : tables.envelopes[event]!.event;
      const before: Taken = next < 0 ? 'guarded' : [states[next], tables.emissions[emission]!.sent];
      const take = (): Taken => process.step(states[state], given);
      const from = given === RESTART ? undefined : states[state];
      told(`the event '${given.type}'`, () => compare(process, from, take, before));
      yield;
    }
    const start: Taken = [states[0], tables.starts[table.number]!];
    // Twice: who counts to two would begin the same again.
    for (const _ of [1, 2])
      told('its first state', () => compare(process, undefined, () => process.initial(), start));
    yield;
  }
}

/** @param where the local state that it is in; undefined at its start. */
function compare(process: Process, where: unknown, take: () => Taken, before: Taken): void {
  const now = careful(take);
  if (isSame(process, now, before)) return;
  const parts = partsThatRun(process, () => withCare('utmost', take));
  const at = isMachineProcess(process) ? `${process.at(where)}, ` : '';
  const ran = parts.length > 0 ? `; what ran: ${parts.join(', ')}` : '';
  throw new Error(
    `${at}the step came to ${told(process, before)} when it was taken first, and to ${told(process, now)} when it was ` +
      `taken again${ran}; expected functions of context and event alone, which neither count nor remember`,
  );
}

/** Whether a step came out the same. */
function isSame({ data }: Process, a: Taken, b: Taken): boolean {
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b;
  return alike(a[1], b[1]) && alike(data(a[0]), data(b[0]));
}

/** The guards and actions that run in a machine's step, as errors speak of them. */
function partsThatRun(process: Process, take: () => Taken): readonly string[] {
  const parts = new Set<string>();
  const monitor = isMachineProcess(process) ? process.monitor : undefined;
  if (monitor !== undefined)
    monitor.onAnswer = ({ says }, _, answer) => {
      parts.add(says);
      return answer;
    };
  try {
    take();
  } finally {
    if (monitor !== undefined) monitor.onAnswer = undefined;
  }
  return [...parts];
}

/** Takes a step strictly; where that goes wrong, with the utmost care, which tells more of what it was. */
function careful(take: () => Taken): Taken {
  try {
    return withCare('strict', take);
  } catch (error) {
    withCare('utmost', take);
    throw error;
  }
}

function told({ show }: Process, taken: Taken): string {
  if (typeof taken === 'string') return 'nothing';
  const { value, context } = show(taken[0]);
  return canonicalKey({ ...(value !== undefined && { value }), context, sent: taken[1] });
}
