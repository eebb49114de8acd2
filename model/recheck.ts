/**
 * Takes every local step once more after the search, in the opposite order and strictly, and compares it with what was
 * kept: the search took it once, and let the answer stand for every time.
 */
import { keyOfTaken, type Taken, toBlame } from './blame.js';
import { isMachineProcess } from './machine.js';
import type { AnyEvent } from './process.js';
import { strictly } from './purity.js';
import { ModelError, type ProcessTable, type Tables } from './table.js';
import { canonicalKey } from './values.js';

/**
 * Step by step, so that whoever asks can pause.
 *
 * @param name the system's.
 * @throws ModelError where a step does not come out as it did.
 */
export function* recheck(name: string, tables: Tables): Iterable<void> {
  const complain = ({ id, role }: ProcessTable, what: string, reason: string, cause?: unknown): ModelError =>
    new ModelError(`system ${name}: ${id} (role ${role}), ${what}: ${reason}`, { cause });
  for (const table of [...tables.processes].reverse()) {
    const { process, states, steps } = table;
    const compare = (what: string, where: unknown, take: () => Taken, before: Taken): void => {
      const now = retaken(take, (error) => complain(table, what, messageOf(error), error));
      if (keyOfTaken(process, now) === keyOfTaken(process, before)) return;
      throw complain(table, what, whatDiffers(table, where, take, before, now));
    };
    for (const [state, event, next, emission] of [...steps.list()].reverse()) {
      const taken = event < 0 ? table.inputs[~event]! : tables.envelopes[event]!.event;
      const before: Taken = next < 0 ? 'guarded' : [states[next], tables.emissions[emission]!.sent];
      compare(`the event '${taken.type}'`, states[state], () => process.step(states[state], taken), before);
      yield;
    }
    compare('its first state', undefined, process.initial, [states[0], sentAtFirst(table)]);
    yield;
  }
}

/** What it sends at its start is not kept by itself; but it must be the same twice. */
function sentAtFirst({ process }: ProcessTable): readonly AnyEvent[] {
  return process.initial()[1];
}

function retaken(take: () => Taken, complain: (error: unknown) => ModelError): Taken {
  try {
    return strictly(take);
  } catch (error) {
    throw complain(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function whatDiffers(
  { process }: ProcessTable,
  where: unknown,
  take: () => Taken,
  before: Taken,
  now: Taken,
): string {
  const tell = (taken: Taken): string => {
    if (typeof taken === 'string') return 'nothing';
    const { value, context } = process.show(taken[0]);
    return canonicalKey({ value, context, sent: taken[1] });
  };
  const part = isMachineProcess(process) ? `${process.at(where)}${partToBlame()}: ` : '';
  return (
    `${part}came to ${tell(before)} when it was asked first, and to ${tell(now)} when it was asked again; ` +
    'expected a function of context and event alone, which neither counts nor remembers'
  );

  function partToBlame(): string {
    const found = isMachineProcess(process) ? toBlame(process, take, before) : undefined;
    return found === undefined ? '' : `, ${found}`;
  }
}
