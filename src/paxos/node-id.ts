/** Names of nodes: of those that play a role in the protocol, and of clients. */

declare const brand: unique symbol;

/** A node's name. Made by {@link nodeId}, so that no other text is taken for one. */
export type NodeId = string & { readonly [brand]: 'NodeId' };

/**
 * The text as a node's name: 1 to 64 letters, digits, dots, underscores and hyphens, the first a letter or a digit.
 *
 * @throws TypeError where the text is not of that form.
 *
 * @example
 * nodeId('a1'); // → 'a1'
 */
export function nodeId(text: string): NodeId {
  if (!isNodeId(text))
    throw new TypeError(
      'expected a node name of 1 to 64 letters, digits, dots, underscores and hyphens that starts with a letter or ' +
        `a digit, got ${JSON.stringify(text)}; check the name in the configuration`,
    );
  return text as NodeId;
}

/** Whether it is a text of the form that {@link nodeId} asks for. */
export function isNodeId(text: unknown): text is NodeId {
  return typeof text === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);
}

/** Below zero where `a` comes first, above zero where `b` does: by code unit, the same in every locale. */
export function compareNodeIds(a: NodeId, b: NodeId): number {
  return a < b ? -1 : Number(a > b);
}

/** The set (sorted, without repeats) with the node in it. */
export function including(set: readonly NodeId[], id: NodeId): readonly NodeId[] {
  return set.includes(id) ? set : [...set, id].sort(compareNodeIds);
}
