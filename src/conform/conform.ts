/** Whether the traces of all nodes of a cluster are, together, a run that the book allows. */
import type { TraceEvent } from '../trace/event.js';
import { inCausalOrder } from './causal.js';
import { Links } from './links.js';
import { Members } from './members.js';
import { NodeOfTrace } from './node.js';
import { type Account, InvalidTrace, NotAllowed } from './refusal.js';
import { typeOf } from './show.js';
import { Snapshots } from './snapshots.js';
import { eventsOf, type Placed } from './source.js';
import { lifeOf, plain } from './words.js';

/** The first step that is not allowed. */
export interface Refusal extends Account {
  readonly file: string;
  readonly line: number;
  readonly event: TraceEvent<unknown>;
  /** What the book's machines of that node are in, before the step. */
  readonly state: readonly string[];
}

export interface Conformance {
  readonly events: number;
  /** One that came back with an empty disk, as another member, is counted once more. */
  readonly nodes: number;
  readonly starts: number;
  /** How many there were of which it is known that they were to govern. */
  readonly configurations: number;
  /** How many there were of each kind of message that was sent, and of each record that was written. */
  readonly counts: Readonly<Record<string, number>>;
  readonly refusal: Refusal | null;
  /** It was told to stop before it came to the end. */
  readonly isStopped: boolean;
}

export interface ConformOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (events: number) => void;
}

/** Events between two looks at the clock. */
const CHUNK = 1_000;

/**
 * Looks at all events, up to the first that is not allowed.
 *
 * @throws InvalidTrace where a file is no trace, one is missing, or two files are of one node.
 */
export async function conform(
  files: readonly string[],
  { signal, onProgress }: ConformOptions = {},
): Promise<Conformance> {
  /** By node and life. */
  const nodes = new Map<string, NodeOfTrace>();
  const fileOf = new Map<string, string>();
  const members = new Members();
  const snapshots = new Snapshots();
  const counts: Record<string, number> = {};
  let [events, starts] = [0, 0];
  /** The event that is looked at. */
  let at: Placed | undefined;
  const lookAt = (placed: Placed): void => {
    at = placed;
  };
  const told = (refusal: Refusal | null, isStopped = false): Conformance => ({
    ...{ events, nodes: nodes.size, starts, configurations: members.count },
    ...{ counts, refusal, isStopped },
  });
  const take = ({ file, event }: Placed): void => {
    const life = lifeOf(event.node, event.incarnation);
    if ((fileOf.get(life) ?? file) !== file)
      throw new InvalidTrace(
        `expected one file for each node; got ${plain(life)} in ${fileOf.get(life)} and in ${file}; put them together, the earlier starts first`,
      );
    fileOf.set(life, file);
    const node = nodes.get(life);
    if (node !== undefined) node.take(event);
    else if (event.kind === 'started') nodes.set(life, new NodeOfTrace(event, members));
    snapshots.take(event);
    for (const kind of kindsOf(event)) counts[kind] = (counts[kind] ?? 0) + 1;
    if (event.kind === 'started') starts++;
  };
  try {
    const sources = files.map((file) => eventsOf(file, lookAt));
    for (const placed of inCausalOrder(sources, new Links(), lookAt)) {
      take(placed);
      events++;
      if (events % CHUNK !== 0) continue;
      onProgress?.(events);
      await new Promise(setImmediate);
      if (signal?.aborted) return told(null, true);
    }
    return told(null);
  } catch (error) {
    if (!(error instanceof NotAllowed) || at === undefined) throw error;
    const state = nodes.get(lifeOf(at.event.node, at.event.incarnation))?.show() ?? [];
    return told({ ...at, ...error.account, state });
  }
}

function kindsOf(event: TraceEvent<unknown>): readonly string[] {
  if (event.kind === 'writing') return event.batches.flat().map(({ type }) => `kept ${type}`);
  if (event.kind !== 'sent') return [];
  return [`sent ${typeOf(event.said)}`];
}
