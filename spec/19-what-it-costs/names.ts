/** The names of the nodes: n1, n2, … */

/** The one that leads where there is one leader. */
export const LEADER = 'n1';

export function namesOf(nodes: number): readonly string[] {
  return Array.from({ length: nodes }, (_, index) => `n${index + 1}`);
}
