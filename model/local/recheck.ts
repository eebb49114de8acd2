/**
 * Takes every local step once more after the search, in the opposite order and strictly, and compares it with what was
 * kept: the search took it once, and let the answer stand for every time.
 */

import { ModelError } from '../data/model-error.js';
import { canonicalKey } from '../data/values.js';
import { isSame, type Taken, toBlame } from '../participant/blame.js';
import { isMachineProcess } from '../participant/machine.js';
import type { Process } from '../participant/process.js';
import { withCare } from '../participant/sandbox.js';
import { RESTART } from '../system/faults.js';
import type { Tables } from './tables.js';

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
  withCare('utmost', take);
  const part = isMachineProcess(process) ? toBlame(process, take, before) : undefined;
  const at = isMachineProcess(process) ? `${process.at(where)}, ` : '';
  throw new Error(
    `${at}${part ?? 'it'} is not what it was: the step came to ${told(process, before)} when it was taken first, and to ` +
      `${told(process, now)} when it was taken again; expected functions of context and event alone, which neither ` +
      'count nor remember',
  );
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
