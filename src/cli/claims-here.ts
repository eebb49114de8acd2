/** Which claims a run by hand has broken or witnessed. */
import type { Position } from '#model/index.js';
import type { Instance } from '#spec/index.js';

export interface Shown {
  readonly claim: string;
  readonly is: 'broken' | 'witnessed';
}

type Predicate = (...states: readonly unknown[]) => boolean;

/**
 * The claims that the states of a run decide: an `always` or a `step` that is false somewhere, a `sometimes` that is true somewhere. The
 * others speak of all runs, or of runs without end, and one run cannot decide them.
 */
export function claimsIn({ claims }: Instance, run: readonly Position[]): readonly Shown[] {
  return claims.flatMap(({ property }): readonly Shown[] => {
    const { kind, name } = property;
    if (kind !== 'always' && kind !== 'sometimes' && kind !== 'step') return [];
    const predicate = property.predicate as Predicate;
    if (kind === 'always' && !run.every(({ view }) => predicate(view)))
      return [{ claim: name, is: 'broken' }];
    if (kind === 'sometimes' && run.some(({ view }) => predicate(view)))
      return [{ claim: name, is: 'witnessed' }];
    if (kind === 'step' && run.some(({ view }, at) => at > 0 && !predicate(run[at - 1]!.view, view)))
      return [{ claim: name, is: 'broken' }];
    return [];
  });
}
