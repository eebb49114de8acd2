/** The trace of one node, as its file has it: all starts of the node, in their order, each without a gap; and then those of its next life. */
import type { TraceEvent } from '../trace/event.js';
import { eventIn } from './form.js';
import { linesOf } from './lines.js';
import { InvalidTrace, NotAllowed } from './refusal.js';

/** An event, and where it stands. */
export interface Placed {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly event: TraceEvent<unknown>;
}

/**
 * The events of a file. A line that a process could not finish is left out, where nothing of that start follows it.
 *
 * @param onEvent is told where each event stands, before it is looked at.
 * @throws InvalidTrace where a line is no event.
 * @throws NotAllowed where an event is missing, or stands in the wrong place.
 */
export function* eventsOf(file: string, onEvent: (at: Placed) => void): Generator<Placed> {
  let line = 0;
  let unfinished: InvalidTrace | undefined;
  let before: TraceEvent<unknown> | undefined;
  for (const text of linesOf(file)) {
    line++;
    const event = eventIn(text);
    if (typeof event === 'string') {
      if (unfinished !== undefined) throw unfinished;
      unfinished = new InvalidTrace(
        `${file}:${line}: expected an event of a trace, as Synod.open writes it to the file that is called trace; got ${event}`,
      );
      continue;
    }
    if (unfinished !== undefined && event.kind !== 'started') throw unfinished;
    unfinished = undefined;
    const placed = { file, line, event };
    onEvent(placed);
    assertFollows(event, before);
    before = event;
    yield placed;
  }
  if (before === undefined && unfinished !== undefined) throw unfinished;
}

function assertFollows(event: TraceEvent<unknown>, before: TraceEvent<unknown> | undefined): void {
  const isNext =
    before !== undefined &&
    event.start === before.start &&
    event.number === before.number + 1 &&
    event.kind !== 'started';
  const isSameLife = event.incarnation === before?.incarnation;
  const isNewStart =
    event.kind === 'started' && event.number === 1 && (!isSameLife || event.start > before.start);
  const isSameNode = before === undefined || event.node === before.node;
  if (isSameNode && (isNewStart || (isNext && isSameLife))) return;
  const nextStart = `the first event of a later start, which is 'started'`;
  throw new NotAllowed({
    rule: 'the events of a node have no gap',
    expected:
      before === undefined
        ? `a start's first event`
        : `${nameOf(before, before.number + 1)}, or ${nextStart}`,
    got: `'${event.kind}', ${nameOf(event)}`,
  });
}

function nameOf({ node, incarnation, start, number }: TraceEvent<unknown>, at = number): string {
  return `event ${at} of ${node}, incarnation ${incarnation}, start ${start}`;
}
