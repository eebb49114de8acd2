/** Claims that may hold for the wrong reason: parts of the machines that no run made use of. */
import type { Coverage, RoleCoverage } from './coverage.js';

/** A part that was not made use of. */
export interface Gap {
  /** The role; absent of a property. */
  readonly role?: string;
  readonly part: 'transition' | 'guard' | 'action' | 'event' | 'message' | 'property';
  /** The transition's id, the guard's or action's name, the type of event or message, the property's name. */
  readonly name: string;
  readonly is:
    | 'never taken'
    | 'never asked'
    | 'always true'
    | 'always false'
    | 'never run'
    | 'never received'
    | 'never witnessed';
}

/**
 * What no run made use of. What is said in these does not hold of anything that happened.
 *
 * A guard's answers for all transitions count together: one that is always true forbids nothing.
 *
 * @example
 * const { coverage } = await explore(lamps, [sometimes('it is broken', () => false)]);
 * gapsIn(coverage()).map(({ name, is }) => [name, is]); // → [['it is broken', 'never witnessed']]
 */
export function gapsIn({ roles, unwitnessed }: Coverage): readonly Gap[] {
  const received = new Set(
    roles.flatMap(({ taken }) => Object.keys(taken).filter((type) => taken[type]! > 0)),
  );
  return [
    ...roles.flatMap((role) => gapsOfRole(role, received)),
    ...unwitnessed.map((name): Gap => ({ part: 'property', name, is: 'never witnessed' })),
  ];
}

function gapsOfRole(coverage: RoleCoverage, received: ReadonlySet<string>): readonly Gap[] {
  const { role, transitions, guards, actions, taken, sent } = coverage;
  const names = [...new Set(guards.map(({ guard }) => guard))];
  return [
    ...transitions
      .filter((transition) => transition.taken === 0)
      .map(({ id }): Gap => ({ role, part: 'transition', name: id, is: 'never taken' })),
    ...names.flatMap((name): readonly Gap[] => {
      const is = answersOf(guards.filter(({ guard }) => guard === name));
      return is === undefined ? [] : [{ role, part: 'guard', name, is }];
    }),
    ...actions
      .filter(({ ran }) => ran === 0)
      .map(({ name }): Gap => ({ role, part: 'action', name, is: 'never run' })),
    ...Object.keys(taken)
      .filter((type) => taken[type] === 0)
      .map((name): Gap => ({ role, part: 'event', name, is: 'never taken' })),
    ...Object.keys(sent)
      .filter((type) => !received.has(type))
      .map((name): Gap => ({ role, part: 'message', name, is: 'never received' })),
  ];
}

function answersOf(rows: readonly { readonly yes: number; readonly no: number }[]): Gap['is'] | undefined {
  const [yes, no] = [rows.some((row) => row.yes > 0), rows.some((row) => row.no > 0)];
  if (yes) return no ? undefined : 'always true';
  return no ? 'always false' : 'never asked';
}
