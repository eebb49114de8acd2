/** What mistaken programs do: replicas, disks and clocks around the right ones. */
import { wrappedStorage } from '#src/node/wrapped-storage.js';
import { firstOpen } from '#src/paxos/log.js';
import { nothingKept } from '#src/paxos/record.js';
import { replicaOf } from '#src/paxos/replica.js';
import type { Make } from '#src/simulator/host.js';
import type { Effect, Functions, Options, Replica, Storage } from '#src/simulator/words.js';

/** Its only clock is the time of day, which somebody may set. */
export function goingByTheTimeOfDay({ clock, ...ports }: Parameters<NonNullable<Make['ports']>>[0]) {
  return { ...ports, clock: { ...clock, now: () => clock.wall!() } };
}

/** The disk, written to in another way. */
export function writing(disk: Storage, how: (write: () => Promise<void>) => Promise<void> | void): Storage {
  return wrappedStorage(disk, { write: async (...written) => how(() => disk.write(...written)) });
}

/** Takes its own proposal for executed as soon as it has made it: the client is told before a quorum has voted. */
export function replying(options: Options): Functions {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      const [after, effects] = step(replica, input);
      const early = effects.flatMap<Effect>((effect) => {
        if (effect.type !== 'send' || effect.message.type !== 'accept') return [];
        const { slot, value } = effect.message;
        if (value.type !== 'batch') return [];
        return value.requests.map(({ session, sequence, command }) => ({
          type: 'reply',
          to: { type: 'request', session, sequence },
          reply: { type: 'answered', slot, answer: { writtenBy: command.id, writes: 1 } },
          restsOn: 0,
        }));
      });
      return [after, [...effects, ...early]];
    },
  };
}

/** A decision that is beyond a hole is taken for the one that comes next. */
export function executingPastHoles(options: Options): Functions {
  const { start, step } = replicaOf(options);
  return {
    start,
    step: (replica, input) => {
      if (input.type !== 'message' || input.message.type !== 'decided') return step(replica, input);
      const next = firstOpen(replica.log);
      const { message } = input;
      return step(replica, {
        ...input,
        message: { ...message, slot: message.slot > next ? next : message.slot },
      });
    },
  };
}

/** Each retry looks like a new request, to every node. */
export function forgettingAnswers(options: Options): Functions {
  const { start, step } = replicaOf(options);
  const without = (replica: Replica): Replica => ({
    ...replica,
    executed: {
      ...replica.executed,
      sessions: replica.executed.sessions.map((session) => ({ ...session, answers: [] })),
    },
  });
  return {
    start: (kept) => {
      const [replica, effects] = start(kept);
      return [without(replica), effects];
    },
    step: (replica, input) => {
      const [after, effects] = step(replica, input);
      return [without(after), effects];
    },
  };
}

/** At each start there is nothing on it. */
export function wiped(disk: Storage): Storage {
  return wrappedStorage(disk, {
    load: async () => {
      const kept = await disk.load();
      if (kept === undefined) return undefined;
      const { alpha, configurations } = kept.log;
      return nothingKept({ alpha, configuration: configurations[0]!.configuration });
    },
  });
}
