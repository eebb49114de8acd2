/** Learners that count to another number. */
import type { Mutant } from '.././mutant.js';
import { countingTo, mutant } from './making.js';

export const quorums: readonly Mutant[] = [
  mutant(
    'counts votes to the size of phase 1',
    'the state after',
    countingTo(({ phase1 }) => phase1),
  ),
  mutant(
    'takes two votes for enough',
    'the state after',
    countingTo(({ acceptors }) => Math.min(2, acceptors.length)),
  ),
  mutant(
    'takes a majority of votes for enough',
    'the state after',
    countingTo(({ acceptors }) => Math.floor(acceptors.length / 2) + 1),
  ),
  mutant(
    'takes half of the acceptors for enough',
    'the state after',
    countingTo(({ acceptors }) => Math.ceil(acceptors.length / 2)),
  ),
  mutant(
    'takes one vote too few for enough',
    'the state after',
    countingTo(({ phase2 }) => Math.max(1, phase2 - 1)),
  ),
  mutant(
    'waits for one vote more',
    'the state after',
    countingTo(({ phase2, acceptors }) => Math.min(acceptors.length, phase2 + 1)),
  ),
  mutant(
    'waits for all votes',
    'the state after',
    countingTo(({ acceptors }) => acceptors.length),
  ),
];
