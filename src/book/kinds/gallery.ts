/** The gallery of a chapter: each mistake, the rule that it takes away, and what falls without it. */
import { traceLength } from '#model/index.js';
import type { Mistake } from '#spec/index.js';
import { markdownTable, right } from '#src/terminal/markdown.js';
import { formatCount } from '#src/terminal/units.js';
import { aboutAChapter, type Findings } from '../kind.js';
import { BlockError } from '../problem.js';

export const gallery = aboutAChapter('', ({ id, gallery: mistakes }, words) => {
  if (words.length > 0) return undefined;
  if (!mistakes) throw new BlockError(`${id} has no gallery; expected 'gallery' in the chapter`);
  return {
    needs: mistakes.map(({ instance }) => instance),
    write: (found) =>
      markdownTable(
        COLUMNS,
        mistakes.map((mistake) => rowOf(mistake, found(mistake.instance))),
      ),
  };
});

const COLUMNS = ['#', 'mistake', 'the rule taken away', 'falls', 'where', right('shortest trace')];

/** Lengths stand in the order of what falls; a dash for what has no trace, because nothing ever happens. */
function rowOf({ id, mistake, rule, where }: Mistake, { results }: Findings): string[] {
  const falls = results.filter(({ verdict }) => verdict === 'fails');
  const lengths = falls.map(({ trace }) => (trace ? formatCount(traceLength(trace)) : '–'));
  const names = falls.map(({ property }) => property).join(', ') || 'nothing';
  return [id, mistake, rule, names, where, lengths.join(', ') || '–'];
}
