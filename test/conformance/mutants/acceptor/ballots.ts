/** Acceptors that agree to other ballots than they should. */
import { compareBallots, isAbove, isAtLeast, sameBallot } from '#src/paxos/ballot.js';
import type { Mutant } from '../mutant.js';
import { agreeing, mutant, ordering, right, roundsAs } from './making.js';

export const ballots: readonly Mutant[] = [
  mutant(
    'refuses to vote in the ballot that it promised',
    'the messages sent',
    agreeing((promised, { ballot }) => isAbove(ballot, promised)),
    'S4',
  ),
  mutant(
    'votes in the very ballot that it promised only',
    'the state after',
    agreeing((promised, { type, ballot }) =>
      type === 'prepare' ? isAbove(ballot, promised) : promised !== null && sameBallot(ballot, promised),
    ),
    'L10',
  ),
  mutant(
    'promises lower ballots',
    'the state after',
    agreeing((promised, { type, ballot }) => type === 'prepare' || isAtLeast(ballot, promised)),
  ),
  mutant(
    'promises nothing after its first promise',
    'the state after',
    agreeing((promised, { type, ballot }) =>
      type === 'prepare' ? promised === null : isAtLeast(ballot, promised),
    ),
  ),
  mutant('promises nothing once it has voted', 'the state after', (state, input) =>
    input.message.type === 'prepare' && state.vote !== null ? [state, []] : right(state, input),
  ),
  mutant('votes once only', 'the state after', (state, input) =>
    input.message.type === 'accept' && state.vote !== null ? [state, []] : right(state, input),
  ),
  mutant(
    'looks at rounds only, and takes equal ones for higher',
    'the state after',
    ordering((a, b) => a.round - b.round || 1),
  ),
  mutant(
    'looks at rounds only, and takes equal ones for equal',
    'the state after',
    ordering((a, b) => a.round - b.round),
  ),
  mutant(
    'looks at names first',
    'the state after',
    ordering((a, b) => (a.proposer === b.proposer ? a.round - b.round : a.proposer < b.proposer ? -1 : 1)),
  ),
  mutant(
    'orders names the other way',
    'the state after',
    ordering(
      (a, b) => a.round - b.round || (a.proposer === b.proposer ? 0 : a.proposer > b.proposer ? -1 : 1),
    ),
  ),
  mutant(
    'orders names by the numbers in them',
    'the state after',
    ordering((a, b) => a.round - b.round || a.proposer.localeCompare(b.proposer, 'en', { numeric: true })),
  ),
  mutant(
    'looks at rounds as 32-bit integers',
    'the state after',
    roundsAs((round) => round | 0),
  ),
  mutant(
    'looks at rounds as unsigned 32-bit integers',
    'the state after',
    roundsAs((round) => round >>> 0),
  ),
  mutant('looks at rounds as single-precision numbers', 'the state after', roundsAs(Math.fround)),
  mutant(
    'takes all rounds from 20 up for one',
    'the state after',
    roundsAs((round) => Math.min(round, 20)),
  ),
  mutant(
    'takes all rounds from 2 to the 40th up for one',
    'the state after',
    roundsAs((round) => Math.min(round, 2 ** 40)),
  ),
  mutant(
    'looks at rounds as texts',
    'the state after',
    ordering((a, b) =>
      a.round === b.round ? compareBallots(a, b) : String(a.round) < String(b.round) ? -1 : 1,
    ),
  ),
  mutant(
    'adds name and round',
    'the state after',
    ordering((a, b) => a.round + a.proposer.length - b.round - b.proposer.length || compareBallots(a, b)),
  ),
  mutant('answers the ballot’s own proposer only', 'the state after', (state, input) =>
    input.from === input.message.ballot.proposer ? right(state, input) : [state, []],
  ),
];
