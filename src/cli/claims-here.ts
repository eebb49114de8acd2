/** Which claims a run by hand has broken or witnessed. */
import type { Position } from '#model/index.js';
import type { Instance } from '#spec/index.js';

export interface Shown {
  readonly claim: string;
  readonly is: 'broken' | 'witnessed';
}

/**
 * The claims that the states of a run decide: an `always` or a `step` that is false somewhere, a `sometimes` that is true somewhere. The
 * others speak of all runs, or of runs without end, and one run cannot decide them.
 */
export function claimsIn({ claims }: Instance, run: readonly Position[]): readonly Shown[] {
  const states = run.map(({ view }) => [view]);
  const steps = run.slice(1).map(({ reached }, at) => [run[at]!.view, reached]);
  return claims.flatMap(({ property }): readonly Shown[] => {
    const { kind, name: claim } = property;
    if (kind !== 'always' && kind !== 'sometimes' && kind !== 'step') return [];
    const predicate = property.predicate as (...states: readonly unknown[]) => boolean;
    const isWitness = kind === 'sometimes';
    const isDecided = (kind === 'step' ? steps : states).some((of) => predicate(...of) === isWitness);
    return isDecided ? [{ claim, is: isWitness ? 'witnessed' : 'broken' }] : [];
  });
}
