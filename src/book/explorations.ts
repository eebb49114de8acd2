/** Explores instances, each once, and compares what is found with what their chapters state. */
import type { Chapter, Instance } from '#spec/index.js';
import { exploreShown } from '#src/terminal/exploring.js';
import type { ProgressDisplay } from '#src/terminal/progress.js';
import type { Findings } from './kind.js';
import type { Problem } from './problem.js';

/** What was found, by instance. */
export type Explored = ReadonlyMap<Instance, Findings>;

/**
 * Explores the instances of the chapters that are wanted, in the order of the book.
 *
 * @throws Error where a system cannot be explored: which, and why.
 */
export async function exploreWanted(
  chapters: readonly Chapter[],
  wanted: ReadonlySet<Instance>,
  display: ProgressDisplay,
): Promise<Explored> {
  const explored = new Map<Instance, Findings>();
  for (const chapter of chapters)
    for (const instance of chapter.instances)
      if (wanted.has(instance)) {
        // Pairs and coverage lead to the tables of the search, which are large.
        const { pairs: _, coverage, ...findings } = await exploreShown({ chapter, instance }, {}, display);
        explored.set(instance, { ...findings, coverage: coverage() });
      }
  return explored;
}

/** The claims whose verdict is not the one stated; a book that prints it would contradict itself. */
export function notAsStated(chapters: readonly Chapter[], explored: Explored): readonly Problem[] {
  return chapters.flatMap(({ id, instances }) =>
    instances.flatMap((instance) =>
      instance.claims.flatMap(({ property, expected }, index) => {
        const verdict = explored.get(instance)?.results[index]?.verdict;
        if (verdict === undefined || verdict === expected) return [];
        const stated = expected === 'holds' ? 'hold' : 'fail';
        const message =
          `'${property.name}' is stated to ${stated} in '${instance.name}', and ${verdict}; ` +
          `'npx synod check ${id}' shows how`;
        return [{ file: `spec/${id}`, message }];
      }),
    ),
  );
}
