/** What a chapter's instances made use of, those of its gallery aside: transitions, guards' answers, or messages. */
import type { Coverage, RoleCoverage } from '#model/index.js';
import { type Cell, type Column, markdownTable, right } from '#src/terminal/markdown.js';
import { together } from '../coverage.js';
import { aboutAChapter } from '../kind.js';
import { outsideTheGallery } from '../names.js';

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
  readonly rowsOf: (coverage: Coverage) => readonly (readonly Cell[])[];
}

const TABLES: ReadonlyMap<string, Table> = new Map(
  Object.entries({
    transitions: {
      columns: ['transition', right('taken')],
      rowsOf: ({ roles }) =>
        roles.flatMap(({ transitions }) => transitions.map(({ id, taken }) => [id, taken])),
    },
    guards: {
      columns: ['guard', 'asked for', right('yes'), right('no')],
      rowsOf: ({ roles }) =>
        roles.flatMap(({ guards }) =>
          guards.map(({ guard, transition, yes, no }) => [guard, transition, yes, no]),
        ),
    },
    messages: {
      columns: ['message or input', right('sent'), 'taken by', right('taken'), right('refused')],
      rowsOf: ({ roles }) => [
        ...roles.flatMap((role) => messagesTo(role, roles)),
        ...messagesToNobody(roles),
      ],
    },
  } satisfies Record<string, Table>),
);

/** What a role takes, with how often it is sent; nobody sends an input. */
function messagesTo(role: RoleCoverage, roles: readonly RoleCoverage[]): (readonly Cell[])[] {
  return typesMet(role).map((type) => {
    const sent = timesSent(type, roles) || undefined;
    return [type, sent, role.role, role.taken[type] ?? 0, role.refused[type] ?? 0];
  });
}

/** What is sent, and did not arrive in any run. */
function messagesToNobody(roles: readonly RoleCoverage[]): (readonly Cell[])[] {
  const met = new Set(roles.flatMap(typesMet));
  const types = [...new Set(roles.flatMap(({ sent }) => Object.keys(sent)))].sort();
  return types.filter((type) => !met.has(type)).map((type) => [type, timesSent(type, roles), 'nobody', 0, 0]);
}

function typesMet({ taken, refused }: RoleCoverage): readonly string[] {
  return [...new Set([...Object.keys(taken), ...Object.keys(refused)])].sort();
}

function timesSent(type: string, roles: readonly RoleCoverage[]): number {
  return roles.reduce((sum, { sent }) => sum + (sent[type] ?? 0), 0);
}
