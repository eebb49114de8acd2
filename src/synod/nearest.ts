/** The name that is most likely meant by one that does not exist. */

/** The one of the known names that shares most of its pairs of letters with the name; undefined where none shares half of them. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each) => ({ each, likeness: likeness(name, each) }))
    .sort((a, b) => b.likeness - a.likeness);
  return best !== undefined && best.likeness >= 0.5 ? best.each : undefined;
}

/** How many of the pairs of letters of both are common, from 0 to 1 (Dice's coefficient). */
function likeness(one: string, other: string): number {
  const [mine, others] = [pairsOf(one), pairsOf(other)];
  const common = mine.filter((pair) => others.includes(pair));
  return (2 * common.length) / (mine.length + others.length);
}

/** A space on either side, so that names of one letter have pairs. */
function pairsOf(name: string): readonly string[] {
  const text = ` ${name.toLowerCase()} `;
  return Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));
}
