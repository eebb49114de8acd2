/** The table of contents: each chapter with its question and what came of it. */
import { posix } from 'node:path';
import { traceLength } from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { formatCount } from '#src/terminal/units.js';
import type { Findings, Kind } from '../kind.js';
import { type Column, markdownTable } from '../table.js';

export const contents: Kind = {
  usage: '',
  plan: (words, { house: { chapters }, file }) => {
    if (words.length > 0) return undefined;
    return {
      needs: chapters.flatMap(({ instances }) => instances),
      write: (found) =>
        markdownTable(
          COLUMNS,
          chapters.map((chapter) => rowOf(chapter, chapter.instances.map(found), posix.dirname(file))),
        ),
    };
  },
};

const COLUMNS: readonly Column[] = [
  { title: 'chapter' },
  { title: 'question' },
  { title: 'claims, all as stated' },
  { title: 'states of the largest instance', align: 'right' },
  { title: 'shortest run that goes wrong', align: 'right' },
];

function rowOf(chapter: Chapter, findings: readonly Findings[], folder: string): string[] {
  const [number] = chapter.id.split('-');
  const results = findings.flatMap((one) => one.results);
  const count = (verdict: string): number => results.filter((one) => one.verdict === verdict).length;
  const refuted = results.filter(({ kind, verdict }) => verdict === 'fails' && kind !== 'sometimes');
  return [
    `[${number} · ${chapter.title}](${posix.relative(folder, `spec/${chapter.id}/README.md`)})`,
    chapter.question,
    `${count('holds')} hold, ${count('fails')} fail`,
    orDash(
      findings.filter(({ complete }) => complete).map(({ states }) => states),
      Math.max,
    ),
    orDash(
      refuted.flatMap(({ trace }) => (trace ? [traceLength(trace)] : [])),
      Math.min,
    ),
  ];
}

function orDash(counts: readonly number[], choose: (...counts: number[]) => number): string {
  return counts.length === 0 ? '–' : formatCount(choose(...counts));
}
