/**
 * Mistakes by an author who had not seen the simulator, planted into the replicas of a simulated cluster.
 *
 * Each was a change of a line or two in src/; here it is made around the right replica, with the same effect.
 */
import { sameBallot } from '#src/paxos/ballot.js';
import { decidedThrough, isDecided } from '#src/paxos/log.js';
import { replicaOf } from '#src/paxos/replica.js';
import type { Functions, Input, Kept, Options, Replica } from '#src/simulator/words.js';
import type { Mistake } from './mistakes.js';

const row = 'unseen';

export const mistakes: readonly Mistake[] = [
  {
    row,
    name: 'an acceptor drops its votes in slots that are decided beyond a hole',
    falls: ['each slot holds one decree', 'no node finds a guarantee broken'],
    make: { replica: changing(droppingVotes) },
  },
  {
    row,
    name: 'a heartbeat makes decisions of a follower’s own votes, of whatever ballot',
    falls: [
      'each slot holds one decree',
      'no node finds a guarantee broken',
      'equal slots have equal states',
    ],
    make: { replica: believingItsVotes },
  },
  {
    row,
    name: 'a snapshot leaves out the sessions that have no answers yet',
    falls: ['equal slots have equal states'],
    make: { replica: snapshottingAnsweredSessions },
  },
  {
    row,
    name: 'by the acknowledgement of its first write a node hears all that it said to itself',
    falls: ['what is acknowledged is on the disks of a quorum', 'each slot holds one decree'],
    make: { replica: hearingItselfEarly },
  },
  {
    row,
    name: 'at its bound a learner forgets the newest ballot and not the oldest',
    falls: ['there is progress once the faults have ended'],
    make: { replica: changing(keepingOldTallies) },
  },
];

/** The right replica, whose state is changed after each step. */
function changing(change: (after: Replica, before: Replica) => Replica): (options: Options) => Functions {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start: (kept) => {
        const [replica, effects] = start(kept);
        return [change(replica, replica), effects];
      },
      step: (before, input) => {
        const [after, effects] = step(before, input);
        return [change(after, before), effects];
      },
    };
  };
}

function droppingVotes(after: Replica): Replica {
  const votes = after.acceptor.votes.filter(({ slot }) => !isDecided(after.log, slot));
  return { ...after, acceptor: { ...after.acceptor, votes } };
}

/** A new ballot finds no place among those that are counted. */
function keepingOldTallies(after: Replica, before: Replica): Replica {
  const { ballotsMax } = after.learner;
  const open = after.learner.open.map((now) => {
    const was = before.learner.open.find(({ slot }) => slot === now.slot);
    const [lowest] = was?.learner.tallies ?? [];
    if (was === undefined || lowest === undefined || was.learner.tallies.length < ballotsMax) return now;
    return now.learner.tallies.some(({ ballot }) => sameBallot(ballot, lowest.ballot)) ? now : was;
  });
  return { ...after, learner: { ...after.learner, open } };
}

/** Before it hears the heartbeat, it hears a decision for each vote of its own through the slot that is told as decided. */
function believingItsVotes(options: Options): Functions {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      if (input.type !== 'message' || input.message.type !== 'heartbeat') return step(replica, input);
      const { ballot, decided } = input.message;
      const { promised, votes } = replica.acceptor;
      const isHeard = promised === null || promised.round <= ballot.round;
      const believed = votes.filter(
        ({ slot }) => isHeard && slot > decidedThrough(replica.log) && slot <= decided,
      );
      const inputs: readonly Input[] = [
        ...believed.map(
          ({ slot, value }) => ({ ...input, message: { type: 'decided', slot, value } }) as const,
        ),
        input,
      ];
      return inputs.reduce<ReturnType<typeof step>>(
        ([before, effects], next) => {
          const [after, more] = step(before, next);
          return [after, [...effects, ...more]];
        },
        [replica, []],
      );
    },
  };
}

function hearingItselfEarly(options: Options): Functions {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      if (input.type !== 'durable') return step(replica, input);
      const { durability } = replica;
      const waiting = durability.waiting.map((one) => ({
        ...one,
        restsOn: Math.min(one.restsOn, input.number),
      }));
      return step({ ...replica, durability: { ...durability, waiting } }, input);
    },
  };
}

/** A snapshot as it is written, as it is sent, and as it is kept. */
function snapshottingAnsweredSessions(options: Options): Functions {
  const { start, step } = replicaOf(options);
  const without = <Any extends NonNullable<Kept['snapshot']>>(snapshot: Any): Any => ({
    ...snapshot,
    sessions: snapshot.sessions.filter(({ answers }) => answers.length > 0),
  });
  return {
    start,
    step: (before, input) => {
      const [after, effects] = step(before, input);
      const changed = effects.map((effect) => {
        if (effect.type === 'send' && effect.message.type === 'snapshot')
          return { ...effect, message: { ...effect.message, snapshot: without(effect.message.snapshot) } };
        if (effect.type !== 'persist') return effect;
        const records = effect.records.map((record) =>
          record.type === 'snapshot' ? { ...record, snapshot: without(record.snapshot) } : record,
        );
        return { ...effect, records };
      });
      return [{ ...after, snapshot: after.snapshot && without(after.snapshot) }, changed];
    },
  };
}
