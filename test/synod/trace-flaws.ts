/** What a trace shows that its node should not have done: promised less than before, voted unasked or twice, or spoken before it was durable. */
import { readFileSync } from 'node:fs';
import { type Ballot, isAbove, showBallot } from '#src/paxos/ballot.js';
import type { SlotVote } from '#src/paxos/log-message.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { digestOf } from '#src/trace/digest.js';
import type { TracedRecord, TraceEvent } from '#src/trace/event.js';
import { lineOf } from '#src/trace/line.js';

export function eventsIn(path: string): readonly TraceEvent<unknown>[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/** Whoever asks for a promise or a vote, as it is remembered. */
export const askedFor = {
  promise: (ballot: Ballot): string => showBallot(ballot),
  vote: ({ slot, ballot, value }: SlotVote<unknown>): string =>
    `${slot} ${showBallot(ballot)} ${digestOf(JSON.parse(lineOf({ value })))}`,
};

/**
 * The flaws of a trace that begins with a new store.
 *
 * @param asked what others have asked the node for
 */
export function flawsOf(
  events: readonly TraceEvent<unknown>[],
  own: NodeId,
  asked: ReadonlySet<string>,
): readonly string[] {
  const flaws: string[] = [];
  let promised: Ballot | null = null;
  const votes = new Map<string, string>();
  const durable = { promises: new Set<string>(), votes: new Set<string>() };
  let unwritten: readonly TracedRecord<unknown>[] = [];
  const claim = (isSo: boolean, what: string): void => {
    if (!isSo) flaws.push(what);
  };
  for (const event of events)
    if (event.kind === 'writing') {
      unwritten = event.batches.flat();
      for (const record of unwritten) {
        if (record.type !== 'promised' && record.type !== 'vote') continue;
        const { ballot } = record;
        const isOwn = ballot.proposer === own;
        claim(promised === null || !isAbove(promised, ballot), `${showBallot(ballot)} below the promise`);
        promised = ballot;
        if (record.type === 'promised')
          claim(isOwn || asked.has(askedFor.promise(ballot)), `a promise unasked: ${showBallot(ballot)}`);
        else {
          const [vote, place] = [askedFor.vote(record), `${record.slot} ${showBallot(ballot)}`];
          claim(isOwn || asked.has(vote), `a vote unasked: ${vote}`);
          claim((votes.get(place) ?? vote) === vote, `a second vote: ${vote}`);
          votes.set(place, vote);
        }
      }
    } else if (event.kind === 'written')
      for (const record of unwritten) {
        if (record.type === 'promised') durable.promises.add(showBallot(record.ballot));
        if (record.type !== 'vote') continue;
        durable.promises.add(showBallot(record.ballot));
        durable.votes.add(askedFor.vote(record));
      }
    else if (event.kind === 'sent' && event.said.type === 'told') {
      const { message } = event.said;
      if (message.type === 'promise')
        claim(durable.promises.has(showBallot(message.ballot)), `told early: ${showBallot(message.ballot)}`);
      if (message.type === 'accepted')
        claim(durable.votes.has(askedFor.vote(message)), `told early: ${askedFor.vote(message)}`);
    }
  return flaws;
}
