/**
 * The replica: a member of a cluster that keeps a replicated log and feeds it to a state machine.
 *
 * It composes the roles and adds no rule of safety of its own. What its caller has to do is in this folder's README.
 */
import { match, P } from 'ts-pattern';
import type { Request } from './decree.js';
import { acknowledge } from './durability.js';
import type { Step } from './effect.js';
import {
  electionStep,
  enable,
  expire,
  heartbeat,
  leaderStep,
  resendTimer,
  see,
  submit,
  transfer,
} from './leading.js';
import { letGo, toldTime } from './lease.js';
import type { Limits } from './limits.js';
import { read } from './reading.js';
import { receive } from './receiving.js';
import type { Kept } from './record.js';
import type { ReplicaEffect, Timer } from './replica-effect.js';
import type { ReplicaInput } from './replica-input.js';
import {
  type Replica,
  type ReplicaOptions,
  type Settings,
  settingsOf,
  startReplica,
} from './replica-state.js';
import { rejected, type Subject } from './reply.js';
import { Turn } from './turn.js';
import { validate } from './validation.js';

/** How one member starts, and how it answers its inputs. */
export interface ReplicaFunctions<Command, State, Answer> {
  /** At its first start, or started again from what it kept. */
  readonly start: (
    kept?: Kept<Command, State, Answer>,
  ) => Step<Replica<Command, State, Answer>, ReplicaEffect<Command, State, Answer>>;
  /** What an input makes of it. Pure: the same replica and input give the same. */
  readonly step: (
    replica: Replica<Command, State, Answer>,
    input: ReplicaInput<Command, State, Answer>,
  ) => Step<Replica<Command, State, Answer>, ReplicaEffect<Command, State, Answer>>;
}

/**
 * The functions of one member. It throws a RangeError where its limits or its first configuration cannot be.
 *
 * `start` throws a RecordViolation where what was kept cannot be this member's. `step` throws an InvalidInput at an input
 * that no sound caller or member gives, with nothing changed, and a ProtocolViolation where the member has to stop.
 *
 * @example
 * const member = { id: nodeId('n1'), incarnation: 0, part: 'voter' } as const;
 * const members = configuration({ id: configurationId(1), members: [member] });
 * const machine = { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const };
 * const { start, step } = replicaOf({ ...member, configuration: members, machine });
 * const [preparing, [persist]] = step(start()[0], { type: 'timer', timer: 'election', now: 0 });
 * persist; // → { type: 'persist', number: 1, records: [{ type: 'round', round: 1 }, { type: 'promised', ballot: { round: 1, proposer: nodeId('n1'), incarnation: 0 } }] }
 * step(preparing, { type: 'durable', number: 1, after: 0 })[0].leader.phase; // → 'leading'
 */
export function replicaOf<Command, State, Answer>(
  options: ReplicaOptions<Command, State, Answer>,
): ReplicaFunctions<Command, State, Answer> {
  const settings = settingsOf(options);
  return {
    start: (kept) => startReplica(settings, kept),
    step: (replica, input) => stepReplica(settings, replica, input),
  };
}

function stepReplica<Command, State, Answer>(
  settings: Settings<Command, State, Answer>,
  replica: Replica<Command, State, Answer>,
  input: ReplicaInput<Command, State, Answer>,
): Step<Replica<Command, State, Answer>, ReplicaEffect<Command, State, Answer>> {
  validate(replica, input, settings);
  const before = 'now' in input ? at(replica, input.now, settings.limits) : replica;
  const taken = turnOf(settings, before, (turn) => take(turn, input));
  const isTooMany = isFull(settings, before) && taken[0].durability.pending > before.durability.pending;
  return input.type !== 'durable' && isTooMany
    ? turnOf(settings, before, (turn) => putOff(turn, input))
    : taken;
}

function at<R extends Replica<unknown, unknown, unknown>>(replica: R, now: number, limits: Limits): R {
  return { ...replica, now, lease: toldTime(replica.lease, now, limits) };
}

/** What becomes of the replica in a turn, in which it hears what it says to itself. */
function turnOf<Command, State, Answer>(
  settings: Settings<Command, State, Answer>,
  replica: Replica<Command, State, Answer>,
  begin: (turn: Turn<Command, State, Answer>) => void,
): Step<Replica<Command, State, Answer>, ReplicaEffect<Command, State, Answer>> {
  const turn = new Turn(settings, replica);
  begin(turn);
  for (let message = turn.hear(); message !== undefined; message = turn.hear())
    receive(turn, turn.id, message);
  return turn.end();
}

