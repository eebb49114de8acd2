/** The gallery of quorum reads: what a read may leave out, and that it is stale then. */
import { setsOf } from '../14-the-synod/quorum.js';
import { fails, instance, type KnownMistake, type Mistake, nameOf } from '../chapter.js';
import { aReadIsNeverStale, quorumReads, type ReadParts, type ReadSize } from './quorum-reads.js';
import {
  answersAtOnce,
  believesTheLast,
  countsWhatWasTold,
  tellsDecisions,
  tellsVotes,
  trustsItself,
  withoutTheLastRead,
} from './read-ablations.js';
import { fourReplicas, oneReads, readsTwice } from './read-sizes.js';

interface Row extends KnownMistake {
  readonly size: ReadSize;
  readonly parts?: Partial<ReadParts>;
}

const pairs = setsOf(2, Object.keys(fourReplicas.reads));

const rows: readonly Row[] = [
  {
    id: 'R1',
    mistake: 'a reader that asks nobody but itself',
    rule: 'a quorum tells how far anything may be decided',
    consequence: 'A replica of which nobody has asked a vote answers as if nothing had happened.',
    size: oneReads,
    parts: { reader: trustsItself },
  },
  {
    id: 'R2',
    mistake: 'a reader to which half of the replicas are enough',
    rule: 'those who are asked meet every quorum of votes',
    consequence: 'Half of the replicas decide, and the other half is asked.',
    size: { ...fourReplicas, quorums: { phase1: pairs, phase2: pairs } },
  },
  {
    id: 'R3',
    mistake: 'a reader that answers before it has executed as far as it was told',
    rule: 'a read waits until everything is executed that may be decided',
    consequence: 'The reader knows that there may be an order, and does not count it.',
    size: oneReads,
    parts: { reader: answersAtOnce },
  },
  {
    id: 'R4',
    mistake: 'a replica that tells which decisions it knows, and not its votes',
    rule: 'a vote counts before anybody knows what came of it',
    consequence: 'An order was decided and served, and of a quorum nobody has heard of it.',
    size: oneReads,
    parts: { reader: tellsDecisions },
  },
  {
    id: 'R5',
    mistake: 'a replica that tells its votes, and not what it has executed',
    rule: 'a decision stands for the vote that was dropped when it became known',
    consequence: 'Whoever knows of the order has dropped the vote, and is silent about it.',
    size: oneReads,
    parts: { reader: tellsVotes },
  },
  {
    id: 'R6',
    mistake: 'a reader that counts what was told to an earlier read',
    rule: 'a question and its answers bear the number of their read',
    consequence: 'What was true before the order is taken for true after it.',
    size: readsTwice,
    parts: { reader: countsWhatWasTold },
  },
  {
    id: 'R7',
    mistake: 'a reader that numbers its reads anew after a crash',
    rule: 'no two reads ever have the same number',
    consequence: 'An answer that was under way during the crash is taken for one to the new read.',
    size: { ...oneReads, crashes: 1 },
    parts: { durable: withoutTheLastRead },
  },
  {
    id: 'R8',
    mistake: 'a reader that goes by what it was told last',
    rule: 'the highest slot that anybody names counts',
    consequence: 'Somebody who has no vote in it makes the reader forget the order.',
    size: fourReplicas,
    parts: { reader: believesTheLast },
  },
];

export const readGallery: readonly Mistake[] = rows.map(({ size, parts, ...row }) => ({
  ...row,
  where: inWords(size),
  instance: instance(nameOf(row), quorumReads(row.mistake, size, parts), [fails(aReadIsNeverStale)]),
}));

/** `4 replicas, quorums 3 + 2, 1 read`, and how often a replica may crash where that is bounded. */
function inWords({ reads, quorums, crashes }: ReadSize): string {
  const counts = Object.values(reads);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return [
    `${counts.length} replicas`,
    ...(quorums ? [`quorums ${quorums.phase1[0]!.length} + ${quorums.phase2[0]!.length}`] : []),
    total === 1 ? '1 read' : `${total} reads`,
    ...(crashes === undefined ? [] : [crashes === 1 ? '1 crash' : `${crashes} crashes`]),
  ].join(', ');
}
