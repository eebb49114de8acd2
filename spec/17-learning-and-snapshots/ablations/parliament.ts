/** The mistakes with snapshots in a Parliament. */
import { assertEvent, assign, emit } from 'xstate';
import type { KnownMistake } from '../../chapter.js';
import { acceptorMachine } from '../acceptor.js';
import type { PropertyName } from '../claims.js';
import { replicaMachine } from '../replica.js';
import { oneAhead } from '../sizes.js';
import type { Machines, SnapshotSize } from '../snapshots.js';

/** A mistake, as a row of the gallery. */
export interface Row extends KnownMistake {
  readonly machines: Partial<Machines>;
  /** Where it is looked at, if not in the chapter's first instance. */
  readonly size?: SnapshotSize;
  readonly falls: readonly PropertyName[];
}

// #region silent
/** It says nothing of what it has deleted. */
const keepsItsSnapshotToItself = acceptorMachine.provide({
  actions: {
    sendPromise: emit(({ context, event }) => {
      assertEvent(event, 'prepare');
      const { from: to, ballot, slot: first } = event;
      return {
        type: 'promise',
        to,
        ballot,
        snapshot: null,
        votes: context.votes.filter(({ slot }) => slot >= first),
      };
    }),
  },
});
// #endregion

// #region anywhere
/** It votes wherever it is asked to, however little it knows. */
const votesAnywhere = acceptorMachine.provide({ guards: { isInReach: () => true } });
// #endregion

// #region suffix
/** It deletes the wrong side: what comes after the snapshot. */
const keepsThePrefix = acceptorMachine.provide({
  actions: {
    forgetVotes: assign({
      snapshot: ({ event }) => {
        assertEvent(event, 'compacted');
        return event.snapshot;
      },
      votes: ({ context, event }) => {
        assertEvent(event, 'compacted');
        return context.votes.filter(({ slot }) => slot <= event.snapshot.slot);
      },
    }),
  },
});
// #endregion

// #region edge
/** What it has in its log at the snapshot's own slot it executes once more. */
const keepsTheEdge = replicaMachine.provide({
  actions: {
    install: assign({
      snapshot: ({ event }) => {
        assertEvent(event, 'promise');
        return event.snapshot;
      },
      executed: ({ context, event }) => {
        assertEvent(event, 'promise');
        const { slot: last, state } = event.snapshot!;
        return [...state, ...context.log.filter(({ slot }) => slot === last)];
      },
    }),
  },
});
// #endregion

export const rows: readonly Row[] = [
  {
    id: 'L9',
    mistake: 'a promise that leaves out what was deleted, and does not say so',
    rule: 'a promise carries the snapshot where it stands for slots that were asked for',
    consequence: 'The leader takes decided slots for empty ones, and has other values chosen there.',
    machines: { acceptor: keepsItsSnapshotToItself },
    falls: ['chosenStaysChosen', 'agreement'],
  },
  {
    id: 'C3',
    mistake: 'an acceptor that votes in slot s without knowing every decree through s − α',
    rule: 'an acceptor votes in slot s only if it knows every decree through slot s − α',
    consequence: 'Its promises grow with the log.',
    machines: { acceptor: votesAnywhere },
    size: oneAhead,
    falls: ['aPromiseCarriesAtMostAlphaVotes'],
  },
  {
    id: 'D1',
    mistake: 'an acceptor that deletes what comes after a snapshot and keeps what is before it',
    rule: 'a snapshot stands for the slots up to its own; the votes in later ones stay',
    consequence: 'A vote that chose a value is not reported any more.',
    machines: { acceptor: keepsThePrefix },
    falls: ['chosenStaysChosen', 'agreement'],
  },
  {
    id: 'D2',
    mistake: 'a replica that keeps what it has at the edge of an installed snapshot',
    rule: 'a snapshot stands for its own slot too: the log goes on with the one after it',
    consequence: 'A decree is executed twice.',
    machines: { replica: keepsTheEdge },
    falls: ['nothingIsExecutedPastAHole'],
  },
];
