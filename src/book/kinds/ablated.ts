/** What breaks each claim that a chapter says holds: mistakes of its gallery, and mutants. A claim that nothing breaks says little. */
import type { Chapter } from '#spec/index.js';
import { markdownTable, right } from '#src/terminal/markdown.js';
import { aboutAChapter } from '../kind.js';
import { mutantsIn, outsideTheGallery } from '../names.js';

export const ablated = aboutAChapter('', (chapter, words) => {
  if (words.length > 0) return undefined;
  const suspects = mutantsIn(chapter);
  return {
    needs: [],
    suspects,
    write: (_, decided) => {
      const fallen = suspects.map((suspect) => new Set(decided(suspect).falls.map(({ claim }) => claim)));
      return markdownTable(
        COLUMNS,
        claimsThatHold(chapter).map((claim) => {
          const mistakes = mistakesBreaking(claim, chapter);
          const count = fallen.filter((claims) => claims.has(claim)).length;
          return [claim, mistakes.join(', ') || 'none', count];
        }),
      );
    },
  };
});

const COLUMNS = ['claim', 'broken by the mistakes', right('broken by so many mutants')];

/** By name, each once, in the order of the chapter. */
export function claimsThatHold(chapter: Chapter): readonly string[] {
  const stated = outsideTheGallery(chapter).flatMap(({ claims }) => claims);
  return [
    ...new Set(stated.filter(({ expected }) => expected === 'holds').map(({ property }) => property.name)),
  ];
}

/** As the gallery states, which is made sure of where it is explored. */
function mistakesBreaking(claim: string, { gallery = [] }: Chapter): readonly string[] {
  const breaking = gallery.filter(({ instance: { claims } }) =>
    claims.some(({ property, expected }) => property.name === claim && expected === 'fails'),
  );
  return [...new Set(breaking.map(({ id }) => id))];
}
