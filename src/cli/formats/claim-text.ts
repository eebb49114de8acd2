/** What formats tell of a claim besides its verdict: where it is written, and its trace as text. */
import { formatTrace, withRealNumbers } from '#model/index.js';
import { type Decided, standing, statedTo } from '../outcome.js';
import type { Selected } from '../select.js';

export interface Telling {
  /** The file in which the claim's chapter is found, from the root of the repository; absent where that is not known. */
  readonly file: (claim: Decided) => string | undefined;
  /** What is to be said of a claim that is not as stated, or not finished: a sentence. */
  readonly sentence: (claim: Decided) => string;
  /** The trace of a claim, a step a line; absent where it has none, or one without steps. */
  readonly trace: (claim: Decided) => string | undefined;
}

/**
 * What is told of the claims of these instances.
 *
 * @param own by the chapter's id, the file that a system of one's own was loaded from.
 */
export function tellingOf(
  selected: readonly Selected[],
  own: ReadonlyMap<string, string> = new Map(),
): Telling {
  return {
    file: ({ chapter }) =>
      own.get(chapter) ?? (OF_THE_BOOK.test(chapter) ? `spec/${chapter}/README.md` : undefined),
    sentence: (claim) =>
      standing(claim) === 'not finished'
        ? `'${claim.claim}' is not decided: ${claim.error ?? `the search of '${claim.instance}' did not finish`}`
        : `'${claim.claim}' is ${statedTo(claim.expected)} and ${claim.verdict}`,
    trace: ({ chapter, instance, trace }) => {
      const found = selected.find((one) => one.chapter.id === chapter && one.instance.name === instance);
      if (trace === undefined || found === undefined) return trace && formatTrace(trace);
      const { system } = found.instance;
      return formatTrace(withRealNumbers(system, trace), system.show) || undefined;
    },
  };
}

/** The folders of the book's chapters. */
const OF_THE_BOOK = /^\d\d-[\w-]+$/;
