/** The pairs of which every one is compared: all that there are, in instances that differ in what they can show. */
import { explore, type Pair } from '#model/index.js';
import { setsOf } from '#spec/14-the-synod/quorum.js';
import { acceptorsOf, type Size } from '#spec/14-the-synod/size.js';
import {
  flexible,
  fourAcceptors,
  sizeInWords,
  twoForTheSecond,
  withCrashes,
} from '#spec/14-the-synod/sizes.js';
import { synod } from '#spec/14-the-synod/synod.js';

/** Two of four acceptors begin a ballot, and it takes three of them to choose. */
const fewToBegin: Size = {
  ...fourAcceptors,
  quorums: { phase1: flexible.phase2, phase2: setsOf(3, acceptorsOf(fourAcceptors)) },
};

/** Three proposers with a ballot each, and three values. */
const threeProposers: Size = {
  acceptors: 3,
  rounds: { p1: 1, p2: 1, p3: 1 },
  requests: { p1: 'olives', p2: 'wine', p3: 'bread' },
};

/** An instance, and what a comparison of all its pairs counts. */
interface Counted {
  readonly size: Size;
  readonly compared: Readonly<Record<string, number>>;
  /** In how many production states: a learner that has learned is compared with every ballot in which it may have. */
  readonly states: number;
  readonly beyondBounds: number;
  /** So many states are enough to meet all of its pairs; the soak goes on to the end, and meets no more. */
  readonly enough?: number;
  /** How many of the pairs production never meets: timeouts where it has asked for no timer. */
  readonly withoutTimer: number;
}

export const instances: readonly Counted[] = [
  {
    size: withCrashes,
    enough: 5_000_000,
    compared: { acceptor: 285, proposer: 316, learner: 1383 },
    states: 2068,
    beyondBounds: 24,
    withoutTimer: 5,
  },
  {
    size: twoForTheSecond,
    compared: { acceptor: 294, proposer: 317, learner: 1470 },
    states: 2186,
    beyondBounds: 19,
    withoutTimer: 2,
  },
  {
    size: { ...fourAcceptors, quorums: flexible },
    compared: { acceptor: 132, proposer: 364, learner: 368 },
    states: 880,
    beyondBounds: 46,
    withoutTimer: 2,
  },
  {
    size: fewToBegin,
    compared: { acceptor: 132, proposer: 136, learner: 1856 },
    states: 2140,
    beyondBounds: 16,
    withoutTimer: 2,
  },
  {
    size: threeProposers,
    compared: { acceptor: 339, proposer: 243, learner: 1716 },
    states: 2451,
    beyondBounds: 27,
    withoutTimer: 3,
  },
];

/** An instance, and all its pairs. */
export interface Explored {
  readonly size: Size;
  readonly words: string;
  readonly pairs: readonly Pair[];
}

/** All instances. @throws Error where one is not explored to its end, or as far as is enough. */
export async function exploreAll(): Promise<readonly Explored[]> {
  const explored: Explored[] = [];
  for (const { size, enough } of instances) explored.push(await exploreOne(size, enough));
  return explored;
}

/** One instance, to its end or as far as is enough. @throws Error where it is not. */
export async function exploreOne(size: Size, enough?: number): Promise<Explored> {
  const words = sizeInWords(size);
  const exploration = await explore(synod('the Synod', size), [], enough ? { maxStates: enough } : {});
  if (!exploration.complete && exploration.states !== enough)
    throw new Error(`${words}: not explored as far as was asked`);
  return { size, words, pairs: [...exploration.pairs()] };
}
