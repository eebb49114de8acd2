/** The machines of quorum reads with one rule taken away each, by name. */
import type { Slot } from '../16-the-parliament/messages.js';
import { durable } from './quorum-reads.js';
import { noting, type ReaderContext, readerMachine, telling } from './reader.js';

/** A reader that asks nobody but itself. */
export const trustsItself = readerMachine.provide({ guards: { aQuorumHasTold: () => true } });

/** A reader that answers before it has executed what it was told of. */
export const answersAtOnce = readerMachine.provide({ guards: { hasExecutedThatFar: () => true } });

/** A reader that counts whatever it is told, though it was told to an earlier read. */
export const countsWhatWasTold = readerMachine.provide({ guards: { isOfThisRead: () => true } });

/** A reader that goes by what it was told last, and not by the highest. */
export const believesTheLast = readerMachine.provide({ actions: { note: noting((_, told) => told) } });

/** A replica that tells which decisions it knows, and is silent about its votes. */
export const tellsDecisions = readerMachine.provide({
  actions: telling(({ log }) => highest(log.map(({ slot }) => slot))),
});

/** A replica that tells its votes alone, and has dropped those of slots that it has executed. */
export const tellsVotes = readerMachine.provide({
  actions: telling(({ votes }: ReaderContext) => highest(votes)),
});

/** A replica that numbers its reads anew after a crash. */
export const withoutTheLastRead = durable.filter((key) => key !== 'asked');

function highest(slots: readonly Slot[]): Slot {
  return Math.max(0, ...slots);
}
