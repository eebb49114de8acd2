/**
 * A sorted map as plain data: its entries lie in pages, so that a change copies one page and the list of pages, and nothing else.
 *
 * Keys are compared as JavaScript compares strings, by UTF-16 code units, which is the same on every member.
 */

/** No page is empty, and the keys ascend through all of them. */
export type Pages<Item extends Keyed> = readonly (readonly Item[])[];

interface Keyed {
  readonly key: string;
}

/** A page that grows beyond it is split; two that would not fill half of it together become one. */
const PAGE_MAX = 64;

export function itemAt<Item extends Keyed>(pages: Pages<Item>, key: string): Item | undefined {
  const page = pages[pageOf(pages, key)] ?? [];
  const item = page[firstFrom(page, key)];
  return item?.key === key ? item : undefined;
}

/** With the item in the place of the one that has its key. */
export function withItem<Item extends Keyed>(pages: Pages<Item>, item: Item): Pages<Item> {
  const at = pageOf(pages, item.key);
  const page = pages[at] ?? [];
  const index = firstFrom(page, item.key);
  const changed = page.toSpliced(index, page[index]?.key === item.key ? 1 : 0, item);
  if (changed.length <= PAGE_MAX) return pages.toSpliced(at, 1, changed);
  const half = changed.length >> 1;
  return pages.toSpliced(at, 1, changed.slice(0, half), changed.slice(half));
}

/** Without the item of that key, which is there. */
export function withoutItem<Item extends Keyed>(pages: Pages<Item>, key: string): Pages<Item> {
  const at = pageOf(pages, key);
  const page = pages[at]!;
  const changed = page.toSpliced(firstFrom(page, key), 1);
  const next = pages[at + 1];
  if (next !== undefined && changed.length + next.length <= PAGE_MAX / 2)
    return pages.toSpliced(at, 2, [...changed, ...next]);
  return changed.length === 0 ? pages.toSpliced(at, 1) : pages.toSpliced(at, 1, changed);
}

/** The items from that key on, in the order of their keys. */
export function* itemsFrom<Item extends Keyed>(pages: Pages<Item>, key: string): Generator<Item> {
  const at = pageOf(pages, key);
  const page = pages[at] ?? [];
  yield* page.slice(firstFrom(page, key));
  for (const later of pages.slice(at + 1)) yield* later;
}

/** The number of the page in which the key is, or would be. */
function pageOf<Item extends Keyed>(pages: Pages<Item>, key: string): number {
  return Math.max(0, firstWhere(pages.length, (at) => pages[at]![0]!.key > key) - 1);
}

/** The number of the first item whose key is not before that one. */
function firstFrom<Item extends Keyed>(page: readonly Item[], key: string): number {
  return firstWhere(page.length, (at) => page[at]!.key >= key);
}

/** The first index at which it holds, given that it holds at all later ones too; the length where it never does. */
function firstWhere(length: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
