/** Roles that count to another number than the size of their phase's quorums. */
import type { Quorums } from '#src/paxos/quorum.js';
import type { Kind } from '../compare.js';
import type { Mutant } from './mutant.js';

/**
 * @param what it counts.
 * @param phase whose quorums it has to count to.
 * @param mutantBy makes a mutant of the role that counts to that size.
 */
export function countingWrong(
  what: 'promise' | 'vote',
  phase: 'phase1' | 'phase2',
  mutantBy: (name: string, told: Kind, size: (quorums: Quorums) => number) => Mutant,
): readonly Mutant[] {
  const other = phase === 'phase1' ? 'phase2' : 'phase1';
  const sizes: readonly (readonly [name: string, size: (quorums: Quorums) => number])[] = [
    [`counts ${what}s to the size of phase ${other.at(-1)}`, (quorums) => quorums[other]],
    [`takes two ${what}s for enough`, ({ acceptors }) => Math.min(2, acceptors.length)],
    [`takes a majority of ${what}s for enough`, ({ acceptors }) => Math.floor(acceptors.length / 2) + 1],
    ['takes half of the acceptors for enough', ({ acceptors }) => Math.ceil(acceptors.length / 2)],
    [`takes one ${what} too few for enough`, (quorums) => Math.max(1, quorums[phase] - 1)],
    [`waits for one ${what} more`, (quorums) => Math.min(quorums.acceptors.length, quorums[phase] + 1)],
    [`waits for all ${what}s`, ({ acceptors }) => acceptors.length],
  ];
  return sizes.map(([name, size]) => mutantBy(name, 'the state after', size));
}
