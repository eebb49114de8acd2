/**
 * A mutant: the production roles with one rule broken. Each wraps the right function and changes what goes into it or
 * comes out, so that production keeps no door through which its rules could be changed.
 */
import type { Step } from '#src/paxos/effect.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import type { Kind } from '../compare.js';
import { production, type Roles } from '../tie.js';

export interface Mutant {
  /** Reads as the subject of a sentence. */
  readonly name: string;
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** The role that has it. */
  readonly breaks: keyof Roles;
  readonly roles: Roles;
  /** How it is told: by a difference of this kind, and by no other failure. Absent where it does no harm. */
  readonly told?: Kind;
  /** Why nobody can tell it from the right one. */
  readonly harmless?: string;
}

/** The functions of a role, by which mutants of the role are made. */
type StepOf<Role extends keyof Roles> = Roles[Role];

/** A mutant that a tie tells by a difference of that kind. */
export function mutantOf<Role extends keyof Roles>(
  breaks: Role,
  name: string,
  told: Kind,
  step: StepOf<Role>,
  row?: string,
): Mutant {
  return {
    name: `${article(breaks)} ${breaks} that ${name}`,
    ...(row !== undefined && { row }),
    breaks,
    told,
    roles: { ...production, [breaks]: step },
  };
}

/** A mutant that does no harm, and why. */
export function harmlessMutant<Role extends keyof Roles>(
  breaks: Role,
  name: string,
  harmless: string,
  step: StepOf<Role>,
): Mutant {
  const { told: _, ...mutant } = mutantOf(breaks, name, 'the state after', step);
  return { ...mutant, harmless };
}

/** Makes steps that come to what the right ones come to, and differ in effects where the right ones have any. */
export function doingAs<State, Input, Effect>(right: (state: State, input: Input) => Step<State, Effect>) {
  return (
    change: (effects: readonly Effect[], input: Input, after: State, before: State) => readonly Effect[],
  ) =>
    (state: State, input: Input): Step<State, Effect> => {
      const [after, effects] = right(state, input);
      return [after, effects.length === 0 ? effects : change(effects, input, after, state)];
    };
}

/** The right steps, but for messages that are refused for such a reason: nothing is said of these. */
export function dropping<State, Input, Effect>(
  right: (state: State, input: Input) => Step<State, Effect>,
  reason: RegExp,
) {
  return (state: State, input: Input): Step<State, Effect> =>
    unlessRefused(
      reason,
      () => right(state, input),
      () => [state, []],
    );
}

/** The step, or what comes in its place where it would refuse the message for such a reason. */
export function unlessRefused<Result>(reason: RegExp, step: () => Result, otherwise: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (error instanceof InvalidInput && reason.test(error.account.expected)) return otherwise();
    throw error;
  }
}

/** The step where it does not throw an error of that name, or what comes in its place. */
export function unlessThrown<Result>(name: string, step: () => Result, otherwise: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if ((error as Error).name === name) return otherwise();
    throw error;
  }
}

function article(role: string): string {
  return role === 'acceptor' ? 'an' : 'a';
}
