/** Measurements as people read them, side by side. */
import { formatCount, formatSeconds } from '#src/terminal/units.js';
import type { Measurement } from './measure.js';

export function table(measurements: readonly Measurement[]): string {
  const several = measurements.length > 1;
  const threads = measurements.some(({ workers }) => workers > 1);
  const line = (name: string, cell: (of: Measurement) => string): string[] => [
    name,
    ...measurements.map(cell),
  ];
  const count = (name: string, key: CountKey): string[] => line(name, (of) => formatCount(of[key]));
  return rows([
    line('model', ({ model, parameters }) =>
      [model, ...Object.entries(parameters).map(([name, number]) => `${name}=${number}`)].join(' '),
    ),
    ...(threads ? [count('threads', 'workers')] : []),
    line('verdict', ({ verdict, stopped }) => (stopped ? `${verdict} (stopped: ${stopped})` : verdict)),
    count('states', 'states'),
    count('transitions', 'transitions'),
    count('depth', 'depth'),
    line('time', ({ seconds }) => formatSeconds(seconds)),
    ...(several ? [line("a state's time to the first's", ({ timeToFirst }) => timeToFirst!.toFixed(2))] : []),
    line('processor time', ({ processorSeconds }) => formatSeconds(processorSeconds)),
    count('states a second', 'statesPerSecond'),
    count('transitions a second', 'transitionsPerSecond'),
    count('local steps', 'localSteps'),
    line('bytes a state', ({ bytesPerState }) => formatCount(bytesPerState)),
  ]);
}

type CountKey =
  | 'workers'
  | 'states'
  | 'transitions'
  | 'depth'
  | 'statesPerSecond'
  | 'transitionsPerSecond'
  | 'localSteps';

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