/** Whether as many persists are under way as may be. */
function isFull<Command, State, Answer>(
  { limits }: Settings<Command, State, Answer>,
  { durability }: Replica<Command, State, Answer>,
): boolean {
  return durability.pending >= limits.persistsMax;
}

function take<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  input: ReplicaInput<Command, State, Answer>,
): void {
  switch (input.type) {
    case 'message':
      receive(turn, input.from, input.message);
      return;
    case 'timer':
      runOut(turn, input.timer);
      return;
    case 'request':
      request(turn, [input.request]);
      return;
    case 'requests':
      request(turn, input.requests);
      return;
    case 'openSession': {
      const decree = { type: 'openSession', nonce: input.nonce } as const;
      submit(turn, { type: 'decree', subject: subjectOf(input), decree });
      return;
    }
    case 'configure': {
      const decree = { type: 'configuration', configuration: input.configuration } as const;
      submit(turn, { type: 'decree', subject: subjectOf(input), decree });
      return;
    }
    case 'transfer':
      transfer(turn, input.to);
      return;
    case 'enable':
      enable(turn, input.version);
      return;
    case 'read': {
      const { read: number, command, notAfter = null } = input;
      read(turn, { read: number, command, notAfter });
      return;
    }
    case 'stoodStill': {
      const { lease, now } = turn.replica;
      turn.become({ lease: letGo(lease, now) });
      return;
    }
    case 'durable': {
      const [durability, messages] = acknowledge(turn.replica.durability, input);
      turn.become({ durability });
      for (const message of messages) receive(turn, turn.id, message);
      return;
    }
    default:
      // Reached by nothing: the compiler sees that each kind has its case.
      input satisfies never;
  }
}

function request<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  requests: readonly Request<Command>[],
): void {
  const sessions = new Set(requests.map(({ session }) => session));
  if (turn.replica.leader.phase === 'leading') for (const session of sessions) see(turn, session);
  submit(
    turn,
    ...requests.map((request) => ({ type: 'request', subject: subjectOfRequest(request), request }) as const),
  );
}

/** A timer has run out. One that has lost its meaning in the meantime is not set again. */
function runOut<Command, State, Answer>(turn: Turn<Command, State, Answer>, timer: Timer): void {
  const { phase } = turn.replica.leader;
  match(timer)
    .with('election', () => electionStep(turn, { type: 'timer' }))
    .with('heartbeat', () => {
      if (phase !== 'leading') return;
      heartbeat(turn);
      if (!isFull(turn.settings, turn.replica)) expire(turn);
    })
    .with('resend', () => {
      if (phase === 'following') return;
      leaderStep(turn, { type: 'resend' });
      turn.effect(resendTimer(turn));
    })
    .exhaustive();
}

/** What asks for one persist too many: a message counts as lost, a client is told, and a timer runs again. */
function putOff<Command, State, Answer>(
  turn: Turn<Command, State, Answer>,
  input: Exclude<ReplicaInput<Command, State, Answer>, { readonly type: 'durable' }>,
): void {
  const { resendMs } = turn.settings.limits;
  match(input)
    .with({ type: 'message' }, () => {})
    .with({ type: 'timer' }, ({ timer }) =>
      turn.effect({ type: 'setTimer', timer, afterMs: resendMs, spreadMs: 0 }),
    )
    // They are given again.
    .with({ type: P.union('enable', 'transfer') }, () => {})
    .with({ type: 'stoodStill' }, () => {})
    .with({ type: 'requests' }, ({ requests }) => {
      for (const request of requests)
        turn.reply({ subject: subjectOfRequest(request), reply: rejected('busy', turn.id) });
    })
    .with({ type: P.union('request', 'openSession', 'configure', 'read') }, (asked) =>
      turn.reply({ subject: subjectOf(asked), reply: rejected('busy', turn.id) }),
    )
    .exhaustive();
}

type Asked<Command> = Extract<
  ReplicaInput<Command, never, never>,
  { readonly type: 'request' | 'openSession' | 'configure' | 'read' }
>;

/** What a reply to it will be about. */
function subjectOf<Command>(asked: Asked<Command>): Subject {
  switch (asked.type) {
    case 'request':
      return subjectOfRequest(asked.request);
    case 'openSession':
      return { type: 'session', nonce: asked.nonce };
    case 'configure':
      return { type: 'configuration', configuration: asked.configuration };
    // No read asks for a persist, and so none is put off.
    case 'read':
      return { type: 'read', read: asked.read };
  }
}

function subjectOfRequest({ session, sequence }: Request<unknown>): Subject {
  return { type: 'request', session, sequence };
}
