/** All ways in which names that are alike can be exchanged. */

/** Every renaming of the names of each set among themselves; the first changes nothing. */
export function renamingsOf(sets: readonly (readonly string[])[]): readonly ReadonlyMap<string, string>[] {
  return sets.reduce<ReadonlyMap<string, string>[]>(
    (maps, set) => maps.flatMap((map) => permutations(set).map((to) => joined(map, set, to))),
    [new Map()],
  );
}

function permutations(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length <= 1) return [names];
  return names.flatMap((first) =>
    permutations(names.filter((name) => name !== first)).map((rest) => [first, ...rest]),
  );
}

function joined(
  map: ReadonlyMap<string, string>,
  from: readonly string[],
  to: readonly string[],
): ReadonlyMap<string, string> {
  return new Map([...map, ...from.map((name, at) => [name, to[at]!] as const)]);
}
