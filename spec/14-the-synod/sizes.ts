/** The instances' sizes: each as small as what is to be shown allows. */
import { majorities, type Quorums, setsOf } from './quorum.js';
import { acceptorsOf, type RoleName, type Size } from './size.js';

const requests = { p1: 'olives', p2: 'wine' };

// #region size
/** Three ballots in all, 1.p1 < 1.p2 < 2.p1: with two only, rules could be left out and nobody would notice. */
export const threeBallots: Size = { acceptors: 3, rounds: { p1: 2, p2: 1 }, requests };

/** The same, and anyone may crash and restart at any moment, any number of times. */
export const withCrashes: Size = {
  ...threeBallots,
  restarts: { acceptor: Infinity, proposer: Infinity, learner: Infinity, client: Infinity },
};
// #endregion

/** Three ballots again, 1.p1 < 1.p2 < 2.p2: here a proposer's first ballot is not the lowest of all. */
export const twoForTheSecond: Size = { acceptors: 3, rounds: { p1: 1, p2: 2 }, requests };

/** One ballot for each proposer, 1.p1 < 1.p2. */
export const twoBallots: Size = { acceptors: 3, rounds: { p1: 1, p2: 1 }, requests };

/** An acceptor that is a quorum, and one proposer with one ballot. */
export const oneAcceptor: Size = { acceptors: 1, rounds: { p1: 1 }, requests: { p1: 'olives' } };

/** Four acceptors, of which three are a majority; two ballots. */
export const fourAcceptors: Size = { ...twoBallots, acceptors: 4 };

/** Any two of the four are a quorum: what comes of dividing by two. */
export const halves: Quorums = {
  phase1: setsOf(2, acceptorsOf(fourAcceptors)),
  phase2: setsOf(2, acceptorsOf(fourAcceptors)),
};

/** Any two of the four choose a value, since it takes three of them to begin a ballot. */
export const flexible: Quorums = {
  phase1: majorities(acceptorsOf(fourAcceptors)),
  phase2: setsOf(2, acceptorsOf(fourAcceptors)),
};

/** A size as a table has it: `3 acceptors, ballots 2 + 1, 1 crash of an acceptor`. */
export function sizeInWords({ acceptors, rounds, quorums, restarts = {} }: Size): string {
  const ballots = Object.values(rounds);
  return [
    acceptors === 1 ? '1 acceptor' : `${acceptors} acceptors`,
    ballotsInWords(ballots),
    ...(quorums ? [`quorums of ${quorums.phase1[0]!.length} and of ${quorums.phase2[0]!.length}`] : []),
    ...crashesInWords(restarts),
  ].join(', ');
}

function ballotsInWords(ballots: readonly number[]): string {
  if (ballots.length > 1) return `ballots ${ballots.join(' + ')}`;
  return ballots[0] === 1 ? '1 ballot' : `${ballots[0]} ballots`;
}

function crashesInWords(restarts: NonNullable<Size['restarts']>): readonly string[] {
  const { acceptor, proposer, learner, client } = restarts;
  const isAnyones = [acceptor, proposer, learner, client].every((times) => times === Infinity);
  if (isAnyones) return ['any number of crashes'];
  return (Object.entries(restarts) as [RoleName, number][]).map(crashesOfRole);
}

function crashesOfRole([role, times]: [RoleName, number]): string {
  const count = times === Infinity ? 'any number of crashes' : times === 1 ? '1 crash' : `${times} crashes`;
  return `${count} of ${role === 'acceptor' ? 'an' : 'a'} ${role}`;
}
