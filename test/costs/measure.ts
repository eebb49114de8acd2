/** What running nodes spend on what chapter 19 counts in its models, and the source file that keeps it for the chapter. */
import { readFileSync, writeFileSync } from 'node:fs';
import { SIZES } from '#spec/19-what-it-costs/measures.js';
import type { Reply } from '#src/paxos/reply.js';
import { CountedCluster, type Spent } from './cluster.js';

/** What was done, and what it has cost in clusters of the chapter's sizes. */
export interface Row {
  readonly what: string;
  readonly spent: readonly Spent[];
}

/** Where the chapter has the figures. */
const KEPT = new URL('../../../spec/19-what-it-costs/measured.ts', import.meta.url);

export async function measure(): Promise<readonly Row[]> {
  const bySize: (readonly (readonly [string, Spent])[])[] = [];
  for (const size of SIZES) bySize.push(await measureIn(size));
  return bySize[0]!.map(([what], at) => ({ what, spent: bySize.map((rows) => rows[at]![1]) }));
}

/** In a cluster whose leader has one decree under way at a time, so that what comes meanwhile goes into the next one. */
async function measureIn(size: number): Promise<readonly (readonly [string, Spent])[]> {
  const cluster = await CountedCluster.open(size, { proposalsMax: 1 });
  const [leader, other] = cluster.nodes;
  const elected = await cluster.spentOn(() => cluster.wait(0));
  let session = 0;
  await cluster.spentOn(() => {
    void leader!.openSession('counted').then((reply) => {
      if (reply.type === 'opened') session = reply.session;
    });
  });
  const replies: Reply<number>[] = [];
  const propose = (...sequences: readonly number[]) => {
    for (const sequence of sequences)
      void leader!
        .request({ session, sequence, answered: 0, command: 1 })
        .then((reply) => replies.push(reply));
  };
  const decree = await cluster.spentOn(() => propose(1));
  const batch = await cluster.spentOn(() => propose(2, 3, 4, 5));
  const read = await cluster.spentOn(() => void other!.read(0, 1_000).then((reply) => replies.push(reply)));
  const heartbeat = await cluster.spentOn(() => cluster.wait(0));
  const leased = await cluster.spentOn(
    () => void leader!.read(0, 1_000).then((reply) => replies.push(reply)),
  );
  cluster.close();
  const answers = replies.map((reply) => (reply.type === 'answered' ? reply.answer : reply.type));
  // The sum after each command, and once more for each read.
  if (answers.join() !== '1,2,3,4,5,5,5')
    throw new Error(`expected the answers 1, 2, 3, 4, 5, 5, 5; got ${answers}`);
  return [
    ['to become leader', elected],
    ['a command', decree],
    ['four commands that come together', batch],
    ['a read at another node', read],
    ['a heartbeat, which renews the lease', heartbeat],
    ['a read by lease, at the leader', leased],
  ];
}

/** The file as it should be. */
export function sourceOf(rows: readonly Row[]): string {
  const list = (of: (spent: Spent) => number, { spent }: Row): string => `[${spent.map(of).join(', ')}]`;
  const total = ({ messages }: Spent): number => Object.values(messages).reduce((sum, one) => sum + one, 0);
  return [
    '/** What running nodes have spent, by the number of nodes: written by `npm run costs`, and compared by a test. */',
    '',
    'export interface Measured {',
    '  readonly what: string;',
    '  /** With three nodes, by type. */',
    '  readonly types: string;',
    '  readonly messages: readonly number[];',
    '  /** For which somebody waits. */',
    '  readonly writes: readonly number[];',
    '  /** For which nobody does. */',
    '  readonly laterWrites: readonly number[];',
    '}',
    '',
    'export const measured: readonly Measured[] = [',
    ...rows.flatMap((row) => [
      '  {',
      `    what: '${row.what}',`,
      `    types: '${
        Object.entries(row.spent[0]!.messages)
          .map(([type, count]) => `${count} ${type}`)
          .join(', ') || 'none'
      }',`,
      `    messages: ${list(total, row)},`,
      `    writes: ${list(({ writes }) => writes, row)},`,
      `    laterWrites: ${list(({ laterWrites }) => laterWrites, row)},`,
      '  },',
    ]),
    '];',
    '',
  ].join('\n');
}

export function keptSource(): string {
  return readFileSync(KEPT, 'utf8');
}

export function keep(source: string): void {
  writeFileSync(KEPT, source);
}
