/** Mistakes by an author who had not seen the simulator, planted into the nodes of a simulated cluster. */
import type { Mistake } from './mistakes.js';
import {
  believingItsVotes,
  changing,
  countingForAllReads,
  droppingVotes,
  hearingItselfEarly,
  keepingOldTallies,
  numberingFromOne,
  promisingThroughTheFirstHole,
  replaying,
  snapshottingAnsweredSessions,
  witnessing,
} from './unseen-nodes.js';

const row = 'unseen';

export const mistakes: readonly Mistake[] = [
  {
    row,
    name: 'an acceptor drops its votes in slots that are decided beyond a hole',
    falls: 'no node finds a guarantee broken (SlotViolation)',
    make: { replica: changing(droppingVotes) },
  },
  {
    row,
    name: 'a heartbeat makes decisions of a follower’s own votes, of whatever ballot',
    falls: 'each slot holds one decree',
    from: 14,
    make: { replica: believingItsVotes },
  },
  {
    row,
    name: 'a snapshot leaves out the sessions that have no answers yet',
    falls: 'equal slots have equal states',
    make: { replica: snapshottingAnsweredSessions },
  },
  {
    row,
    name: 'by the acknowledgement of its first write a node hears all that it said to itself',
    falls: 'what is acknowledged is on the disks of a quorum',
    make: { replica: hearingItselfEarly },
  },
  {
    row,
    name: 'at its bound a learner forgets the newest ballot and not the oldest',
    falls: 'there is progress once the faults have ended',
    make: { replica: changing(keepingOldTallies) },
  },
  {
    row,
    name: 'a promise leaves out the votes beyond the first slot without one',
    falls: 'no node finds a guarantee broken (SlotViolation)',
    make: { replica: promisingThroughTheFirstHole },
  },
  {
    row,
    name: 'a reader counts what was told to another of its reads',
    falls: 'what clients see is linearizable',
    make: { replica: countingForAllReads },
  },
  {
    row,
    name: 'after a start a node executes the last slot of its snapshot once more, as the next one',
    falls: 'equal slots have equal states',
    make: { replica: replaying((through) => through) },
  },
  {
    row,
    name: 'after a start a node executes the last slot of its snapshot once more, in its place',
    falls: 'equal slots have equal states',
    make: { replica: replaying((through) => through - 1) },
  },
  {
    row,
    name: 'a node that is asked how far it knows a store to have come says one batch less',
    falls: 'no node finds a guarantee broken (RoundViolation)',
    make: { ports: witnessing((batch) => batch - 1) },
  },
  {
    row,
    name: 'a node that is asked how far it knows a store to have come says that it had nothing',
    falls: 'there is progress once the faults have ended',
    make: { ports: witnessing(() => -1) },
  },
  {
    row,
    name: 'after each start a node numbers what it hands on to the leader from 1',
    falls: 'what is acknowledged stands in its slot',
    make: { transport: numberingFromOne },
  },
];
