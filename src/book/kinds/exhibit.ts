/** A table or a drawing that a chapter makes of the traces of its claims, or of its machines. */
import type { Exhibit } from '#spec/index.js';
import { markdownTable } from '#src/terminal/markdown.js';
import { aboutAChapter } from '../kind.js';
import { exportNamed } from '../names.js';
import { tracedIn } from './counterexample.js';

export const exhibit = aboutAChapter('NAME', (chapter, [name, ...others], { house }) => {
  if (name === undefined || others.length > 0) return undefined;
  const { needs, make } = exportNamed(house, chapter, name, 'an exhibit', isExhibit);
  return {
    needs,
    write: (found) => {
      const made = make((instance, claim) => tracedIn(found(instance), instance, claim).trace);
      return typeof made === 'string' ? made : markdownTable(made.columns, made.rows);
    },
  };
});

function isExhibit(value: unknown): value is Exhibit {
  return typeof value === 'object' && value !== null && 'needs' in value && 'make' in value;
}
