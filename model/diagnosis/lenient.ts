/** A system some of whose guards let through what they refuse: to see what would come of it. */

import { canonicalKey } from '../data/values.js';
import { isMachineProcess, type MachineProcess } from '../participant/machine.js';
import type { AnyEvent, LocalState, Process } from '../participant/process.js';
import type { AnyRole } from '../system/role.js';
import type { AnySystem } from '../system/system.js';

/** A guard, by its role and its name in the machine. */
export interface NamedGuard {
  readonly role: string;
  readonly guard: string;
}

/** What a guard answered when it was asked for a transition. */
export interface Answer {
  readonly guard: string;
  readonly transition: string;
}

/** A system with lenient guards, and what these let through. */
export interface Lenient {
  readonly system: AnySystem;
  /** The answers that were changed so that a participant took an event in a state; undefined where none was. */
  readonly changed: (
    participant: string,
    before: LocalState,
    event: AnyEvent,
  ) => readonly Answer[] | undefined;
}

/**
 * The same system, but that an event which guards refuse is taken all the same where it takes no more for it than that the guards named
 * answer otherwise. What is not refused is as it was. Where nobody was to come there need be no handlers: an event without one is refused.
 */
export function lenient(system: AnySystem, guards: readonly NamedGuard[]): Lenient {
  const changes = new Map<string, readonly Answer[]>();
  const keyOf = (participant: string, { value, context }: LocalState, event: AnyEvent): string =>
    canonicalKey([participant, value ?? null, context, event]);
  const roles = Object.entries(system.roles as Record<string, AnyRole>).map(([name, role]) => {
    const named = new Set(guards.filter((one) => one.role === name).map(({ guard }) => guard));
    const process = (id: string): Process => {
      const strict = role.process(id);
      if (named.size === 0 || !isMachineProcess(strict)) return withoutMustHandle(strict);
      return withLeniency(strict, named, (state, event, answers) =>
        changes.set(keyOf(id, strict.show(state), event), answers),
      );
    };
    return [name, { ...role, process }];
  });
  return {
    system: { ...system, roles: Object.fromEntries(roles) },
    changed: (participant, before, event) => changes.get(keyOf(participant, before, event)),
  };
}

function withoutMustHandle(process: Process): Process {
  return {
    ...process,
    step: (state, event) => {
      const taken = process.step(state, event);
      return taken === 'unhandled' ? 'guarded' : taken;
    },
  };
}

function withLeniency(
  process: MachineProcess,
  named: ReadonlySet<string>,
  onChange: (state: unknown, event: AnyEvent, answers: readonly Answer[]) => void,
): MachineProcess {
  return {
    ...process,
    step: (state, event) => {
      const taken = process.step(state, event);
      if (typeof taken !== 'string') return taken;
      if (taken === 'unhandled') return 'guarded';
      // Under a `not`, a guard lets through by saying no.
      for (const wanted of [true, false]) {
        const answers: Answer[] = [];
        const outcome = answering(
          process,
          (guard, transition, answer) => {
            if (!named.has(guard) || answer === wanted) return answer;
            if (!answers.some((one) => one.guard === guard && one.transition === transition))
              answers.push({ guard, transition });
            return wanted;
          },
          () => process.step(state, event),
        );
        if (typeof outcome === 'string') continue;
        onChange(state, event, answers);
        return outcome;
      }
      return taken;
    },
  };
}

/** The guards that say no to an event in a state where it is refused, each with the transition that it was asked for. */
export function refusing(process: Process, state: unknown, event: AnyEvent): readonly Answer[] {
  if (!isMachineProcess(process)) return [];
  const answers: Answer[] = [];
  answering(
    process,
    (guard, transition, answer) => {
      if (!answer && !answers.some((one) => one.guard === guard && one.transition === transition))
        answers.push({ guard, transition });
      return answer;
    },
    () => process.step(state, event),
  );
  return answers;
}

/** Runs with somebody who hears what guards answer, and answers for them. */
function answering<Value>(
  { monitor }: MachineProcess,
  answer: (guard: string, transition: string, answer: boolean) => boolean,
  run: () => Value,
): Value {
  const before = monitor.onAnswer;
  monitor.onAnswer = ({ kind, name }, args, given) => {
    const heard = before === undefined ? given : before({ kind, name, says: name }, args, given);
    return kind === 'guard' ? answer(name, monitor.transition ?? '', heard as boolean) : heard;
  };
  try {
    return run();
  } finally {
    monitor.onAnswer = before;
  }
}
