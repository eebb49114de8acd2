/** The table of contents: each chapter with its question and what came of it. */
import { posix } from 'node:path';
import { traceLength } from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import { type Cell, markdownTable, right } from '#src/terminal/markdown.js';
import type { Findings, Kind } from '../kind.js';

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

const COLUMNS = [
  'chapter',
  'question',
  'claims, all as stated',
  right('states of the largest instance'),
  right('shortest run that goes wrong'),
];

function rowOf(chapter: Chapter, findings: readonly Findings[], folder: string): readonly Cell[] {
  const [number] = chapter.id.split('-');
  const results = findings.flatMap((one) => one.results);
  const count = (verdict: string): number => results.filter((one) => one.verdict === verdict).length;
  const refuted = results.filter(({ kind, verdict }) => verdict === 'fails' && kind !== 'sometimes');
  return [
    `[${number} · ${chapter.title}](${posix.relative(folder, `spec/${chapter.id}/README.md`)})`,
    chapter.question,
    `${count('holds')} hold, ${count('fails')} fail`,
    most(findings.filter(({ complete }) => complete).map(({ states }) => states)),
    least(refuted.flatMap(({ trace }) => (trace ? [traceLength(trace)] : []))),
  ];
}

function most(counts: readonly number[]): number | undefined {
  return counts.length === 0 ? undefined : Math.max(...counts);
}

function least(counts: readonly number[]): number | undefined {
  return counts.length === 0 ? undefined : Math.min(...counts);
}
