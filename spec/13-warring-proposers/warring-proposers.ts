/** Chapter 13: two masters that overrule each other for ever, and what it takes to stop them. */
import { agreement, everyClientCanBeTold, validity } from '../01-one-server/claims.js';
import { twoMastersAtWork } from '../08-ask-a-majority/claims.js';
import type { Cast } from '../08-ask-a-majority/rounds.js';
import { aClientCanBeTold } from '../12-promises-instead-of-a-clock/claims.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import {
  ifAllArePatient,
  ifItIsPatient,
  ifM1IsLeftAlone,
  ifM1IsLeftAloneAndPatient,
  progressUnderStrongFairness,
  progressUnderWeakFairness,
  whatIsAssumedIsAlwaysBroken,
} from './claims.js';
import { duel } from './duel.js';
import { patientSlave, persistentMaster } from './persistent.js';

// #region size
/** With two slaves a majority is both of them. */
export const two: Cast = { slaves: 2, requests: ['olives', 'wine'] };
/** A master that was left alone before it began. */
export const one: Cast = { slaves: 2, requests: ['olives'] };
// #endregion

// #region lossy
export const lossy = { network: 'lossy-latest' } as const;
export const sendingAgain = { ...lossy, master: persistentMaster, slave: patientSlave } as const;
// #endregion

// #region chapter
export const warringProposers: Chapter = {
  id: '13-warring-proposers',
  title: 'Warring proposers',
  question: 'Safety is settled. Does anything ever get decided?',
  instances: [
    instance('two masters', duel('two masters', two), [
      holds(agreement),
      holds(validity),
      holds(twoMastersAtWork),
      holds(everyClientCanBeTold),
      holds(aClientCanBeTold),
      fails(progressUnderWeakFairness),
      fails(progressUnderStrongFairness),
      fails(ifAllArePatient),
      fails(ifM1IsLeftAlone),
      holds(ifM1IsLeftAloneAndPatient),
      fails(whatIsAssumedIsAlwaysBroken),
    ]),
    instance('one master, nothing is lost', duel('one master', one), [
      holds(agreement),
      fails(progressUnderStrongFairness),
      holds(ifItIsPatient),
    ]),
    instance('one master, messages are lost', duel('one master, with losses', one, lossy), [
      holds(agreement),
      holds(aClientCanBeTold),
      fails(ifItIsPatient),
    ]),
    instance('one master, messages are lost and sent again', duel('sending again', one, sendingAgain), [
      holds(agreement),
      holds(progressUnderStrongFairness),
      fails(progressUnderWeakFairness),
    ]),
  ],
};
// #endregion
