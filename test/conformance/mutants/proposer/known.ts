/** The proposers that other ties tell too, by name. */
import { hearing, mutant, proposing, recording, withoutVote } from './making.js';

export const ignoresReportedVotes = mutant(
  'ignores reported votes',
  'the messages sent',
  proposing(() => undefined),
  'S8',
);

export const adoptsTheFirstReported = mutant(
  'adopts the first reported vote',
  'the state after',
  hearing((input, state) =>
    state.phase === 'preparing' && state.promises.some(({ vote }) => vote !== null)
      ? withoutVote(input)
      : input,
  ),
  'S10',
);

export const usesARoundAgain = mutant(
  'does not persist its round',
  'the records',
  recording(() => []),
  'S13',
);
