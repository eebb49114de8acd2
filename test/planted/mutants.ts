/** Mistakes that stand in no list: an author thought of them who had read production and the book, and none of the tests. */

import { changedBy } from '#src/node/member-change.js';
import { LIMITS } from '#src/paxos/limits.js';
import { replicaOf } from '#src/paxos/replica.js';
import { n2 } from '#test/unit/paxos/log-words.js';
import { believingWhatIsLate, heirOf, isDeposedByWhatIsLate } from './handing-over.js';
import { acrossTwoLives, addingAtOnce } from './lives.js';
import {
  addressAfterMove,
  governsBySnapshot,
  isPromotedForItsEarlierLife,
  movingBack,
  takingItsOwnForFirst,
} from './members.js';
import { countsWhatIsFromBefore, readsAfterStandstill } from './reads.js';
import { acrossASetback } from './set-back.js';

export interface Mutant {
  readonly row: string;
  /** Reads on after *a member that*. */
  readonly name: string;
  /** What goes wrong. */
  readonly told: string;
  /** Whether it goes wrong where the mistake is made, or where it is not. */
  readonly isTold: (isMade: boolean) => Promise<boolean> | boolean;
}

export const mutants: readonly Mutant[] = [
  {
    row: 'P3',
    name: 'allows for a standstill by the whole margin, of which half is for clocks that drift',
    told: 'a read by a lease after a standstill of more than half of the margin',
    isTold: (isMade) => readsAfterStandstill(isMade ? 'whole' : 'half'),
  },
  {
    row: 'P4',
    name: 'numbers its reads from 1 at each start',
    told: 'a read answered by what was told before the node started again',
    isTold: (isMade) => countsWhatIsFromBefore(isMade ? 'from1' : 'onAndOn'),
  },
  {
    row: 'P5',
    name: 'leads at a release that comes when another has its promise',
    told: 'a new leader deposed by what was said to another long ago',
    isTold: (isMade) => isDeposedByWhatIsLate(isMade ? believingWhatIsLate : replicaOf),
  },
  {
    row: 'P6',
    name: 'lets one lead that lacked the least when it was heard last, however long ago',
    told: 'an heir that is silent',
    isTold: (isMade) => heirOf(isMade ? Number.POSITIVE_INFINITY : LIMITS.electionMs) === n2,
  },
  {
    row: 'P7',
    name: 'counts for a new life of a member what its earlier one has told',
    told: 'a vote for a member that has nothing',
    isTold: (isMade) => isPromotedForItsEarlierLife(isMade ? 'asTheNewOne' : 'asItself'),
  },
  {
    row: 'P8',
    name: 'is new, and takes a snapshot before it knows who governs',
    told: 'a slot that is governed by a configuration of later ones',
    isTold: (isMade) => governsBySnapshot(isMade ? takingItsOwnForFirst : replicaOf) === 3,
  },
  {
    row: 'P9',
    name: 'puts where a member was found before in the place of where it moves',
    told: 'a member sought where it was before',
    isTold: (isMade) => addressAfterMove(isMade ? movingBack : (after) => after) !== 'new:1',
  },
  {
    row: 'P11',
    name: 'adds a node anew while its earlier life has a vote in open slots',
    told: 'two decrees acknowledged in one slot',
    isTold: (isMade) => isTwice(acrossTwoLives(isMade ? addingAtOnce : changedBy)),
  },
  {
    row: 'P12',
    name: 'has started, and asks the voters of the first open slot alone what its store lacks',
    told: 'two decrees acknowledged in one slot by a disk that was set back',
    isTold: async (isMade) => isTwice(await acrossASetback(isMade ? 'first' : 'all')),
  },
];

/** Whether clients were told of two decrees in one slot. */
function isTwice(slots: readonly number[]): boolean {
  return new Set(slots).size < slots.length;
}
