/** Decides mutants, each once, and compares what came of them with what their chapters say. */
import type { Chapter, Decision, Suspect } from '#spec/index.js';
import type { Io } from '#src/terminal/io.js';
import type { Problem } from './problem.js';

/** What came of mutants, by mutant. */
export type Decided = ReadonlyMap<Suspect, Decision>;

export const none: Decided = new Map();

/** Of the mutants of a chapter at most so large a part may be harmless; else too little is claimed. */
export const HARMLESS_AT_MOST = 1 / 10;

/**
 * Decides the mutants, in their order, and says which it is at.
 *
 * @throws Error where one cannot be decided: which, and why.
 */
export async function decideSuspects(
  suspects: Iterable<Suspect>,
  { err }: Pick<Io, 'err'>,
): Promise<Decided> {
  const decided = new Map<Suspect, Decision>();
  for (const suspect of suspects) {
    err.write(`mutant ${suspect.id}\n`);
    decided.set(suspect, await suspect.decide());
  }
  return decided;
}

/** The mutants that are not what their chapters say, as far as they were decided. */
export function notAsListed(chapters: readonly Chapter[], decided: Decided): readonly Problem[] {
  return chapters.flatMap(({ id, mutants = [] }) => {
    const known = mutants.filter((suspect) => decided.has(suspect));
    const messages = known.flatMap((suspect) => complaints(suspect, decided.get(suspect)!));
    const listed = known.filter(({ harmless }) => harmless !== undefined).length;
    if (known.length === mutants.length && listed > mutants.length * HARMLESS_AT_MOST)
      messages.push(
        `${listed} of ${mutants.length} mutants are listed as harmless; expected at most one in ten: claim more`,
      );
    return messages.map((message) => ({ file: `spec/${id}`, message }));
  });
}

function complaints({ id, harmless }: Suspect, { where, falls, ran }: Decision): readonly string[] {
  const [first] = falls;
  const says = (message: string): string => `the mutant '${id}' ${message}`;
  return [
    ...(first === undefined && harmless === undefined
      ? [
          says(
            `breaks no claim, up to '${where}'; claim what it changes, or list it as harmless with the reason`,
          ),
        ]
      : []),
    ...(first !== undefined && harmless !== undefined
      ? [says(`is listed as harmless, and breaks '${first.claim}' in '${where}'; take it off the list`)]
      : []),
    ...(ran === 0
      ? [says(`never ran in '${where}', which says nothing of it; look at it where its part is made use of`)]
      : []),
  ];
}
