/** The tables and the plots of the chapter: each number is read off the trace of a claim. */
import type { Trace } from '#model/index.js';
import type { Exhibit, TraceOf } from '../chapter.js';
import { forLessThanTheMost, forTheLeast } from './claims.js';
import { BALLOTS, contention, knownForTheLeast, knownForTheMost } from './contention.js';
import type { Cost } from './cost.js';
import { measured } from './measured.js';
import { decree, lease, type Measure, measures, phase1, quorumRead, SIZES, synod } from './measures.js';
import { LEADER } from './names.js';
import { svgOf } from './plot.js';
import { costIn, costOfLastStep, delaysIn } from './traces.js';

/** How many commands go into one decree, where several do. */
const BATCH = 3;

/** A row: what is done, how many do it together, and how it is read off a run. */
interface Row {
  readonly what: string;
  readonly measure: Measure;
  readonly among: number;
  readonly read: (trace: Trace) => Cost;
  readonly isLastStep?: boolean;
}

const rowOf = (measure: Measure): Row => ({ what: measure.what, measure, among: 1, read: costIn });

const ROWS: readonly Row[] = [
  rowOf(synod),
  rowOf(phase1),
  rowOf(decree),
  { ...rowOf(decree), what: `each of ${BATCH} commands in one such decree`, among: BATCH },
  rowOf(quorumRead),
  rowOf(lease),
  { ...rowOf(lease), what: 'a read under a lease', read: costOfLastStep, isLastStep: true },
];

// #region costs
/** What each thing costs, by the number of nodes: in the cheapest run and in the dearest. */
export const costs: Exhibit = {
  needs: measures.flatMap(({ instances }) => [...instances.values()]),
  make: (traceOf) => ({
    columns: [
      'what is done',
      { right: 'round trips' },
      ...SIZES.map((nodes) => ({ right: `messages, ${nodes} nodes` })),
      ...SIZES.map((nodes) => ({ right: `writes, ${nodes} nodes` })),
    ],
    rows: ROWS.map((row) => {
      const ends = SIZES.map((nodes) => endsOf(row, nodes, traceOf));
      return [
        row.what,
        row.isLastStep ? 0 : roundTripsOf(row.measure, traceOf),
        ...ends.map(([least, most]) => span(least.messages, most.messages, row.among)),
        ...ends.map(([least, most]) => span(least.writes, most.writes, row.among)),
      ];
    }),
  }),
};
// #endregion

// #region contention
/** What a decision costs between two proposers, by how many ballots were begun before it. */
export const contended: Exhibit = {
  needs: [contention],
  make: (traceOf) => ({
    columns: ['ballots begun', 'messages, cheapest', 'writes', 'messages, dearest', 'writes'].map(
      (right) => ({ right }),
    ),
    rows: BALLOTS.map((ballots) => {
      const [least, most] = [knownForTheLeast, knownForTheMost].map((claim) =>
        costIn(traceOf(contention, claim(ballots))),
      );
      return [ballots, least!.messages, least!.writes, most!.messages, most!.writes];
    }),
  }),
};
// #endregion

/** What running nodes have spent. Of writes, first those for which somebody waits. */
export const production: Exhibit = {
  needs: [],
  make: () => ({
    columns: [
      'what is done',
      'messages of 3 nodes, by type',
      ...SIZES.map((nodes) => ({ right: `messages, ${nodes} nodes` })),
      ...SIZES.map((nodes) => ({ right: `writes, ${nodes} nodes` })),
    ],
    rows: measured.map(({ what, types, messages, writes, laterWrites }) => [
      what,
      types,
      ...messages,
      ...writes.map((count, at) => `${count} + ${laterWrites[at]}`),
    ]),
  }),
};

/** Messages against nodes, where all who are asked answer. */
export const messagesByNodes: Exhibit = {
  needs: costs.needs,
  make: (traceOf) =>
    svgOf({
      title: 'Messages, where everybody answers',
      across: 'nodes',
      up: 'messages',
      curves: ROWS.filter(({ measure }) => measure !== phase1 && measure !== lease)
        .concat(ROWS.at(-1)!)
        .map((row) => ({
          label: row.what.replace(/ \(.*|:.*/, ''),
          points: SIZES.map((nodes) => [nodes, endsOf(row, nodes, traceOf)[1].messages / row.among]),
        })),
    }),
};

/** Messages against ballots. */
export const messagesByBallots: Exhibit = {
  needs: contended.needs,
  make: (traceOf) =>
    svgOf({
      title: 'Messages until a decision is known, two proposers among three nodes',
      across: 'ballots begun',
      up: 'messages',
      curves: [
        { label: 'dearest run', claim: knownForTheMost },
        { label: 'cheapest run', claim: knownForTheLeast },
      ].map(({ label, claim }) => ({
        label,
        points: BALLOTS.map((ballots) => [ballots, costIn(traceOf(contention, claim(ballots))).messages]),
      })),
    }),
};

function endsOf({ measure, read, isLastStep }: Row, nodes: number, traceOf: TraceOf): readonly [Cost, Cost] {
  const instance = measure.instances.get(nodes)!;
  const least = read(traceOf(instance, forTheLeast));
  return [least, isLastStep ? least : read(traceOf(instance, forLessThanTheMost))];
}

/** The same however many nodes there are; otherwise the row could not say it in one number. */
function roundTripsOf({ what, instances }: Measure, traceOf: TraceOf): number {
  const found = [...instances.values()].map((instance) => {
    const counted = Object.keys(instance.system.history.spent!.on);
    return delaysIn(traceOf(instance, forTheLeast), LEADER, counted) / 2;
  });
  const [one, ...others] = new Set(found);
  if (others.length === 0) return one!;
  throw new Error(
    `'${what}' takes ${found.join(', ')} round trips; expected as many for any number of nodes`,
  );
}

function span(least: number, most: number, among: number): string {
  const written = (value: number): string => String(Math.round((value / among) * 10) / 10);
  return least === most ? written(least) : `${written(least)}–${written(most)}`;
}
