/** Acceptors that free what they should not. */
import { assertEvent, assign } from 'xstate';
import { aReadIsNeverStale, atMostOneHoldsALease } from '../claims.js';
import { freesItsGrant, leadsAgain, releasing, twoLeases } from '../release.js';
import type { Row } from './row.js';

// #region whatever
/** It frees whatever it has granted to the node that says so. */
const freesLaterGrants = freesItsGrant.provide({
  guards: { isOfItsLastGrant: ({ context, event }) => context.promised?.proposer === event.from },
});
// #endregion

// #region late
/** It notes the request that has come last. */
const notesLateRequests = freesItsGrant.provide({
  actions: {
    noteTheRequest: assign({
      granted: ({ context: { left, granted = 0 }, event }) => {
        assertEvent(event, 'ask');
        return left > 0 && granted === 0 ? 0 : event.number;
      },
    }),
  },
});
// #endregion

// #region crash
/** What it has granted before a crash it does not reckon with. */
const forgetsLaterGrants = freesItsGrant.provide({
  actions: {
    noteTheRequest: assign({
      granted: ({ context: { promised, granted = 0 }, event }) => {
        assertEvent(event, 'ask');
        return promised?.proposer === event.from ? Math.max(granted, event.number) : event.number;
      },
    }),
  },
});
// #endregion

/** It frees what it has granted, whoever says so. */
const freesForOthers = freesItsGrant.provide({
  guards: {
    isOfItsLastGrant: ({ context: { granted = 0 }, event }) => {
      assertEvent(event, 'release');
      return granted > 0 && event.number >= granted;
    },
  },
});

const id = 'T14';
const both = [aReadIsNeverStale, atMostOneHoldsALease];

export const releases: readonly Row[] = [
  {
    id,
    mistake: 'an acceptor that takes a release for one of whatever it has granted',
    rule: 'a release frees what was granted for that request or an earlier one, and nothing that was granted since',
    consequence: 'The release of one lease comes late, and frees the grant of the next.',
    size: twoLeases,
    parts: releasing(freesLaterGrants),
    falls: both,
  },
  {
    id,
    mistake: 'an acceptor that takes a request that comes late for the last one',
    rule: 'the last request is the one with the highest number, in whatever order they come',
    consequence: 'The grant of a later request is freed by the release of an earlier one.',
    size: twoLeases,
    parts: releasing(notesLateRequests),
    falls: both,
  },
  {
    id,
    mistake: 'an acceptor that lets its wait after a crash be released',
    rule: 'what an acceptor may have granted before a crash is not released, but waited out',
    consequence:
      'An earlier request comes late and is granted once more, and its release ends the wait for a later one.',
    size: twoLeases,
    parts: releasing(forgetsLaterGrants),
    falls: both,
  },
  {
    id,
    mistake: 'an acceptor that takes a release from anybody',
    rule: 'only the node to which it was granted releases a grant',
    consequence: 'The release of one node comes late, and frees the grant of the next one.',
    size: leadsAgain,
    parts: releasing(freesForOthers),
    falls: [atMostOneHoldsALease],
  },
];
