/** What was measured, as people read it: medians of the rounds, and of the ratios within each round. */
import { formatCount } from '#src/terminal/units.js';
import { median } from '../apart.js';
import { rows } from '../table.js';

/** One figure, and of a load how long a call took, in milliseconds, and its processor time on all processes. */
export interface Sample {
  readonly value: number;
  /** Of an open load: how many calls were due in a second. */
  readonly perSecond?: number;
  readonly p99?: number;
  readonly cpuUs?: number;
}

/** Samples of one thing, in pairs that were taken one after the other. */
export interface Pair {
  readonly title: string;
  readonly unit: 'a second' | 'ms';
  readonly samples: readonly { readonly ours: Sample; readonly theirs: Sample }[];
}

export interface Measured {
  readonly machine: string;
  /** The machine's load average in the minute before. */
  readonly loadBefore: number;
  /** What `etcdctl check perf` said. */
  readonly check: readonly string[];
  readonly pairs: readonly Pair[];
}

export function reportOf({ machine, loadBefore, check, pairs }: Measured): string {
  const heads = ['', 'synod', 'etcd', '', 'synod / etcd', 'least–most', 'p99 ms', 'CPU µs'];
  const parts = [
    `${machine}\nload average before: ${loadBefore.toFixed(1)}\n`,
    ...(check.length === 0 ? [] : [`etcdctl check perf\n${check.map((line) => `  ${line}\n`).join('')}`]),
    ...(pairs.length === 0 ? [] : [rows([heads, ...pairs.map(rowOf)]), LEGEND]),
  ];
  return parts.join('\n');
}

function rowOf({ title, unit, samples }: Pair): readonly string[] {
  const both = (figure: (sample: Sample) => number | undefined, digits: number): string =>
    [samples.map(({ ours }) => figure(ours)), samples.map(({ theirs }) => figure(theirs))]
      .map((figures) => (figures.includes(undefined) ? '–' : median(figures as number[]).toFixed(digits)))
      .join(' : ');
  const shown = (value: number): string =>
    unit === 'ms' && value < 100 ? value.toFixed(1) : formatCount(value);
  const rates = samples.map(({ ours }) => ours.perSecond);
  const ratios = samples.map(({ ours, theirs }) => ours.value / theirs.value);
  return [
    title,
    shown(median(samples.map(({ ours }) => ours.value))),
    shown(median(samples.map(({ theirs }) => theirs.value))),
    rates.includes(undefined) ? unit : `${unit} at ${formatCount(median(rates as number[]))} a second`,
    median(ratios).toFixed(2),
    `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
    ...(unit === 'ms' ? ['', ''] : [both(({ p99 }) => p99, 1), both(({ cpuUs }) => cpuUs, 0)]),
  ];
}

const LEGEND = `Medians of all rounds; the ratio is the median of each round's own. Beside them synod : etcd,
the time that one call in a hundred exceeds, and the processor time of a call on all processes.
At an equal rate calls are made when they are due, answered or not: half as many a second as the slower of
both answered to 64 callers in the same round. p50 is the time that one in two exceeds, p99 one in a hundred.
Where least and most lie far apart the machine was busy with other things.
`;
