/** The gallery of production: each known mistake, made in the shipped code, and the tie that tells it. */
import { chapters } from '#spec/index.js';
import { NOT_FOUND } from '#test/simulator/mistakes.js';
import { durable } from './durable.js';
import type { Entry } from './entry.js';
import { EXCUSED, KNOWN } from './known.js';
import { replicas } from './replicas.js';
import { roles } from './roles.js';

/** All entries, by the numbers of the mistakes. */
export const gallery: readonly Entry[] = [...roles, ...replicas, ...durable].sort(
  (one, other) => one.id[0]!.localeCompare(other.id[0]!) || numberOf(one) - numberOf(other),
);

/** The numbers of the book's known mistakes, and of those that stand in the list of known mistakes. */
const mistakes: readonly string[] = [
  ...new Set([...KNOWN, ...chapters.flatMap((chapter) => chapter.gallery ?? []).map(({ id }) => id)]),
];

/** Those of which there is neither a mutant nor a reason why there is none. */
export const missing: readonly string[] = mistakes.filter(
  (id) => EXCUSED[id] === undefined && !gallery.some((entry) => entry.id === id),
);

/** The whole file gallery.md. */
export function galleryTable(): string {
  const rows = gallery.map(({ id, mutant, tie, told }) => `| ${[id, mutant, tie, told].join(' | ')} |`);
  return `\
# The gallery of production

Each known mistake, made in the shipped code, and the tie that has to tell it. \`npm run gallery\` makes every comparison anew, and fails
where a mutant is not told, or not by what is named here. This file is written by \`npx vitest run test/gallery -u\`. The numbers are those of
the book's galleries, and of others that the book does not have. Those with P stand in no list: an author thought of them who had read
leases, handing over and members, and none of the tests. \`npm run gallery -- T C D9 D11 P\` makes these alone.

| | mutant | tie | told by |
| --- | --- | --- | --- |
${rows.join('\n')}

## Without a mutant

Each other known mistake has its mutant above.

| | why not |
| --- | --- |
${rowsOf(EXCUSED)}

## Told elsewhere, and not by simulated clusters

A million inputs under faults do not show what comes of these. Other ties above tell each of them.

| a node | why not |
| --- | --- |
${rowsOf(NOT_FOUND)}
`;
}

function rowsOf(reasons: Readonly<Record<string, string>>): string {
  return Object.entries(reasons)
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function numberOf({ id }: Entry): number {
  return Number(id.slice(1));
}
