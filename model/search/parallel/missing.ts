/** The steps that a thread could not take, since it calls no code of users: the main thread takes them. */
import type { Search } from '../search.js';

/** Takes steps, participant, state and event one after another, and makes room for what comes of them. */
export function takeMissing(search: Search, steps: readonly number[]): void {
  const { tables } = search;
  for (let at = 0; at < steps.length; at += 3) {
    tables.entryOf(steps[at]!, steps[at + 1]!, steps[at + 2]!);
    if (search.isHeapFull()) {
      search.giveUp('memory');
      return;
    }
  }
  search.makeFit();
}
