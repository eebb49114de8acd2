/** What no instance of a chapter makes use of, those of its gallery aside: all chapters, a row for each gap. */
import { gapsIn } from '#model/index.js';
import { markdownTable } from '#src/terminal/markdown.js';
import { together } from '../coverage.js';
import type { Kind } from '../kind.js';
import { outsideTheGallery } from '../names.js';

export const gaps: Kind = {
  usage: '',
  plan: (words, { house: { chapters } }) => {
    if (words.length > 0) return undefined;
    return {
      needs: chapters.flatMap(outsideTheGallery),
      write: (found) =>
        markdownTable(
          COLUMNS,
          chapters.flatMap((chapter) => {
            const all = gapsIn(together(chapter.id, outsideTheGallery(chapter).map(found)));
            if (all.length === 0) return [[chapter.id, '', 'nothing', '']];
            return all.map(({ role = '', part, name, is }) => [chapter.id, role, `${part} ${name}`, is]);
          }),
        ),
    };
  },
};

const COLUMNS = ['chapter', 'role', 'what no run makes use of', 'is'];
