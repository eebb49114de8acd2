/** The answers to the exercises of chapter 14, as models. */
import { fails, holds, type Instance, instance } from '../chapter.js';
import { ignoresItsPromise } from './ablations/acceptors.js';
import { countsAPromiseTwice, ignoresReportedVotes } from './ablations/proposers.js';
import type { Row } from './ablations/row.js';
import { propertiesOf } from './claims.js';
import roundsWithoutNames from './exercise-3.js';
import type { Size } from './size.js';
import { twoBallots } from './sizes.js';
import { synod } from './synod.js';

/** One acceptor, who is a majority by itself, and two proposers. */
const alone: Size = { ...twoBallots, acceptors: 1 };

const ofOne = propertiesOf(alone);
const ofThree = propertiesOf(twoBallots);

function withOneAcceptor({ mistake, machines }: Row) {
  return synod(`${mistake}, one acceptor`, alone, machines);
}

const crashing: Size = { ...twoBallots, restarts: { learner: Infinity } };

export const answers: readonly Instance[] = [
  // One acceptor is a quorum by itself: its promise counted twice makes no other. But its word must still be kept, and heeded.
  instance('1. S5 with one acceptor', withOneAcceptor(ignoresItsPromise), [fails(ofOne.agreement)]),
  instance('1. S8 with one acceptor', withOneAcceptor(ignoresReportedVotes), [fails(ofOne.agreement)]),
  instance('1. S11 with one acceptor', withOneAcceptor(countsAPromiseTwice), [holds(ofOne.agreement)]),
  // No claim needs it: what is chosen stays chosen, and the votes that tell of it may come again. One that keeps what it counted is
  // where it was before the crash, so there are no more states than without crashes; one that forgets may be anywhere behind.
  instance('2. a learner that forgets', synod('a learner that forgets', crashing), [
    holds(ofThree.agreement),
    holds(ofThree.toldStaysTold),
    holds(ofThree.aClientIsTold),
  ]),
  instance(
    '2. a learner that keeps what it counted',
    synod('a learner that keeps what it counted', crashing, {}, { learner: ['votes', 'learned'] }),
    [holds(ofThree.agreement), holds(ofThree.toldStaysTold), holds(ofThree.aClientIsTold)],
  ),
  roundsWithoutNames,
];

export default answers;
