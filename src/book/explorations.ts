/** Explores instances, each once, and compares what is found with what their chapters state. */
import type { AnyEvent, Exploration, Received } from '#model/index.js';
import type { Chapter, Instance } from '#spec/index.js';
import { exploreShown } from '#src/terminal/exploring.js';
import type { ProgressDisplay } from '#src/terminal/progress.js';
import type { Findings, Reception } from './kind.js';
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
        const { pairs, coverage, ...findings } = await exploreShown({ chapter, instance }, {}, display);
        explored.set(instance, { ...findings, coverage: coverage(), received: receptionsIn(pairs()) });
      }
  return explored;
}

function receptionsIn(pairs: ReturnType<Exploration['pairs']>): readonly Reception[] {
  const received = new Map<string, Reception>();
  for (const { id, event, after } of pairs) {
    const { type, from } = event as Received<AnyEvent>;
    if (from !== undefined && after !== undefined)
      received.set(`${from} ${id} ${type}`, { type, from, to: id });
  }
  return [...received.values()];
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
