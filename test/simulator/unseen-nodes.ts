/**
 * Replicas and ports of nodes with the mistakes of unseen.ts.
 *
 * Each was a change of a line or two in src/; here it is made around the right replica, with the same effect.
 */
import type { Transport } from '#src/node/ports.js';
import { wrappedTransport } from '#src/node/wrapped-transport.js';
import { sameBallot } from '#src/paxos/ballot.js';
import { execute } from '#src/paxos/execution.js';
import { limits } from '#src/paxos/limits.js';
import { decidedThrough, decreeAt, governsLater, isDecided } from '#src/paxos/log.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot, slotsAfter } from '#src/paxos/slot.js';
import type { Make } from '#src/simulator/host.js';
import { registers } from '#src/simulator/register.js';
import type { Functions, Input, Kept, Letter, Message, Options, Replica } from '#src/simulator/words.js';

/** The right replica, whose state is changed after each step. */
export function changing(
  change: (after: Replica, before: Replica) => Replica,
): (options: Options) => Functions {
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

export function droppingVotes(after: Replica): Replica {
  const votes = after.acceptor.votes.filter(({ slot }) => !isDecided(after.log, slot));
  return { ...after, acceptor: { ...after.acceptor, votes } };
}

/** The second of two changes that were made from one configuration governs, too. */
export function followingTwice(after: Replica, before: Replica): Replica {
  const { log } = after;
  const second = slotsAfter(decidedThrough(before.log), decidedThrough(log)).flatMap((at) => {
    const decree = decreeAt(log, at);
    const isSecond =
      decree?.type === 'configuration' &&
      !governsLater(log, at, decree) &&
      log.configurations.some(({ configuration }) => configuration.id === decree.configuration.id);
    return isSecond ? [{ from: slot(at + log.alpha), configuration: decree.configuration }] : [];
  });
  const configurations = [...log.configurations, ...second].toSorted((a, b) => a.from - b.from);
  return second.length === 0 ? after : { ...after, log: { ...log, configurations } };
}

/** A new ballot finds no place among those that are counted. */
export function keepingOldTallies(after: Replica, before: Replica): Replica {
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
export function believingItsVotes(options: Options): Functions {
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
      return inTurn(step, replica, inputs);
    },
  };
}

export function hearingItselfEarly(options: Options): Functions {
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
export function snapshottingAnsweredSessions(options: Options): Functions {
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

/** The right replica, whose promises are changed: those that it sends, and those that wait until it hears them itself. */
export function promisingThroughTheFirstHole(options: Options): Functions {
  const { start, step } = replicaOf(options);
  const without = <Any extends { readonly type: string }>(message: Any): Any => {
    const said: { readonly type: string } = message;
    if (!isPromise(said)) return message;
    const votes = said.votes.filter(({ slot }, index) => slot === said.decided + 1 + index);
    return { ...message, votes };
  };
  return {
    start,
    step: (before, input) => {
      const [{ durability, ...after }, effects] = step(before, input);
      const waiting = durability.waiting.map((one) => ({ ...one, message: without(one.message) }));
      const said = effects.map((effect) =>
        effect.type === 'send' ? { ...effect, message: without(effect.message) } : effect,
      );
      return [{ ...after, durability: { ...durability, waiting } }, said];
    },
  };
}

function isPromise(message: { readonly type: string }): message is Extract<Message, { type: 'promise' }> {
  return message.type === 'promise';
}

export function countingForAllReads(options: Options): Functions {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      if (input.type !== 'message' || input.message.type !== 'frontier') return step(replica, input);
      const { message } = input;
      return inTurn(
        step,
        replica,
        replica.reads.map(({ read }) => ({ ...input, message: { ...message, read } })),
      );
    },
  };
}

/** Executes the log from the snapshot's last slot on, which is taken for the one after that slot. */
export function replaying(after: (through: number) => number): (options: Options) => Functions {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start: (kept) => {
        const [replica, effects] = start(kept);
        const { log, snapshot } = replica;
        if (!snapshot || snapshot.through === log.base) return [replica, effects];
        const slots = slotsAfter(snapshot.through - 1, decidedThrough(log));
        const { configurations: _, ...begun } = snapshot;
        const executed = slots.reduce<Replica['executed']>(
          (before, at) => execute(before, decreeAt(log, at)!, registers, limits(options.limits))[0],
          { ...begun, through: after(snapshot.through) },
        );
        return [{ ...replica, executed }, effects];
      },
      step,
    };
  };
}

/** Ports of a node that tells others something else of what it knows of their stores. */
export function witnessing(told: (batch: number) => number): NonNullable<Make['ports']> {
  return ({ transport, ...ports }) => ({
    ...ports,
    transport: wrappedTransport(transport, {
      open: (peer) => transport.open(peer),
      send: (to, said) => {
        if (said.type !== 'witnessed' || said.reach === null) return transport.send(to, said);
        transport.send(to, { ...said, reach: { ...said.reach, batch: told(said.reach.batch) } });
      },
    }),
  });
}

/** A transport by which a node hands on its clients' requests under other numbers. */
export function numberingFromOne(under: Transport<Letter>): Transport<Letter> {
  let first: number | undefined;
  return wrappedTransport(under, {
    open: (peer) =>
      under.open({
        ...peer,
        receive: (from, said) =>
          peer.receive(
            from,
            said.type === 'forwarded' ? { ...said, number: said.number + (first ?? 1) - 1 } : said,
          ),
      }),
    send: (to, said) => {
      if (said.type !== 'forward') return under.send(to, said);
      first ??= said.number;
      under.send(to, { ...said, number: said.number - first + 1 });
    },
  });
}

/** What one input after the other makes of the replica. */
function inTurn(
  step: Functions['step'],
  replica: Replica,
  inputs: readonly Input[],
): ReturnType<Functions['step']> {
  return inputs.reduce<ReturnType<Functions['step']>>(
    ([before, effects], next) => {
      const [after, more] = step(before, next);
      return [after, [...effects, ...more]];
    },
    [replica, []],
  );
}
