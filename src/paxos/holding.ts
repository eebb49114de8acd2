/**
 * What is held for members that were sent a snapshot: the decrees after it, up to a bound.
 *
 * A large snapshot is long on its way. If the decrees after it were left out meanwhile, its receiver would need another one, and
 * would be overtaken again and again.
 */
import type { NodeId } from './node-id.js';

export interface Hold {
  readonly node: NodeId;
  /** It will ask for the decrees after this slot. */
  readonly through: number;
}

/** A member is sent a snapshot through that slot. The one that it was sent before may still be on its way. */
export function hold(holds: readonly Hold[], node: NodeId, through: number): readonly Hold[] {
  return holds.some((other) => other.node === node) ? holds : [...holds, { node, through }];
}

/** A member says that it knows all decrees through `decided`; from `enough` on nothing has to be held for it. */
export function cameTo(
  holds: readonly Hold[],
  node: NodeId,
  { decided, enough }: { readonly decided: number; readonly enough: number },
): readonly Hold[] {
  const held = holds.find((other) => other.node === node);
  // It has not taken the snapshot yet.
  if (held === undefined || decided < held.through) return holds;
  const others = holds.filter((other) => other !== held);
  return decided >= enough ? others : [...others, { node, through: decided }];
}
