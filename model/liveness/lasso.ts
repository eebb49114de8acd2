/** A fair run that never comes to the goal after a promise: a shortest way into a fair part, and a fair loop in it. */

import type { Edge, Lasso } from '../property/finding.js';
import type { Range, StateParts } from './components.js';
import { type Assumption, isEnabled } from './fair-parts.js';
import type { Graph } from './graph.js';
import { pathWithin } from './path.js';
import type { Workspace } from './workspace.js';

/** Stages, pairs of a state and a phase, that a search for a loop may have; and the phases among them. */
const STAGES_MAX = 2 ** 20;
const PHASES_MAX = 2 ** 10;

/**
 * A shortest way, by way of a promise, into a fair part, and a fair loop in it. Pauses now and then.
 *
 * @param range where the fair parts are.
 * @param gives whether a promise is given in a state; `isOpen` whether one that was given is not kept there.
 */
export function* lassoInto(
  parts: StateParts,
  range: Range,
  gives: (state: number) => boolean,
  isOpen: (state: number) => boolean,
  assumptions: readonly Assumption[],
  space: Workspace,
): Generator<void, Lasso | undefined> {
  const { graph, part } = parts;
  if (part.every((number) => number === 0)) return undefined;
  // An odd stage is one in which a promise is given and not kept yet. Once it is kept, another one may be given.
  const promised = yield* space.during(
    pathWithin(
      graph,
      gives(0) ? 1 : 0,
      {
        count: graph.states * 2,
        stateOf: (stage) => stage >>> 1,
        next: (stage, to) => to * 2 + (isOpen(to) && ((stage & 1) === 1 || gives(to)) ? 1 : 0),
        isWanted: (stage) => (stage & 1) === 1 && part[stage >>> 1] !== 0,
      },
      space,
    ),
  );
  if (promised === undefined) throw new Error('a fair part that waits for the goal is not reachable');
  const at = promised.at(-1)?.to ?? 0;
  for (const inside of parts.within(range))
    if (part[parts.order[inside[0]]!] === part[at])
      return { prefix: promised, loop: yield* fairLoop(parts, inside, at, assumptions, space) };
  throw new Error('a fair part has no place');
}

/**
 * A loop through a state, inside a part, that meets every assumption: a shortest one, unless the part is large. Then the assumptions are met a
 * few at a time, each few by a shortest way.
 */
function* fairLoop(
  { graph, order, part }: StateParts,
  [from, to]: Range,
  first: number,
  assumptions: readonly Assumption[],
  space: Workspace,
): Generator<void, readonly Edge[]> {
  const size = to - from;
  const own = part[first]!;
  const placeOf = space.ints(graph.states);
  for (let at = from; at < to; at++) placeOf[order[at]!] = at - from;
  const isMetAt = ({ strong, covers }: Assumption, state: number): boolean =>
    !strong && !isEnabled(graph, state, covers);
  // A strong one that no state has the step of is met by any loop.
  let due = assumptions.filter(
    ({ strong, covers }) =>
      !strong || order.subarray(from, to).some((state) => isEnabled(graph, state, covers)),
  );
  const atOnce = Math.max(1, Math.floor(Math.log2(Math.min(PHASES_MAX, STAGES_MAX / size))));
  const loop: Edge[] = [];
  let here = first;
  do {
    const few = due.slice(0, atOnce);
    const isLast = few.length === due.length;
    const path: readonly Edge[] | undefined = yield* space.during(next(few, here, isLast));
    if (path === undefined) throw new Error('a part that is strongly connected has no way round');
    loop.push(...path);
    here = path.at(-1)?.to ?? here;
    due = due
      .slice(few.length)
      .filter(
        (assumption) =>
          !path.some((edge) => assumption.covers[labelOf(graph, edge)] === 1 || isMetAt(assumption, edge.to)),
      );
  } while (due.length > 0 || here !== first);
  return loop;

  /** A shortest way on that meets some assumptions. A phase has a bit for each of them that is met. */
  function next(few: readonly Assumption[], state: number, isLast: boolean) {
    const all = (1 << few.length) - 1;
    // One more than the bits, once they are known.
    const known = space.ints(size);
    const metAt = (at: number): number => {
      const place = placeOf[at]!;
      known[place] ||= bitsOf(few, (assumption) => isMetAt(assumption, at)) + 1;
      return known[place]! - 1;
    };
    const metBy = graph.labels.map((_, label) => bitsOf(few, ({ covers }) => covers[label] === 1));
    const phases = all + 1;
    return pathWithin(
      graph,
      placeOf[state]! * phases + metAt(state),
      {
        count: size * phases,
        stateOf: (stage) => order[from + Math.floor(stage / phases)]!,
        next: (stage, onward, at) =>
          part[onward] === own
            ? placeOf[onward]! * phases + ((stage % phases) | metBy[graph.label[at]!]! | metAt(onward))
            : -1,
        isWanted: (stage) =>
          stage % phases === all && (!isLast || order[from + Math.floor(stage / phases)] === first),
      },
      space,
    );
  }
}

function labelOf({ labels }: Graph, { process, event }: Edge): number {
  return labels.findIndex((label) => label.process === process && label.event === event);
}

/** A bit for each of some things, set where it is so. */
function bitsOf<Item>(items: readonly Item[], isSo: (item: Item) => boolean): number {
  return items.reduce((bits, item, at) => bits | (isSo(item) ? 1 << at : 0), 0);
}
