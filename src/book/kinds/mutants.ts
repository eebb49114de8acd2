/** The mutants of a chapter's machines: how many each claim kills, the harmless ones with the reasons, or all of them. */
import type { Decision, Suspect } from '#spec/index.js';
import { type Cell, type Column, markdownTable, right } from '#src/terminal/markdown.js';
import { aboutAChapter } from '../kind.js';
import { mutantsIn } from '../names.js';

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
  readonly rowsOf: (cases: readonly Case[]) => readonly (readonly Cell[])[];
}

const TABLES: ReadonlyMap<string, Table> = new Map(
  Object.entries({
    killed: { columns: ['killed by', right('mutants')], rowsOf: byKiller },
    harmless: {
      columns: ['mutant', 'why it does no harm', 'where', right('states')],
      rowsOf: (cases) =>
        cases
          .filter(([, { falls }]) => falls.length === 0)
          .map(([{ id, harmless = '' }, { where, states }]) => [id, harmless, where, states]),
    },
    all: {
      columns: [
        'mutant',
        'killed by',
        right('shortest trace'),
        'where',
        right('states'),
        right('ran'),
        'falls too',
      ],
      rowsOf: (cases) => cases.map(rowOf),
    },
  } satisfies Record<string, Table>),
);

/** The first that falls is the one that kills. */
function rowOf([{ id }, { where, falls, states, ran }]: Case): readonly Cell[] {
  const [first, ...others] = falls;
  return [
    id,
    first?.claim ?? 'nothing: harmless',
    first?.length || undefined,
    where,
    states,
    ran,
    others.map(({ claim }) => claim).join(', ') || undefined,
  ];
}

/** The most deadly claim first; at the end those that nothing kills, and all. */
function byKiller(cases: readonly Case[]): readonly (readonly Cell[])[] {
  const counts = new Map<string, number>();
  const killers = cases.flatMap(([, { falls }]) => falls.slice(0, 1).map(({ claim }) => claim));
  for (const claim of killers) counts.set(claim, (counts.get(claim) ?? 0) + 1);
  return [
    ...[...counts].sort(([, one], [, other]) => other - one),
    ['nothing: harmless', cases.length - killers.length],
    ['all', cases.length],
  ];
}
