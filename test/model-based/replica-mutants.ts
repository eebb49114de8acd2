/** Replicas with one rule broken: by what leaves them, and by what they keep. */
import { replicaOf } from '#src/paxos/replica.js';
import type { ReplicaOptions } from '#src/paxos/replica-state.js';
import type { Answer, Effect, Functions, Sent, State } from './replica-node.js';

export type Make = (options: ReplicaOptions<string, State, Answer>) => Functions;

export interface Mutant {
  /** The row of the gallery of mistakes. */
  readonly row: string;
  readonly name: string;
  /** What has to fall. */
  readonly falls: RegExp;
  readonly make: Make;
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
function forgetting(type: string): Make {
  return changing((effects) =>
    effects.map((effect) =>
      effect.type === 'persist'
        ? { ...effect, records: effect.records.filter((record) => record.type !== type) }
        : effect,
    ),
  );
}

export const mutants: readonly Mutant[] = [
  {
    row: 'S1, S2',
    name: 'what it says rests on nothing',
    falls: /two values|BallotViolation|SlotViolation|ProtocolViolation/,
    make: changing((effects) =>
      effects.map((effect) => ('restsOn' in effect ? { ...effect, restsOn: 0 } : effect)),
    ),
  },
  {
    row: 'S2',
    name: 'does not keep its votes',
    falls: /two values|SlotViolation/,
    make: forgetting('vote'),
  },
  {
    row: 'S13',
    name: 'does not keep its rounds',
    falls: /ProtocolViolation|BallotViolation/,
    make: forgetting('round'),
  },
  {
    row: 'L9',
    name: 'promises without telling its votes',
    falls: /two values|SlotViolation/,
    make: saying((message) => (message.type === 'promise' ? { ...message, votes: [] } : message)),
  },
  {
    row: 'L9',
    name: 'promises without telling how far it knows',
    falls: /two values|SlotViolation|InvalidInput/,
    make: saying((message) => (message.type === 'promise' ? { ...message, decided: 0, votes: [] } : message)),
  },
  {
    row: 'D10',
    name: 'a snapshot has no sessions',
    falls: /two values in slot|executed a command twice/,
    make: saying((message) =>
      message.type === 'snapshot' ? { ...message, snapshot: { ...message.snapshot, sessions: [] } } : message,
    ),
  },
  {
    row: 'D4',
    name: 'a snapshot says that it is of the slot before',
    falls: /two values in slot|executed a command twice/,
    make: saying((message) =>
      message.type === 'snapshot'
        ? { ...message, snapshot: { ...message.snapshot, through: message.snapshot.through - 1 } }
        : message,
    ),
  },
  {
    row: 'quorum reads',
    name: 'a frontier is only what is decided',
    falls: /a stale read/,
    make: saying((message) => (message.type === 'frontier' ? { ...message, last: 0 } : message)),
  },
];
