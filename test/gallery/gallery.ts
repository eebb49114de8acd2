/** The gallery of production: each known mistake, made in the shipped code, and the tie that tells it. */
import { chapters } from '#spec/index.js';
import type { Entry } from './entry.js';
import { replicas } from './replicas.js';
import { roles } from './roles.js';

/** All entries, by the numbers of the mistakes. */
export const gallery: readonly Entry[] = [...roles, ...replicas].sort(
  (one, other) => one.id[0]!.localeCompare(other.id[0]!) || numberOf(one) - numberOf(other),
);

/** The numbers of the book's known mistakes. */
export const mistakes: ReadonlySet<string> = new Set(
  chapters.flatMap((chapter) => chapter.gallery ?? []).map(({ id }) => id),
);

/** The whole file gallery.md. */
export function galleryTable(): string {
  const rows = gallery.map(({ id, mutant, tie, told }) => `| ${[id, mutant, tie, told].join(' | ')} |`);
  return `\
# The gallery of production

Each known mistake, made in the shipped code, and the tie that has to tell it. \`npm run gallery\` makes every comparison anew, and fails
where a mutant is not told, or not by what is named here. This file is written by \`npx vitest run test/gallery -u\`. The numbers are those of
the book's galleries, but D8, D12 and T3, which the book does not have. Those with P stand in no list: an author thought of them who had read
leases, handing over and members, and none of the tests. \`npm run gallery -- T C D9 D11 P\` makes these alone.

| | mutant | tie | told by |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function numberOf({ id }: Entry): number {
  return Number(id.slice(1));
}
