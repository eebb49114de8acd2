/** How full the heap is: that of this thread, in Node. Elsewhere nobody can tell. Arrays of numbers are not on it. */

interface V8 {
  getHeapStatistics(): { readonly used_heap_size: number; readonly heap_size_limit: number };
}

const host = globalThis as { readonly process?: { readonly getBuiltinModule?: (name: string) => unknown } };
const v8 = host.process?.getBuiltinModule?.('node:v8') as V8 | undefined;

/** What of its limit is for the newest objects, in three parts of 16 MiB, and not for those that last. */
const FOR_THE_NEWEST = 48 * 2 ** 20;
/**
 * How much of the rest may be in use. What is left is for garbage, and for what follows the search: making sure, and telling traces. From four
 * fifths on V8 ends the process, where collecting garbage takes nearly all of its time.
 */
const FULL = 0.7;

/** Whether it is so full that a search had better end. */
export function isHeapFull(): boolean {
  if (v8 === undefined) return false;
  const { used_heap_size: used, heap_size_limit: limit } = v8.getHeapStatistics();
  return used > FULL * (limit - FOR_THE_NEWEST);
}
