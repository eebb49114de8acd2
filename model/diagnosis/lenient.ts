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
  ) => readonly (Answer & NamedGuard)[] | undefined;
}

/**
 * The same system, but that an event which guards refuse is taken all the same where it takes no more for it than that the guards named
 * answer otherwise. What is not refused is as it was. Where nobody was to come there need be no handlers: an event without one is refused.
 */
export function lenient(system: AnySystem, guards: readonly NamedGuard[]): Lenient {
  const changes = new Map<string, readonly Answer[]>();
  const keyOf = (
    participant: string,
    role: string,
    { value, context }: LocalState,
    event: AnyEvent,
  ): string => canonicalKey([participant, role, value ?? null, context, event]);
  const roles = Object.entries(system.roles as Record<string, AnyRole>);
  const behaviour = (id: string, name: string, strict: Process): Process => {
    const named = new Set(guards.filter((one) => one.role === name).map(({ guard }) => guard));
    if (named.size === 0 || !isMachineProcess(strict)) return withoutMustHandle(strict);
    return withLeniency(strict, named, (state, event, answers) =>
      changes.set(keyOf(id, name, strict.show(state), event), answers),
    );
  };
  const lenientRoles = roles.map(([name, role]) => {
    const process = (id: string): Process => {
      const strict = role.process(id, name);
      const { composed } = strict;
      if (composed === undefined) return behaviour(id, name, strict);
      return withoutMustHandle(composed.withParts((part, partName) => behaviour(id, partName, part)));
    };
    return [name, { ...role, process }];
  });
  return {
    system: { ...system, roles: Object.fromEntries(lenientRoles) },
    changed: (participant, before, event) => {
      const [name, { parts }] = roles.find(([, { instances }]) => instances.includes(participant)) ?? [
        '',
        NOBODY,
      ];
      const locals =
        parts.length === 0
          ? [[name, before] as const]
          : parts.map((part) => [part, partOf(before, part)] as const);
      const answers = locals.flatMap(([role, local]) =>
        (changes.get(keyOf(participant, role, local, event)) ?? []).map((answer) => ({ ...answer, role })),
      );
      return answers.length === 0 ? undefined : answers;
    },
  };
}

/** What history variables and the network have. */
const NOBODY = { parts: [] };

/** What one part of a composed participant shows. */
function partOf({ value, context }: LocalState, part: string): LocalState {
  return { value: Object(value)[part], context: Object(context)[part] };
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
  if (process.composed !== undefined)
    return Object.entries(process.composed.parts).flatMap(([name, part]) =>
      refusing(part, Object(state)[name], event),
    );
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
