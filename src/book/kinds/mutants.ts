/** The mutants of a chapter's machines: how many each claim kills, the harmless ones with the reasons, or all of them. */
import type { Decision, Suspect } from '#spec/index.js';
import { formatCount } from '#src/terminal/units.js';
import { aboutAChapter } from '../kind.js';
import { mutantsIn } from '../names.js';
import { type Column, markdownTable } from '../table.js';

export const mutants = aboutAChapter('killed|harmless|all', (chapter, [what, ...others]) => {
  const table = what === undefined ? undefined : TABLES.get(what);
  if (table === undefined || others.length > 0) return undefined;
  const suspects = mutantsIn(chapter);
  return {
    needs: [],
    suspects,
    write: (_, decided) => {
      const { columns, rowsOf } = table;
      return markdownTable(columns, rowsOf(suspects.map((one) => [one, decided(one)] as const)));
    },
  };
});

type Case = readonly [Suspect, Decision];

interface Table {
  readonly columns: readonly Column[];
  readonly rowsOf: (cases: readonly Case[]) => readonly (readonly string[])[];
}

const number = (title: string): Column => ({ title, align: 'right' });

const TABLES: ReadonlyMap<string, Table> = new Map(
  Object.entries({
    killed: { columns: [{ title: 'killed by' }, number('mutants')], rowsOf: byKiller },
    harmless: {
      columns: [{ title: 'mutant' }, { title: 'why it does no harm' }, { title: 'where' }, number('states')],
      rowsOf: (cases) =>
        cases
          .filter(([, { falls }]) => falls.length === 0)
          .map(([{ id, harmless = '' }, { where, states }]) => [id, harmless, where, formatCount(states)]),
    },
    all: {
      columns: [
        { title: 'mutant' },
        { title: 'killed by' },
        number('shortest trace'),
        { title: 'where' },
        number('states'),
        number('ran'),
        { title: 'falls too' },
      ],
      rowsOf: (cases) => cases.map(rowOf),
    },
  } satisfies Record<string, Table>),
);

/** The first that falls is the one that kills. */
function rowOf([{ id }, { where, falls, states, ran }]: Case): readonly string[] {
  const [first, ...others] = falls;
  return [
    id,
    first?.claim ?? 'nothing: harmless',
    first?.length ? formatCount(first.length) : '–',
    where,
    formatCount(states),
    formatCount(ran),
    others.map(({ claim }) => claim).join(', ') || '–',
  ];
}

/** The most deadly claim first; at the end those that nothing kills, and all. */
function byKiller(cases: readonly Case[]): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  const killers = cases.flatMap(([, { falls }]) => falls.slice(0, 1).map(({ claim }) => claim));
  for (const claim of killers) counts.set(claim, (counts.get(claim) ?? 0) + 1);
  return [
    ...[...counts]
      .sort(([, one], [, other]) => other - one)
      .map(([claim, count]) => [claim, formatCount(count)]),
    ['nothing: harmless', formatCount(cases.length - killers.length)],
    ['all', formatCount(cases.length)],
  ];
}
