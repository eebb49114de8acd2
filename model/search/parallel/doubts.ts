/** The main thread looks into what the others left to it: it alone calls the code of participants and properties. */
import type { Search } from '../search.js';
import type { Doubts } from './protocol.js';

/** What the threads looked at, and what came of it. */
export interface Lot {
  readonly doubts: readonly Doubts[];
  /** The states that they expanded. */
  readonly expanded: () => Iterable<number>;
  /** The number of the first state that they found. */
  readonly first: number;
  /** Where states went that they found. */
  readonly moved: ReadonlyMap<number, number>;
}

export function lookInto(search: Search, { doubts, expanded, first, moved }: Lot): void {
  const { judge, rows, layout } = search;
  judge.setLayout(layout);
  const { ofStates, ofSteps } = judge;
  const widths = new Map([...ofStates, ...ofSteps].map((each) => [each, each.width]));
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
  // Threads took states for the same that differ in what a predicate was seen to read only now.
  const wider = [...widths].filter(([each, width]) => each.width > width).map(([each]) => each);
  for (const each of wider.filter(({ steps }) => steps === undefined))
    for (let state = first; state < rows.count; state++) judge.lookAgain(each, rows.read(state), state);
  if (wider.some(({ steps }) => steps !== undefined))
    for (const state of expanded()) search.lookAtStepsFrom(state);
  for (const { deadlocks } of doubts)
    for (const state of deadlocks) judge.onDeadlock(rows.read(state), 0, state);
}

/** Takes steps, participant, state and event one after another, and makes room for what comes of them. */
export function takeMissing(search: Search, steps: readonly number[]): void {
  const { tables } = search;
  for (let at = 0; at < steps.length && search.stopped === undefined; at += 3) {
    tables.entryOf(steps[at]!, steps[at + 1]!, steps[at + 2]!);
    if (search.isHeapFull()) search.giveUp('memory');
  }
  if (search.stopped === undefined) search.makeFit();
}
