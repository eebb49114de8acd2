/** The main thread looks into what the others left to it: it alone calls the code of participants and properties. */
import type { Case } from '../../property/case.js';
import type { Judge } from '../../property/judge.js';
import { CHUNK_BITS, CHUNK_MASK } from '../../state/rows.js';
import type { Span } from '../levels.js';
import type { Search } from '../search.js';
import type { Doubts } from './protocol.js';

/** @param moved where states went that the threads found. */
export function lookInto(
  { judge, rows, layout }: Search,
  doubts: readonly Doubts[],
  moved: ReadonlyMap<number, number>,
): void {
  judge.setLayout(layout);
  for (const { states } of doubts)
    for (let at = 0; at < states.length; at += 2) {
      const state = moved.get(states[at + 1]!) ?? states[at + 1]!;
      judge.lookAgain(judge.cases[states[at]!]!, rows.read(state), state);
    }
  const after = new Int32Array(rows.words);
  for (const { steps } of doubts)
    for (let at = 0; at < steps.length; at += 4 + rows.words) {
      const [number, state, process, event] = steps.slice(at, at + 4) as [number, number, number, number];
      for (let word = 0; word < rows.words; word++) after[word] = steps[at + 4 + word]!;
      judge.lookAgainAtStep(judge.cases[number]!, rows.read(state), after, {
        state,
        step: { process, event },
      });
    }
  for (const { deadlocks } of doubts)
    for (const state of deadlocks) judge.onDeadlock(rows.read(state), 0, state);
}

/** How much each undecided property was seen to read. */
export function widthsIn({ ofStates, ofSteps }: Judge): ReadonlyMap<Case, number> {
  return new Map([...ofStates, ...ofSteps].map((each) => [each, each.width]));
}

/**
 * Looks again at all that came of a level, for properties that were seen to read more while it was expanded: threads took states for the
 * same that differ in that.
 *
 * @param first the number of the first state that was found.
 */
export function lookAgainAt(
  search: Search,
  { from, to }: Span,
  first: number,
  widths: ReadonlyMap<Case, number>,
): void {
  const { judge, rows, layout } = search;
  judge.setLayout(layout);
  const wider = [...judge.ofStates, ...judge.ofSteps].filter((each) => each.width > widths.get(each)!);
  for (const each of wider.filter(({ steps }) => steps === undefined))
    for (let state = first; state < rows.count; state++) judge.lookAgain(each, rows.read(state), state);
  if (wider.some(({ steps }) => steps !== undefined))
    for (let state = from; state < to; state++) lookAtStepsFrom(search, state);
}

/** Looks at the steps from a state, all of which are known, for the properties of steps alone. */
function lookAtStepsFrom(search: Search, state: number): void {
  if (!search.isWithin(state)) return;
  const { rows, successors, judge } = search;
  successors.expand(rows.chunks[state >>> CHUNK_BITS]!, (state & CHUNK_MASK) * rows.words, state);
  judge.onSteps(successors.batch, rows);
  successors.batch.count = 0;
}
