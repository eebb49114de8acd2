/** Which slots two changes govern, as a drawing: what the code of the chapter makes of a short log. */
import { NO_OP } from '../16-the-parliament/messages.js';
import type { Exhibit } from '../chapter.js';
import { configurationAt, configurationOf, isChange, type Known, withDecided } from './configuration.js';

const ALPHA = 2;
const FIRST = configurationOf(['n1', 'n2']);
const LOG = [configurationOf(['n2', 'n3']), configurationOf(['n3', 'n4']), NO_OP, NO_OP, NO_OP];

const decrees = LOG.map((value, index) => ({ slot: index + 1, value }));

// #region governed
export const governed: Exhibit = {
  needs: [],
  make: () => {
    const slots = decrees.map(({ slot, value }) => {
      const change = isChange(value) ? `<br/>change to ${value}` : '';
      return { slot, box: `s${slot}["slot ${slot}${change}"]`, by: governorsOf(slot) };
    });
    const arrows = decrees
      .filter(({ value }) => isChange(value))
      .map(({ slot }) => `  s${slot} -- "α = ${ALPHA}" --> s${slot + ALPHA}`);
    const groups = [...new Set(slots.map(({ by }) => by))].flatMap((by, index) => [
      `  subgraph members${index + 1} ["${by} govern"]`,
      ...slots.filter((one) => one.by === by).map(({ slot }) => `    s${slot}`),
      '  end',
    ]);
    const row = `  ${slots.map(({ box }) => box).join(' --- ')}`;
    return ['```mermaid', 'flowchart LR', row, ...arrows, ...groups, '```'].join('\n');
  },
};
// #endregion

/** The members in charge of a slot, as a node sees it that knows every decree through α slots before. */
function governorsOf(slot: number): string {
  const nothing: Known = { through: 0, configurations: [{ from: 1, configuration: FIRST }], beyond: [] };
  const known = decrees
    .filter((decree) => decree.slot <= slot - ALPHA)
    .reduce((all, decree) => withDecided(all, decree, ALPHA), nothing);
  return configurationAt(slot, known);
}
