/** Whether a run ends where a property is decided. */
import { alike } from '../data/values.js';
import { unfairIn } from '../liveness/fairness.js';
import type { Property } from '../system/property.js';
import type { Run, Taken } from './run.js';

/**
 * What the property says of the end, and what is so; undefined where it is decided there. Of `alwaysPossible`, that nothing leads on to
 * where it is true is not looked at.
 *
 * @param runs where the run came to, the start first.
 * @param taken the steps between.
 * @param loop the number of the step after which it goes round.
 */
export function ending(
  runs: readonly Run[],
  taken: readonly Taken[],
  property: Property<never>,
  loop: number | undefined,
): { readonly expected: string; readonly got: string } | undefined {
  const last = runs.at(-1)!;
  const before = runs.at(-2);
  const isTrue = (predicate: (state: never) => boolean, run: Run): boolean => predicate(run.view as never);
  const refuted = (what: string, stands: boolean): ReturnType<typeof ending> =>
    stands ? { expected: `to be refuted by ${what}`, got: 'that it is true of it' } : undefined;
  switch (property.kind) {
    case 'always':
      return refuted('the last state', isTrue(property.predicate, last));
    case 'sometimes':
      if (isTrue(property.predicate, last)) return undefined;
      return { expected: 'to be witnessed by the last state', got: 'that it is not true of it' };
    case 'step':
      if (before === undefined || !last.differsFrom(before))
        return { expected: 'to be refuted by the last step', got: 'no step that changes anything' };
      return refuted('the last step', property.predicate(before.view as never, last.reached as never));
    case 'refines': {
      const { image, initial, step } = property;
      if (before === undefined || !last.differsFrom(before))
        return refuted('the first state', initial(image(last.view as never) as never));
      const [from, to] = [image(before.view as never), image(last.reached as never)];
      return refuted('the last step', alike(from, to) || step(from as never, to as never));
    }
    case 'deadlock-free':
      // There it is the bounds that end the run.
      if (!last.isWithin)
        return { expected: "a last state within the system's bounds", got: 'one beyond them' };
      if (!last.isDead)
        return { expected: 'a last state that no step leaves', got: 'one that a step leaves' };
      return refuted('the last state', isTrue(property.predicate, last));
    case 'always-possible':
      return refuted('the last state', isTrue(property.predicate, last));
    case 'leads-to': {
      const { predicate, goal } = property;
      if (loop === undefined)
        return { expected: 'to be refuted by a run that never ends', got: 'one that ends' };
      const lastGoal = runs.findLastIndex((run) => isTrue(goal, run));
      const waits = (run: Run, at: number): boolean =>
        at > lastGoal && (predicate === undefined ? at === 0 : isTrue(predicate, run));
      if (lastGoal >= loop)
        return { expected: 'a loop that never comes to the goal', got: `the goal after step ${lastGoal}` };
      if (!runs.some(waits)) return refuted('the loop', true);
      const unfair = unfairIn(runs[0]!.tables, runs.slice(loop), taken.slice(loop), property.fairness);
      return unfair === undefined ? undefined : { expected: 'a fair loop', got: `one in which ${unfair}` };
    }
  }
}

/** The images of a run's states; of the last, as its step left it. */
export function imagesOf(runs: readonly Run[], image: (state: never) => unknown): readonly unknown[] {
  const last = runs.length - 1;
  return runs.map((run, at) => image((at > 0 && at === last ? run.reached : run.view) as never));
}
