/** Words for the tests of the replica: n1 of three members, and how it comes to lead. */
import { configurationId } from '#src/paxos/configuration.js';
import { replicaOf } from '#src/paxos/replica.js';
import type { ReplicaEffect } from '#src/paxos/replica-effect.js';
import type { ReplicaInput } from '#src/paxos/replica-input.js';
import type { ReplicaMessage } from '#src/paxos/replica-message.js';
import type { Replica } from '#src/paxos/replica-state.js';
import { slot } from '#src/paxos/slot.js';
import { first, n1, n2 } from './log-words.js';
import { ballot } from './words.js';

export type State = readonly string[];
export type Input = ReplicaInput<string, State, number>;
export type Message = ReplicaMessage<string, State, number>;
export type Effect = ReplicaEffect<string, State, number>;
export type Run = readonly [replica: Replica<string, State, number>, effects: readonly Effect[]];

export const machine = {
  start: [] as State,
  apply: (state: State, command: string) => [[...state, command], state.length + 1] as const,
};
export const few = {
  alpha: 3,
  proposalsMax: 2,
  queueMax: 2,
  readsMax: 1,
  persistsMax: 3,
  decreesMax: 4,
  sessionMs: 500,
};
export const options = { id: n1, incarnation: 0, configuration: first, machine, limits: few };
export const { start, step } = replicaOf<string, State, number>(options);

export const from = (sender: typeof n1, message: Message, now = 0): Input => ({
  type: 'message',
  from: sender,
  message,
  now,
});
export const timer = (name: 'election' | 'heartbeat' | 'resend', now = 0): Input => ({
  type: 'timer',
  timer: name,
  now,
});
export const durable = (number = 1, after: number | null = null): Input => ({
  type: 'durable',
  number,
  after,
});
export const request = (sequence: number, command: string, now = 0): Input => ({
  type: 'request',
  request: { session: 1, sequence, answered: 0, command },
  now,
});
export const hearsNone: Message = { type: 'polled', hearsLeader: false, promised: null, decided: 0 };
export const own = { ...ballot('1.n1'), incarnation: 0 };
export const promise = {
  type: 'promise',
  ballot: own,
  configuration: configurationId(1),
  decided: 0,
  votes: [],
  grants: [],
} as const;
export const opened = { type: 'openSession', nonce: 'n' } as const;

/** What the inputs make of a fresh n1, with the effects of the last one. */
export function run(...inputs: readonly Input[]): Run {
  return inputs.reduce<Run>(([replica], input) => step(replica, input), start());
}

/** Leads, with its own promise and that of n2. */
export const elected = [timer('election'), from(n2, hearsNone), durable(), from(n2, promise)];
/** Leads, and slot 1 has opened a session. */
export const ready = [
  ...elected,
  { type: 'openSession', nonce: 'n', now: 0 } as const,
  durable(),
  from(n2, { type: 'accepted', slot: slot(1), ballot: own, value: opened }),
  durable(),
];

export const sent = (effects: readonly Effect[]) => effects.filter((effect) => effect.type === 'send');
export const replies = (effects: readonly Effect[]) =>
  effects.filter((effect) => effect.type === 'reply').map(({ reply }) => reply);
