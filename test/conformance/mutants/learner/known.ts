/** The learners that other ties tell too, by name. */
import { mutant, right } from './making.js';

export const addsUpBallots = mutant(
  'adds up votes of different ballots',
  'the state after',
  (state, input) => {
    const { message } = input;
    const { ballot } = state.tallies.find(({ value }) => value === message.value) ?? message;
    return right(state, { ...input, message: { ...message, ballot } });
  },
  'S15',
);
