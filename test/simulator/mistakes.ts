/** Mistakes to plant into a simulated cluster: in its replicas, and between the driver and its disk. */

import { wrappedStorage } from '#src/node/wrapped-storage.js';
import { replicaOf } from '#src/paxos/replica.js';
import { campaign } from '#src/simulator/campaign.js';
import type { Claim } from '#src/simulator/failure.js';
import type { Make } from '#src/simulator/host.js';
import type { Effect, Functions, Options, Replica, Storage } from '#src/simulator/words.js';
import { mutants as ofLeases } from '#test/leases/mutants.js';
import { mutants } from '#test/model-based/replica-mutants.js';
import { changing, followingTwice } from './unseen-nodes.js';

export interface Mistake {
  /** The row of the gallery of mistakes. */
  readonly row: string;
  readonly name: string;
  /** Any of these may be the first to fall. */
  readonly falls: readonly Claim[];
  readonly make: Make;
}

const DIVERGED: readonly Claim[] = [
  'each slot holds one decree',
  'equal slots have equal states',
  'a command is executed once',
  'what is acknowledged stands in its slot',
  'no node finds a guarantee broken',
];
const FORGOTTEN: readonly Claim[] = [...DIVERGED, 'what is acknowledged is on the disks of a quorum'];

const OTHER_MEMBERS: readonly Claim[] = ['equal slots have equal states', 'no input is refused'];

/** What has to fall by each of the mutants that another cluster tells too. */
const FALLS: Readonly<Record<string, readonly Claim[]>> = {
  'what it says rests on nothing': FORGOTTEN,
  'does not keep its votes': FORGOTTEN,
  'does not keep its rounds': DIVERGED,
  'promises without telling its votes': DIVERGED,
  'promises without telling how far it knows': [...DIVERGED, 'no input is refused'],
  'a snapshot has no sessions': DIVERGED,
  'a snapshot says that it is of the slot before': DIVERGED,
  'a frontier is only what is decided': ['what clients see is linearizable'],
  'a change of members governs from the next slot on': OTHER_MEMBERS,
  'a leader goes by a change that it has proposed': OTHER_MEMBERS,
  'votes in slots of which it cannot know who governs them': ['memory is bounded', 'no input is refused'],
  'a snapshot has no changes that do not govern yet': OTHER_MEMBERS,
};

const STALE: readonly Claim[] = ['what clients see is linearizable'];

/**
 * The mistakes of leases that only scripts show: clusters have no such clock, or meet too rarely what they need. That it was too early to
 * elect needs a leader with the slowest clock, and those with fast ones are elected first.
 */
const BY_SCRIPTS_ALONE: readonly string[] = [
  'leaves no margin for clocks that drift',
  'counts on what it has released',
  'goes by the time of day',
  'looks at the clock before it is asked, and not when it reads',
  'takes a release for one of whatever it has granted',
  'counts what was granted before its release, and comes after it',
];

export const mistakes: readonly Mistake[] = [
  ...mutants.map(({ row, name, make }) => ({ row, name, falls: FALLS[name]!, make: replicas(make) })),
  ...ofLeases
    .filter(({ name }) => !BY_SCRIPTS_ALONE.includes(name))
    .map(({ row, name, make }) => ({ row, name, falls: STALE, make: replicas(make) })),
  {
    row: 'L2',
    name: 'says that a reply was answered before it was decided',
    falls: ['what is acknowledged is on the disks of a quorum', 'what is acknowledged stands in its slot'],
    make: { replica: replying },
  },
  {
    row: 'T10',
    name: 'keeps no answers in its table of sessions',
    falls: ['a command is executed once', 'equal slots have equal states'],
    make: { replica: forgettingAnswers },
  },
  {
    row: 'S1, S2',
    name: 'says durable when the write has only begun',
    falls: FORGOTTEN,
    make: { storage: (disk) => writing(disk, (write) => void write()) },
  },
  {
    row: 'D8',
    name: 'writes again after a failed write, and believes it',
    falls: FORGOTTEN,
    make: { storage: (disk) => writing(disk, (write) => write().catch(write)) },
  },
  {
    row: 'D12',
    name: 'takes a failed write for done, and goes on',
    falls: [...FORGOTTEN, 'a node starts from what it kept'],
    make: { storage: (disk) => writing(disk, (write) => write().catch(() => {})) },
  },
  {
    row: 'D9',
    name: 'starts with an empty disk under its old name',
    falls: FORGOTTEN,
    make: { replica: wiped },
  },
  {
    row: 'P10',
    name: 'goes by the second of two changes that were made from one configuration, too',
    falls: ['equal slots have equal states'],
    make: { replica: changing(followingTwice) },
  },
];

/** Replicas for which it does not matter what the commands, the states and the answers are. */
function replicas(make: unknown): Make {
  return { replica: make as NonNullable<Make['replica']> };
}

/** What falls first where that mistake is made, within a million inputs from the first seed on; undefined where nothing does. */
export async function firstFall(make: Make): Promise<Claim | undefined> {
  const { failing, steps } = await campaign({ seed: 1, seeds: 400, steps: 2_000, make });
  return steps < 1_000_000 ? failing?.failure?.claim : undefined;
}

/** The disk, written to in another way. */
function writing(disk: Storage, how: (write: () => Promise<void>) => Promise<void> | void): Storage {
  return wrappedStorage(disk, { write: async (...written) => how(() => disk.write(...written)) });
}

/** Takes its own proposal for executed as soon as it has made it: the client is told before a quorum has voted. */
function replying(options: Options): Functions {
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

/** Each retry looks like a new request. */
function forgettingAnswers(options: Options): Functions {
  const { start, step } = replicaOf(options);
  const without = (replica: Replica): Replica => ({
    ...replica,
    executed: {
      ...replica.executed,
      sessions: replica.executed.sessions.map((session) => ({ ...session, answers: [] })),
    },
  });
  return { start, step: (replica, input) => step(without(replica), input) };
}

function wiped(options: Options): Functions {
  const { start, step } = replicaOf(options);
  return { start: () => start(), step };
}
