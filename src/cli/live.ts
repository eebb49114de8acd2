/** `synod live`: the machines of a chapter as actors, and what they do. */
import type { Chapter } from '#spec/index.js';
import { UsageError } from '../terminal/exit.js';
import type { Io } from '../terminal/io.js';
import { chapterNamed } from './select.js';

/** @throws UsageError where the chapter has no actors. */
export function live(chapters: readonly Chapter[], asked: string, seed: number, io: Io): void {
  const chapter = chapterNamed(chapters, asked);
  if (chapter.live === undefined) {
    const there = chapters.filter((one) => one.live !== undefined).map(({ id }) => id);
    throw new UsageError(
      `the machines of ${chapter.id} do not run as actors; expected one of: ${there.join(', ') || 'none'}`,
    );
  }
  for (const line of chapter.live(seed)) io.out.write(`${line}\n`);
}
