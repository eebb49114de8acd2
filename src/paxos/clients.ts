/** What clients have asked of this leader and is not done: a queue, and what is proposed. */
import type { Decree, Request } from './decree.js';
import type { Outcome } from './execution.js';
import { type Reply, rejected, type Subject, sameSubject } from './reply.js';
import { type BytesOf, fitting, requestBytes } from './size.js';

export interface Clients<Command> {
  /** In order of arrival. */
  readonly queue: readonly Submission<Command>[];
  /** What waits for a proposal of this leader, by slot. */
  readonly proposed: readonly Proposed[];
}

export type Submission<Command> =
  | { readonly subject: Subject; readonly type: 'request'; readonly request: Request<Command> }
  | { readonly subject: Subject | null; readonly type: 'decree'; readonly decree: Decree<Command> };

export interface Proposed {
  readonly slot: number;
  readonly subjects: readonly Subject[];
}

/** A reply, and to what. */
export type Told<Answer> = Outcome<Answer>;

export const NO_CLIENTS: Clients<never> = { queue: [], proposed: [] };

/** Whether it waits already: a request that is sent again while it is under way. */
export function isWaiting({ queue, proposed }: Clients<unknown>, subject: Subject): boolean {
  const isOf = (other: Subject | null): boolean => other !== null && sameSubject(other, subject);
  return queue.some((each) => isOf(each.subject)) || proposed.some(({ subjects }) => subjects.some(isOf));
}

/** What goes into one decree. */
export interface BatchLimits<Command> {
  readonly batchMax: number;
  readonly bytesMax: number;
  readonly bytesOf: BytesOf<Command>;
}

/**
 * Takes the next decree from the queue: requests that have come one after the other, up to the limits, or one decree that stands
 * alone. Null where the queue is empty.
 */
export function nextDecree<Command>(
  { queue }: Clients<Command>,
  { batchMax, bytesMax, bytesOf }: BatchLimits<Command>,
):
  | readonly [decree: Decree<Command>, subjects: readonly Subject[], rest: readonly Submission<Command>[]]
  | null {
  const first = queue[0];
  if (first === undefined) return null;
  if (first.type === 'decree') return [first.decree, first.subject ? [first.subject] : [], queue.slice(1)];
  const end = queue.findIndex(({ type }, index) => type !== 'request' || index === batchMax);
  const requests = queue.slice(0, end === -1 ? queue.length : end).filter((each) => each.type === 'request');
  const batch = fitting(requests, ({ request }) => requestBytes(request.command, bytesOf), bytesMax);
  return [
    { type: 'batch', requests: batch.map(({ request }) => request) },
    batch.map(({ subject }) => subject),
    queue.slice(batch.length),
  ];
}

/** A slot was executed: whoever waits for its outcomes is told, and whoever waited for another decree in that slot. */
export function settle<Command, Answer>(
  clients: Clients<Command>,
  slot: number,
  outcomes: readonly Outcome<Answer>[],
): readonly [Clients<Command>, readonly Told<Answer>[]] {
  const isSettled = (subject: Subject | null): boolean =>
    subject !== null && outcomes.some((outcome) => sameSubject(outcome.subject, subject));
  const told = outcomes.filter(({ subject }) => isWaiting(clients, subject));
  const left = clients.proposed.map((each) => ({
    ...each,
    subjects: each.subjects.filter((subject) => !isSettled(subject)),
  }));
  const overtaken = left.filter((each) => each.slot === slot).flatMap(({ subjects }) => subjects);
  return [
    {
      queue: clients.queue.filter(({ subject }) => !isSettled(subject)),
      proposed: left.filter((each) => each.slot !== slot),
    },
    [...told, ...overtaken.map((subject) => ({ subject, reply: rejected('overtaken') }))],
  ];
}

/** The slots through that one were passed over, by a snapshot: what came of the proposals in them is not known. */
export function passOver<Command>(
  clients: Clients<Command>,
  through: number,
): readonly [Clients<Command>, readonly Told<never>[]] {
  const passed = clients.proposed.filter(({ slot }) => slot <= through);
  return [
    { ...clients, proposed: clients.proposed.filter(({ slot }) => slot > through) },
    passed.flatMap(unknown),
  ];
}

/** This node leads no more: what it has proposed may happen or not, what is in the queue does not. */
export function abandon(clients: Clients<unknown>): readonly Told<never>[] {
  const subjects = clients.queue.map(({ subject }) => subject).filter((subject) => subject !== null);
  return [
    ...clients.proposed.flatMap(unknown),
    ...subjects.map((subject) => ({ subject, reply: rejected('notLeader') })),
  ];
}

function unknown({ slot, subjects }: Proposed): readonly Told<never>[] {
  const reply: Reply<never> = { type: 'unknown', slot };
  return subjects.map((subject) => ({ subject, reply }));
}
