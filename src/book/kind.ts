/** What a kind of block is: how its words become a text. */
import type { Coverage, Exploration } from '#model/index.js';
import type { Chapter, Decision, Instance, Suspect } from '#spec/index.js';
import type { House } from './house.js';
import { among, BlockError } from './problem.js';

/** Where a block stands. */
export interface Place {
  readonly house: House;
  /** Relative to the house, with `/`. */
  readonly file: string;
}

/** What an exploration found, without the tables of its search. */
export interface Findings extends Omit<Exploration, 'pairs' | 'coverage' | 'profile'> {
  readonly coverage: Coverage;
  /** Which types of message were taken, from whom and by whom: each once. */
  readonly received: readonly Reception[];
}

export interface Reception {
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

/** A block understood: what has to be explored for it, and its text once that is done. */
export interface Plan {
  /** None for what is known without exploring. */
  readonly needs: readonly Instance[];
  /** The mutants that have to be decided for it; none when left out. */
  readonly suspects?: readonly Suspect[];
  readonly write: (
    found: (instance: Instance) => Findings,
    decided: (suspect: Suspect) => Decision,
  ) => string;
}

export interface Kind {
  /** Its words, for messages: `FILE NAME`. */
  readonly usage: string;
  /**
   * `undefined` where the words do not fit the usage.
   *
   * @throws BlockError where they name what is not there.
   */
  readonly plan: (words: readonly string[], place: Place) => Plan | undefined;
}

/** The plan of a text that is known without exploring. */
export function known(text: string): Plan {
  return { needs: [], write: () => text };
}

/**
 * A kind of block about one chapter: the one in whose folder it stands; elsewhere its first word is the chapter's folder name.
 *
 * @param usage the words that follow.
 */
export function aboutAChapter(
  usage: string,
  plan: (chapter: Chapter, words: readonly string[], place: Place) => Plan | undefined,
): Kind {
  return {
    usage: `${usage} (outside a chapter's folder: CHAPTER ${usage})`,
    plan: (words, place) => {
      const { chapters } = place.house;
      const own = chapters.find(({ id }) => place.file.startsWith(`spec/${id}/`));
      if (own) return plan(own, words, place);
      const [name, ...others] = words;
      const named = chapters.find(({ id }) => id === name);
      if (named) return plan(named, others, place);
      throw new BlockError(
        `outside a chapter's folder the first word is a chapter's folder name; got ${name ?? 'none'}, ` +
          `expected one of: ${among(chapters.map(({ id }) => id))}`,
      );
    },
  };
}
