/** Chapter 14: three acceptors, three ballots, a client that asks for two things, messages that get lost, and crashes. */
import { type Chapter, type Claim, holds, instance } from '../chapter.js';
import { propertiesOf } from './claims.js';
import { gallery } from './gallery.js';
import { liveInLines } from './live.js';
import { mutants } from './mutants/mutants.js';
import type { Size } from './size.js';
import { flexible, fourAcceptors, threeBallots, withCrashes } from './sizes.js';
import { type SynodState, synod } from './synod.js';

/** All that is claimed of a right Synod. */
function allClaims(size: Size): readonly Claim<SynodState>[] {
  const { aRestartedAcceptorVotes, aRestartedProposerWins, ...others } = propertiesOf(size);
  return Object.values(others).map(holds);
}

const remembered: Size = { ...withCrashes, remembersRestarts: true };
const { aRestartedAcceptorVotes, aRestartedProposerWins } = propertiesOf(remembered);
const fewToChoose: Size = { ...fourAcceptors, quorums: flexible };

// #region chapter
export const theSynod: Chapter = {
  id: '14-the-synod',
  title: 'The Synod',
  question: 'How can several, over a network that loses messages, decide one thing once and for all?',
  instances: [
    instance('three acceptors, ballots 2 + 1', synod('the Synod', threeBallots), allClaims(threeBallots)),
    instance(
      'three acceptors, ballots 2 + 1, crashes',
      synod('the Synod with crashes', withCrashes),
      allClaims(withCrashes),
    ),
    instance('the same, crashes remembered', synod('the Synod with crashes remembered', remembered), [
      holds(aRestartedAcceptorVotes),
      holds(aRestartedProposerWins),
    ]),
    instance('four acceptors, two to choose', synod('two to choose', fewToChoose), allClaims(fewToChoose)),
    ...gallery.map(({ instance }) => instance),
  ],
  gallery,
  mutants,
  live: liveInLines,
};
// #endregion
