/**
 * Which of the shortest runs to where a property is decided is told: one that depends on the system and the property alone, not on the
 * order in which the search, or its threads, came upon states.
 *
 * Of all states in which the property is decided as early, or steps from which decide it, the run ends in the first in the canonical order,
 * by the first step. From there it is found level by level, backwards: of all steps that lead on it takes the last, so that where their
 * order does not matter the first participant acts first.
 */

import type { Label } from '../data/label.js';
import { PAUSE_EVERY } from '../host/budget.js';
import type { Case } from '../property/case.js';
import type { Place } from '../property/finding.js';
import type { Search } from '../search/search.js';
import { isDead, stepsFrom } from '../search/steps-from.js';
import { CHUNK_BITS, CHUNK_MASK } from '../state/rows.js';
import { Predecessors } from './predecessors.js';

/** The first place where a property of states or steps is decided, in the level in which the search found one. Pauses now and then. */
export function* firstEnd(search: Search, decided: Case): Generator<void, Place> {
  const { kind } = decided.property;
  const found = decided.finding!;
  // A state of which only the whole graph tells is chosen where it is found; and a start has no equal.
  if (kind === 'always-possible' || (found.state === 0 && found.step === undefined)) return found;
  if (search.canonical !== undefined) search.makeFit();
  const places = found.step === undefined ? decidingStates : decidingSteps;
  const isBefore = (one: Place, other: Place): boolean =>
    (search.compareStates(one.state, other.state) || compareSteps(search, one, other)) < 0;
  return yield* first(found, places(search, decided), isBefore);
}

function* decidingStates(search: Search, decided: Case): Generator<Place | undefined, void> {
  const { judge, layout, rows, levels } = search;
  const { from, to } = search.levelOf(decided.finding!.state);
  const isOfDeadlocks = decided.property.kind === 'deadlock-free';
  for (let state = from; state < (isOfDeadlocks ? Math.min(to, levels.next) : to); state++) {
    if (state % PAUSE_EVERY === 0) yield undefined;
    judge.setLayout(layout);
    if (!decided.isDecidedAt(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words)) continue;
    if (!isOfDeadlocks || isDead(search, state)) yield { state };
  }
}

function* decidingSteps(search: Search, { steps, finding }: Case): Generator<Place | undefined, void> {
  const { judge, layout, rows, levels } = search;
  const { from, to } = search.levelOf(finding!.state);
  for (let state = from; state < Math.min(to, levels.next); state++) {
    if (state % PAUSE_EVERY === 0) yield undefined;
    judge.setLayout(layout);
    const chunk = rows.chunks[state >>> CHUNK_BITS]!;
    for (const { step, row } of stepsFrom(search, state))
      if (!steps!.ask(state, chunk, (state & CHUNK_MASK) * rows.words, row, 0)) yield { state, step };
  }
}

/** The steps from the initial state to a place, where no state stands for others. Pauses now and then. */
export function* firstPath(search: Search, { state: end, step }: Place): Generator<void, readonly Label[]> {
  const predecessors = new Predecessors(search);
  const isBefore = (one: Place, other: Place): boolean =>
    (compareSteps(search, other, one) || search.compareStates(one.state, other.state)) < 0;
  const path = step === undefined ? [] : [step];
  for (let state = end; state > 0; ) {
    const before = yield* first(undefined, predecessors.of(state), isBefore);
    path.push(before.step!);
    state = before.state;
  }
  return path.reverse();
}

/** The place that comes first of one, if it is given, and others. Pauses where no place is yielded. */
function* first(
  known: Place | undefined,
  places: Iterable<Place | undefined>,
  isBefore: (one: Place, other: Place) => boolean,
): Generator<void, Place> {
  let found = known;
  for (const place of places) {
    if (place === undefined) yield;
    else if (found === undefined || isBefore(place, found)) found = place;
  }
  if (found === undefined) throw new Error('no step leads to a state that was found');
  return found;
}

function compareSteps({ order }: Search, { step: one }: Place, { step: other }: Place): number {
  return one && other ? order.compareSteps(one, other) : 0;
}
