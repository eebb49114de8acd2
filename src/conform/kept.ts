/** What a node keeps, in the words of the book. */
import type { Ballot } from '#spec/14-the-synod/ballot.js';
import type { SlotVote } from '#spec/16-the-parliament/messages.js';
import type { TracedKept } from '../trace/event.js';
import type { KeptLog } from './log.js';
import { ballotName, list, showDecree, showVote } from './show.js';
import { ballotOf, brief, voteOf, wordOf } from './words.js';

export interface KeptByNode {
  readonly round: number;
  readonly promised: Ballot | null;
  readonly votes: readonly SlotVote[];
  readonly log: KeptLog;
}

export function keptOf(given: TracedKept<unknown> | null): KeptByNode {
  if (given === null) return NOTHING;
  const { round, promised, votes, log, snapshot } = given;
  const decided = log.base + log.decrees.length;
  return {
    round,
    promised: promised && ballotOf(promised),
    votes: votes.filter(({ slot }) => slot > decided).map(voteOf),
    log: {
      base: log.base,
      decrees: log.decrees.map(wordOf),
      beyond: log.beyond.map(({ slot, value }) => ({ slot, value: wordOf(value) })),
      snapshot: snapshot && { through: snapshot.through, state: snapshot.state },
    },
  };
}

const NOTHING: KeptByNode = {
  round: 0,
  promised: null,
  votes: [],
  log: { base: 0, decrees: [], beyond: [], snapshot: null },
};

/**
 * Whether a node that starts with the one may have been stopped with the other on its disk: it is the same; or a snapshot of its own has not
 * come in the place of its decrees yet, which tell the same.
 */
export function isKeptOf(given: KeptByNode, disk: KeptByNode): boolean {
  const { base, decrees, snapshot } = given.log;
  const last = disk.log.snapshot;
  if (base > disk.log.base || (snapshot?.through ?? 0) > (last?.through ?? 0)) return false;
  if (snapshot?.through === last?.through && snapshot?.state !== last?.state) return false;
  const cut = {
    ...given.log,
    base: disk.log.base,
    decrees: decrees.slice(disk.log.base - base),
    snapshot: last,
  };
  return brief({ ...given, log: cut }) === brief(disk);
}

export function showKept({ round, promised, votes, log }: KeptByNode): string {
  const decided = log.base + log.decrees.length;
  const kept = promised === null ? 'nothing' : ballotName(promised);
  const snapshot = log.snapshot === null ? 'none' : `through ${log.snapshot.through}`;
  return (
    `round ${round}, promised ${kept}, votes ${list(votes.map(showVote))}, log from ${log.base + 1} through ${decided}, ` +
    `beyond a hole ${list(log.beyond.map(showDecree))}, snapshot ${snapshot}, all of it ${brief([promised, votes, log]).slice(-8)}`
  );
}
