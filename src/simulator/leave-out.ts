/** Leaves out of a row what a test does not need: delta debugging (Zeller and Hildebrandt, 2002). */

/**
 * Tries the row without ever smaller chunks of it.
 *
 * @param attempt says whether the rest is enough, and what remains of it; null where it is not.
 * @param goesOn says whether there is time for more.
 */
export async function leaveOut<Item>(
  items: readonly Item[],
  attempt: (rest: readonly Item[]) => Promise<readonly Item[] | null>,
  goesOn: () => boolean = () => true,
): Promise<readonly Item[]> {
  let left = items;
  for (
    let size = Math.ceil(items.length / 2), isOver = items.length === 0;
    !isOver && goesOn();
    size = Math.ceil(size / 2)
  ) {
    const before = left.length;
    // The later ones first: most of them turn out not to matter.
    for (let end = before; end > 0 && goesOn(); end = Math.min(end - size, left.length))
      left = (await attempt(left.toSpliced(Math.max(0, end - size), Math.min(size, end)))) ?? left;
    isOver = size === 1 && left.length === before;
  }
  return left;
}
