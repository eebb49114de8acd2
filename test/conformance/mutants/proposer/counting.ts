/** Proposers that count other promises, or to another number. */
import { compareBallots } from '#src/paxos/ballot.js';
import { send } from '#src/paxos/effect.js';
import type { Mutant } from '../mutant.js';
import { countingWrong } from '../sizes.js';
import {
  becoming,
  countingTo,
  hearing,
  idleWhere,
  isPromise,
  mutant,
  ownBallot,
  right,
  type State,
} from './making.js';

export const counting: readonly Mutant[] = [
  ...countingWrong('promise', 'phase1', (name, told, size) => mutant(name, told, countingTo(size))),
  mutant(
    'counts a promise twice',
    'the state after',
    (state, input) => {
      if (state.phase !== 'preparing' || !isPromise(input)) return right(state, input);
      const again = state.promises.find(({ acceptor }) => acceptor === input.from);
      const other = state.quorums.acceptors.find(
        (id) => !state.promises.some(({ acceptor }) => acceptor === id),
      );
      return right(state, again && other ? { ...input, from: other } : input);
    },
    'S11',
  ),
  mutant(
    'counts promises of its older ballots',
    'the state after',
    hearing((input, state) =>
      input.message.ballot.proposer === state.id && input.message.ballot.round < state.round
        ? { ...input, message: { ...input.message, ballot: ownBallot(state) } }
        : input,
    ),
    'S12',
  ),
  mutant(
    'counts promises for others’ ballots of its round',
    'the state after',
    hearing((input, state) =>
      input.message.ballot.round === state.round
        ? { ...input, message: { ...input.message, ballot: ownBallot(state) } }
        : input,
    ),
  ),
  mutant(
    'counts promises for any ballot',
    'the state after',
    hearing((input, state) =>
      state.round > 0 ? { ...input, message: { ...input.message, ballot: ownBallot(state) } } : input,
    ),
  ),
  mutant(
    'counts promises for rounds that are the same in 32 bits',
    'the state after',
    hearing((input, state) => {
      const { ballot } = input.message;
      return ballot.proposer === state.id && (ballot.round | 0) === (state.round | 0)
        ? { ...input, message: { ...input.message, ballot: ownBallot(state) } }
        : input;
    }),
  ),
  mutant('counts promises of strangers', 'the state after', (state, input) => {
    if (!isPromise(input)) return right(state, input);
    const { quorums } = state;
    const [after, effects] = right(
      { ...state, quorums: { ...quorums, acceptors: [...new Set([...quorums.acceptors, input.from])] } },
      input,
    );
    return [{ ...after, quorums }, effects];
  }),
  mutant(
    'does not count the promise of the first acceptor',
    'the state after',
    idleWhere((state, input) => isPromise(input) && input.from === state.quorums.acceptors[0]),
  ),
  mutant(
    'does not count promises without a vote',
    'the state after',
    idleWhere((_, input) => isPromise(input) && input.message.vote === null),
  ),
  mutant(
    'does not count promises with a vote',
    'the state after',
    idleWhere((_, input) => isPromise(input) && input.message.vote !== null),
  ),
  mutant('proposes again on the promise of a latecomer', 'the messages sent', (state, input) => {
    if (state.phase !== 'accepting' || !isPromise(input)) return right(state, input);
    const { vote, ballot } = input.message;
    return [
      state,
      compareBallots(ballot, ownBallot(state)) === 0
        ? [send({ role: 'acceptor' }, { type: 'accept', ballot, value: vote?.value ?? state.request.value })]
        : [],
    ];
  }),
  mutant(
    'keeps the promises of its last round',
    'the state after',
    becoming((after, before) =>
      before.phase === 'preparing' && after.phase === 'preparing' && after.round > before.round
        ? { ...after, promises: before.promises }
        : after,
    ),
  ),
  mutant(
    'keeps promises when it proposes',
    'the state after',
    becoming((after, before) =>
      before.phase === 'preparing' && after.phase === 'accepting'
        ? ({ ...after, promises: before.promises } as State)
        : after,
    ),
  ),
  mutant(
    'notes promises in the order of their arrival',
    'the state after',
    becoming((after, before) =>
      before.phase === 'preparing' && after.phase === 'preparing' && after.round === before.round
        ? {
            ...after,
            promises: [
              ...before.promises,
              ...after.promises.filter(
                ({ acceptor }) => !before.promises.some((one) => one.acceptor === acceptor),
              ),
            ],
          }
        : after,
    ),
  ),
];
