/** A trace that was right, with one thing in it that was not so. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { conform } from '#src/conform/conform.js';
import type { Circumstances } from '#src/simulator/circumstances.js';
import type { RunOptions } from '#src/simulator/run.js';
import type { TraceEvent } from '#src/trace/event.js';
import { lineOf } from '#src/trace/line.js';
import { withTraces } from './simulated.js';

export const ALPHA = 6;

/** With these each thing that is tampered with happens soon. */
export const CIRCUMSTANCES: Circumstances = {
  nodes: 3,
  clients: 6,
  registers: 1,
  limits: {
    alpha: ALPHA,
    proposalsMax: 1,
    batchMax: 1,
    queueMax: 8,
    readsMax: 4,
    persistsMax: 4,
    ballotsMax: 1,
    decreesMax: 6,
    decreesHeldMax: 20,
    catchUpMax: 5,
    sessionsMax: 16,
    windowMax: 1,
    electionMs: 100,
    leaseMs: 80,
    leaseMarginMs: 10,
    heartbeatMs: 25,
    resendMs: 40,
    sessionMs: 2000,
  },
  delayMs: 5,
  late: 0.1,
  lateMs: 200,
  loss: 0.02,
  duplication: 0.01,
  writeMs: 15,
  pauseMs: 20,
  reads: 0.5,
  faultEveryMs: 150,
  faults: ['crash', 'cut', 'failedWrite', 'fullDisk', 'slowDisk', 'crash'],
  isForwarding: true,
  crashLoss: 0.5,
  lostEnd: 0,
  isReadingNearby: false,
  isDriftAtBound: false,
  driftMax: 0.02,
  residentMs: null,
  alwaysMs: null,
  attemptMs: 150,
  atOnce: 1,
  changeEveryMs: null,
};

export type Event = TraceEvent<unknown>;
/** By node. */
export type Traces = Readonly<Record<string, readonly Event[]>>;
type Of<Kind> = Extract<Event, { readonly kind: Kind }>;
export type Sent = Of<'sent'>;
export type Received = Of<'received'>;
export type Writing = Of<'writing'>;

export interface Place {
  readonly node: string;
  readonly index: number;
}

/** A trace that is not as it was, and where that is to be seen: in the line of the event, or a later one. */
export interface Tampered {
  readonly traces: Traces;
  readonly at: Place;
}

function read(files: readonly string[]): Traces {
  return Object.fromEntries(
    files.map((file) => {
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      return [basename(file, '.jsonl'), lines.map((line) => JSON.parse(line) as Event)];
    }),
  );
}

/** What is said about traces: the rule that falls, in which file and line. */
export async function verdictOn(traces: Traces, folder: string) {
  const files = Object.entries(traces).map(([node, events]) => {
    const file = join(folder, `${node}.jsonl`);
    writeFileSync(file, events.map((event) => `${lineOf(event)}\n`).join(''));
    return file;
  });
  const { refusal } = await conform(files);
  return refusal && { rule: refusal.rule, at: `${basename(refusal.file)}:${refusal.line}` };
}

/** The first such event of any node. */
export function find(traces: Traces, is: (event: Event, index: number) => boolean): Place {
  for (const [node, events] of Object.entries(traces)) {
    const index = events.findIndex(is);
    if (index !== -1) return { node, index };
  }
  throw new NotInThisRun();
}

/** The traces of simulated clusters by their seeds, each made once. */
export function runsOf(
  given: Pick<RunOptions, 'steps' | 'circumstances'>,
): (seed: number) => Promise<Traces> {
  const known = new Map<number, Promise<Traces>>();
  return (seed) => {
    const made =
      known.get(seed) ?? withTraces({ ...given, seed }, ({ files }) => Promise.resolve(read(files)));
    known.set(seed, made);
    return made;
  };
}

/** A run has nothing in it that could be changed so. */
export class NotInThisRun extends Error {
  override readonly name = 'NotInThisRun';
}

/** What comes of the first run, beginning with that seed, in which there is what is to be changed. */
export async function ofFirstRun<Value>(
  seed: number,
  attempt: (seed: number) => Promise<Value>,
): Promise<Value> {
  for (let each = seed; each < seed + SEEDS; each++)
    try {
      return await attempt(each);
    } catch (error) {
      if (!(error instanceof NotInThisRun)) throw error;
    }
  throw new Error(`expected a run in which that happens; got none of the ${SEEDS} seeds from ${seed} on`);
}

const SEEDS = 20;

/** The same with other events in the place of one. */
export function replaced(traces: Traces, { node, index }: Place, ...events: readonly Event[]): Traces {
  return { ...traces, [node]: renumbered(traces[node]!.toSpliced(index, 1, ...events)) };
}

function renumbered(events: readonly Event[]): readonly Event[] {
  let [life, start, number] = [0, 0, 0];
  return events.map((event) => {
    number = event.start === start && event.incarnation === life ? number + 1 : 1;
    [life, start] = [event.incarnation, event.start];
    return { ...event, number };
  });
}

/** The messages of replicas of one type. */
export function messageIn<Type extends string>(event: Event, type: Type) {
  if (event.kind !== 'sent' && event.kind !== 'received') return undefined;
  if (event.said.type !== 'told' || event.said.message.type !== type) return undefined;
  return event.said.message as Extract<typeof event.said.message, { readonly type: Type }>;
}

/** The same message event, of which its replica's message has other fields. */
export function saying(event: Event, fields: object): Event {
  const { said } = event as Sent;
  return {
    ...event,
    said: { ...said, message: { ...(said as { message: object }).message, ...fields } },
  } as Event;
}
