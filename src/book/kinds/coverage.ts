/** What a chapter's instances made use of, those of its gallery aside: transitions, guards' answers, or messages. */
import type { Coverage, RoleCoverage } from '#model/index.js';
import { formatCount } from '#src/terminal/units.js';
import { together } from '../coverage.js';
import { aboutAChapter } from '../kind.js';
import { outsideTheGallery } from '../names.js';
import { type Column, markdownTable } from '../table.js';

export const coverage = aboutAChapter('transitions|guards|messages', (chapter, [what, ...others]) => {
  const table = what === undefined ? undefined : TABLES.get(what);
  if (table === undefined || others.length > 0) return undefined;
  const needs = outsideTheGallery(chapter);
  return {
    needs,
    write: (found) => {
      const { columns, rowsOf } = table;
      return markdownTable(columns, rowsOf(together(chapter.id, needs.map(found))));
    },
  };
});

interface Table {
  readonly columns: readonly Column[];
  readonly rowsOf: (coverage: Coverage) => readonly (readonly string[])[];
}

const number = (title: string): Column => ({ title, align: 'right' });

const TABLES: ReadonlyMap<string, Table> = new Map(
  Object.entries({
    transitions: {
      columns: [{ title: 'transition' }, number('taken')],
      rowsOf: ({ roles }) =>
        roles.flatMap(({ transitions }) => transitions.map(({ id, taken }) => [id, formatCount(taken)])),
    },
    guards: {
      columns: [{ title: 'guard' }, { title: 'asked for' }, number('yes'), number('no')],
      rowsOf: ({ roles }) =>
        roles.flatMap(({ guards }) =>
          guards.map(({ guard, transition, yes, no }) => [
            guard,
            transition,
            formatCount(yes),
            formatCount(no),
          ]),
        ),
    },
    messages: {
      columns: [
        { title: 'message or input' },
        number('sent'),
        { title: 'taken by' },
        number('taken'),
        number('refused'),
      ],
      rowsOf: ({ roles }) => [
        ...roles.flatMap((role) => messagesTo(role, roles)),
        ...messagesToNobody(roles),
      ],
    },
  } satisfies Record<string, Table>),
);

/** What a role takes, with how often it is sent; nobody sends an input. */
function messagesTo(role: RoleCoverage, roles: readonly RoleCoverage[]): string[][] {
  return typesMet(role).map((type) => {
    const sent = timesSent(type, roles);
    const counts = [role.taken[type] ?? 0, role.refused[type] ?? 0].map(formatCount);
    return [type, sent === 0 ? '–' : formatCount(sent), role.role, ...counts];
  });
}

/** What is sent, and did not arrive in any run. */
function messagesToNobody(roles: readonly RoleCoverage[]): string[][] {
  const met = new Set(roles.flatMap(typesMet));
  const types = [...new Set(roles.flatMap(({ sent }) => Object.keys(sent)))].sort();
  return types
    .filter((type) => !met.has(type))
    .map((type) => [type, formatCount(timesSent(type, roles)), 'nobody', '0', '0']);
}

function typesMet({ taken, refused }: RoleCoverage): readonly string[] {
  return [...new Set([...Object.keys(taken), ...Object.keys(refused)])].sort();
}

function timesSent(type: string, roles: readonly RoleCoverage[]): number {
  return roles.reduce((sum, { sent }) => sum + (sent[type] ?? 0), 0);
}
