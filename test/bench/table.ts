/** A measurement as people read it. */
import { formatCount, formatSeconds } from '#src/cli/units.js';
import type { Measurement } from './measure.js';

export function table(measurement: Measurement): string {
  const { model, parameters, states, transitions, depth, seconds, localSteps } = measurement;
  const { bytesPerState, verdict, stopped } = measurement;
  const named = Object.entries(parameters).map(([name, number]) => `${name}=${number}`);
  return rows([
    ['model', [model, ...named].join(' ')],
    ['verdict', stopped ? `${verdict} (stopped: ${stopped})` : verdict],
    ['states', formatCount(states)],
    ['transitions', formatCount(transitions)],
    ['depth', formatCount(depth)],
    ['time', formatSeconds(seconds)],
    ['states a second', formatCount(measurement.statesPerSecond)],
    ['transitions a second', formatCount(measurement.transitionsPerSecond)],
    ['local steps', formatCount(localSteps)],
    ['bytes a state', formatCount(bytesPerState)],
  ]);
}

/** Lines of two columns or more, the first to the left and the others to the right. */
export function rows(cells: readonly (readonly string[])[]): string {
  const columns = Math.max(...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!)))
      .join('  '),
  );
  return `${lines.join('\n')}\n`;
}
