/** `synod check --answers`: the answers to the exercises of the book's chapters, as chapters to be checked. */
import type { Chapter, Instance } from '#spec/index.js';
import { UsageError } from '../terminal/exit.js';
import { chapterNamed } from './select.js';

/**
 * The chapters asked for, all when none is, with their answers in the place of their instances.
 *
 * @param book the module that exports the chapters; the answers stand beside it, in the folder of each.
 * @throws UsageError where the chapters are no book.
 */
export async function answersTo(
  chapters: readonly Chapter[],
  asked: readonly string[],
  book: unknown,
): Promise<readonly Chapter[]> {
  if (!(book instanceof URL))
    throw new UsageError('--answers is for chapters of the book; these have no answers');
  const wanted = asked.length === 0 ? chapters : asked.map((text) => chapterNamed(chapters, text));
  return Promise.all(
    wanted.map(async (chapter) => {
      const { answers } = (await import(new URL(`./${chapter.id}/answers.js`, book).href)) as {
        readonly answers: readonly Instance[];
      };
      return { ...chapter, title: `${chapter.title}, answers`, instances: answers };
    }),
  );
}
