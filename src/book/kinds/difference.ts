/** What has to be changed in one named region of a source to get another: its lines as a unified diff. */
import { diffArrays } from 'diff';
import { fenced } from '#src/terminal/markdown.js';
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
  return diffArrays([...before], [...after]).flatMap(({ added, removed, value }) => {
    const mark = added ? '+' : removed ? '-' : ' ';
    return value.map((line) => `${mark} ${line}`.trimEnd());
  });
}
