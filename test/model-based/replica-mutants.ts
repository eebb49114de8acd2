/** Replicas with one rule broken: by what leaves them, and by what they keep. */
import type { Governing } from '#src/paxos/configuration.js';
import { firstOpen } from '#src/paxos/log.js';
import { replicaOf } from '#src/paxos/replica.js';
import type { ReplicaOptions } from '#src/paxos/replica-state.js';
import { slot } from '#src/paxos/slot.js';
import type { Answer, Effect, Functions, Sent, State } from './replica-node.js';
import type { Kind } from './violation.js';

export type Make = (options: ReplicaOptions<string, State, Answer>) => Functions;

export interface Mutant {
  /** The row of the gallery of mistakes. */
  readonly row: string;
  readonly name: string;
  /** What is the first to go wrong. */
  readonly falls: Kind;
  readonly make: Make;
  /** Found only where members come and go. */
  readonly hasChanges?: boolean;
}

/** The right replica, with its effects changed. */
function changing(change: (effects: readonly Effect[]) => readonly Effect[]): Make {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start,
      step: (replica, input) => {
        const [after, effects] = step(replica, input);
        return [after, change(effects)];
      },
    };
  };
}

/** The right replica, with the messages changed that it sends. */
function saying(change: (message: Sent['message']) => Sent['message']): Make {
  return changing((effects) =>
    effects.map((effect) =>
      effect.type === 'send' ? { ...effect, message: change(effect.message) } : effect,
    ),
  );
}

/** The right replica, which does not keep some of its records. */
export function forgetting(type: string): Make {
  return changing((effects) =>
    effects.map((effect) =>
      effect.type === 'persist'
        ? { ...effect, records: effect.records.filter((record) => record.type !== type) }
        : effect,
    ),
  );
}

type Replica = Parameters<Functions['step']>[0];

/** The right replica, which is in another state than it thinks. */
function being(before: (replica: Replica) => Replica): Make {
  return (options) => {
    const { start, step } = replicaOf(options);
    return { start, step: (replica, input) => step(before(replica), input) };
  };
}

/** The right replica, for which the configurations govern from other slots on. */
function governing(change: (one: Governing) => Governing): Make {
  const changed = (replica: Replica): Replica => ({
    ...replica,
    log: { ...replica.log, configurations: replica.log.configurations.map(change) },
  });
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start: (kept) => {
        const [replica, effects] = start(kept);
        return [changed(replica), effects];
      },
      step: (replica, input) => {
        const [after, effects] = step(replica, input);
        return [changed(after), effects];
      },
    };
  };
}

/** The right replica, whose messages of a type do not wait for the disk. */
function hasty(type: Sent['message']['type']): Make {
  return changing((effects) =>
    effects.map((effect) =>
      effect.type === 'send' && effect.message.type === type ? { ...effect, restsOn: 0 } : effect,
    ),
  );
}

const ofMembers: readonly Mutant[] = [
  {
    row: 'C1',
    name: 'a change of members governs from the next slot on',
    falls: 'other members than were decided',
    hasChanges: true,
    make: governing((one) =>
      one.configuration.id === 1 || 'isEarly' in one
        ? one
        : { ...one, from: slot(Math.max(1, one.from - 2)), isEarly: true },
    ),
  },
  {
    row: 'C2',
    name: 'a leader goes by a change that it has proposed',
    falls: 'other members than were decided',
    hasChanges: true,
    make: being((replica) => {
      const { leader, log } = replica;
      if (leader.phase !== 'leading') return replica;
      const last = log.configurations.at(-1)!.configuration;
      const own = leader.proposals.flatMap(({ value }) =>
        value.type === 'configuration' && value.configuration.id === last.id + 1 ? [value.configuration] : [],
      );
      const configurations = [
        ...log.configurations,
        ...own.map((configuration) => ({ from: firstOpen(log), configuration })),
      ];
      return { ...replica, log: { ...log, configurations } };
    }),
  },
  {
    row: 'C3',
    name: 'votes in slots of which it cannot know who governs them',
    falls: 'a vote or a proposal in a slot of which nobody can know who governs it',
    hasChanges: true,
    make: (options) => {
      const { start, step } = replicaOf(options);
      const reaching = (alpha: number, replica: Replica): Replica => ({
        ...replica,
        log: { ...replica.log, alpha },
      });
      return {
        start,
        step: (replica, input) => {
          if (input.type !== 'message' || input.message.type !== 'accept') return step(replica, input);
          const [after, effects] = step(reaching(1_000, replica), input);
          return [reaching(options.limits!.alpha!, after), effects];
        },
      };
    },
  },
  {
    row: 'D11',
    name: 'a snapshot has no changes that do not govern yet',
    falls: 'other members than were decided',
    hasChanges: true,
    make: saying((message) =>
      message.type === 'snapshot'
        ? {
            ...message,
            snapshot: { ...message.snapshot, configurations: message.snapshot.configurations.slice(0, 1) },
          }
        : message,
    ),
  },
];

export const mutants: readonly Mutant[] = [
  ...ofMembers,
  {
    row: 'S1',
    name: 'its promises rest on nothing',
    falls: 'a promise told before it is durable',
    make: hasty('promise'),
  },
  {
    row: 'S2',
    name: 'its votes rest on nothing',
    falls: 'a vote told before it is durable',
    make: hasty('accepted'),
  },
  {
    row: 'S13',
    name: 'its rounds rest on nothing',
    falls: 'a ballot begun before its round is durable',
    make: hasty('prepare'),
  },
  {
    row: 'S1',
    name: 'does not keep its promises',
    falls: 'a promise told before it is durable',
    make: forgetting('promised'),
  },
  {
    row: 'S2',
    name: 'does not keep its votes',
    falls: 'a vote told before it is durable',
    make: forgetting('vote'),
  },
  {
    row: 'S13',
    name: 'does not keep its rounds',
    falls: 'a ballot begun before its round is durable',
    make: forgetting('round'),
  },
  {
    row: 'S8',
    name: 'promises without telling its votes',
    falls: 'two decrees in one slot',
    make: saying((message) => (message.type === 'promise' ? { ...message, votes: [] } : message)),
  },
  {
    row: 'D10',
    name: 'a snapshot has no sessions',
    falls: 'two states after one slot',
    make: saying((message) =>
      message.type === 'snapshot' ? { ...message, snapshot: { ...message.snapshot, sessions: [] } } : message,
    ),
  },
  {
    row: 'D4',
    name: 'a snapshot says that it is of the slot before',
    falls: 'two states after one slot',
    make: saying((message) =>
      message.type === 'snapshot'
        ? { ...message, snapshot: { ...message.snapshot, through: message.snapshot.through - 1 } }
        : message,
    ),
  },
  {
    row: 'quorum reads',
    name: 'a frontier is only what is decided',
    falls: 'a stale read',
    make: saying((message) => (message.type === 'frontier' ? { ...message, last: 0 } : message)),
  },
];

/** Found too rarely at random: in 2,100 runs once. Traces tell it, and so does the checker. */
export const rare: readonly Pick<Mutant, 'row' | 'name' | 'make'>[] = [
  {
    row: 'L9',
    name: 'promises without telling how far it knows',
    // As little as a promise with its votes can say, or it would be refused.
    make: (options) =>
      saying((message) => {
        if (message.type !== 'promise') return message;
        const last = message.votes.at(-1)?.slot ?? 0;
        return { ...message, decided: Math.max(0, last - options.limits!.alpha!) };
      })(options),
  },
];
