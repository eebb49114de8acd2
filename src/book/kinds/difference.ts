/** What has to be changed in one named region of a source to get another: its lines as a unified diff. */
import { fenced } from '../fence.js';
import { type Kind, known } from '../kind.js';
import { regionAt } from './region.js';

export const difference: Kind = {
  usage: 'FILE NAME FILE NAME',
  plan: (words, place) => {
    const [before, nameBefore, after, nameAfter, ...others] = words;
    if (before === undefined || nameBefore === undefined) return undefined;
    if (after === undefined || nameAfter === undefined || others.length > 0) return undefined;
    const [old, current] = [regionAt(place, before, nameBefore), regionAt(place, after, nameAfter)];
    return known(fenced('diff', changedLines(old.split('\n'), current.split('\n')).join('\n')));
  },
};

/** All lines of both, in order: `-` before one that goes, `+` before one that comes; as many stay as can. */
export function changedLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const stay = staying(before, after);
  const lines: string[] = [];
  let [from, to] = [0, 0];
  while (from < before.length || to < after.length)
    if (from < before.length && before[from] === after[to]) {
      lines.push(`  ${before[from++]}`.trimEnd());
      to++;
    } else if (to === after.length || (from < before.length && stay[from + 1]![to]! >= stay[from]![to + 1]!))
      lines.push(`- ${before[from++]}`);
    else lines.push(`+ ${after[to++]}`);
  return lines;
}

/** For each pair of positions, the length of the longest common subsequence of the lines from there on. */
function staying(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const stay = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let from = before.length - 1; from >= 0; from--)
    for (let to = after.length - 1; to >= 0; to--)
      stay[from]![to] =
        before[from] === after[to]
          ? stay[from + 1]![to + 1]! + 1
          : Math.max(stay[from + 1]![to]!, stay[from]![to + 1]!);
  return stay;
}
