/** The instances' sizes: each as small as what is to be shown allows. */
import type { Size } from './size.js';

/** Three nodes, of which two may lead, once each: 1.n1 < 1.n2. Two slots, and three commands that compete for them. */
// #region size
export const twoSlots: Size = {
  rounds: { n1: 1, n2: 1, n3: 0 },
  slots: 2,
  commands: { n1: ['olives', 'bread'], n2: ['wine'] },
};
// #endregion

/** The same with a slot for each command. */
export const threeSlots: Size = { ...twoSlots, slots: 3 };

/** n1 may lead twice, 1.n1 < 1.n2 < 2.n1, and each is asked for one thing. */
export const threeBallots: Size = {
  rounds: { n1: 2, n2: 1, n3: 0 },
  slots: 2,
  commands: { n1: ['olives'], n2: ['wine'] },
};

/** Two nodes that may lead, and three acceptors that are participants of their own. */
export const apart: Size = { ...twoSlots, rounds: { n1: 1, n2: 1 }, acceptors: ['a1', 'a2', 'a3'] };

/** A size as a table has it: `2 slots, ballots 1 + 1`. */
export function sizeInWords({ slots, rounds, acceptors }: Size): string {
  const ballots = Object.values(rounds).filter((most) => most > 0);
  return [
    slots === 1 ? '1 slot' : `${slots} slots`,
    ballots.length === 1 && ballots[0] === 1 ? '1 ballot' : `ballots ${ballots.join(' + ')}`,
    ...(acceptors ? ['acceptors apart'] : []),
  ].join(', ');
}
