/** The answers to the exercises of chapter 19, as models. */
import { emit } from 'xstate';
import { alwaysPossible } from '#model/index.js';
import { proposerMachine, valueToPropose } from '../14-the-synod/proposer.js';
import { fails, holds, type Instance, instance } from '../chapter.js';
import { boundsHold, isKnown, isNotKnown } from './claims.js';
import fourNodes from './exercise-2.js';
import { LEADER } from './names.js';
import { type SynodSize, type SynodState, synodOf } from './synods.js';

/** Nobody has to have stopped for good who is needed. */
const aDecisionIsAlwaysPossible = alwaysPossible('a decision is always possible', ({ history }: SynodState) =>
  isKnown(history.spent),
);

/** The same in which so many that only vote may stop. */
function stopping(name: string, size: SynodSize, stops: number, proposer = proposerMachine) {
  return { ...synodOf(name, size, proposer), faults: { stops: { voting: stops } } };
}

const alone = { [LEADER]: 1 };
const [three, four, five] = [3, 4, 5].map((nodes): SynodSize => ({ nodes, rounds: alone }));

/** 1. A proposer that asks itself and one other. */
const A_MAJORITY = ['n1', 'n2'];
const thriftyThree: SynodSize = { ...three!, asked: 1 };
export const thrifty = proposerMachine.provide({
  actions: {
    sendPrepare: emit(({ context }) => ({ type: 'prepare', to: A_MAJORITY, ballot: context.ballot! })),
    sendAccept: emit(({ context }) => ({
      type: 'accept',
      to: A_MAJORITY,
      ballot: context.ballot!,
      value: valueToPropose(context)!,
    })),
  },
});

/** 3. Three of four nodes are learners. */
const threeLearners: SynodSize = { nodes: 4, rounds: { n1: 1, n2: 0, n3: 0 } };

export const answers: readonly Instance[] = [
  instance(
    '1. a proposer that asks a majority',
    { ...synodOf('a thrifty proposer', thriftyThree, thrifty), within: isNotKnown },
    boundsHold({ least: { messages: 4, writes: 4 }, most: { messages: 4, writes: 4 } }),
  ),
  instance('1. the same, and one may stop', stopping('one stops', thriftyThree, 1, thrifty), [
    fails(aDecisionIsAlwaysPossible),
  ]),
  instance('1. a proposer that asks all, and one may stop', stopping('one stops', three!, 1), [
    holds(aDecisionIsAlwaysPossible),
  ]),
  fourNodes,
  instance('2. four nodes, of which one may stop', stopping('one of four stops', four!, 1), [
    holds(aDecisionIsAlwaysPossible),
  ]),
  instance('2. four nodes, of which two may stop', stopping('two of four stop', four!, 2), [
    fails(aDecisionIsAlwaysPossible),
  ]),
  instance('2. five nodes, of which two may stop', stopping('two of five stop', five!, 2), [
    holds(aDecisionIsAlwaysPossible),
  ]),
  instance(
    '3. three learners',
    { ...synodOf('three learners', threeLearners), within: isNotKnown },
    boundsHold({ least: { messages: 14, writes: 6 }, most: { messages: 18, writes: 8 } }),
  ),
];

export default answers;
