/** What can be read off a run: what it cost, what its last step cost, and how many messages followed one from another. */
import type { Trace, TraceStep } from '#model/index.js';
import { type Cost, costOf, NOTHING, type Spent } from './cost.js';

/** What the run cost until the outcome was known, or to its end. */
export function costIn({ steps }: Trace): Cost {
  return costOf(lastSpent(steps));
}

/** What its last step alone cost. */
export function costOfLastStep({ steps }: Trace): Cost {
  const [before, after] = [lastSpent(steps.slice(0, -1)), lastSpent(steps)];
  return { messages: after.messages - before.messages, writes: after.writes - before.writes };
}

// #region delays
/**
 * The most messages, the last of them to this node, of which each could only be sent when the one before had arrived: two of them are a
 * round trip. Only messages of these types count.
 */
export function delaysIn({ steps }: Trace, node: string, types: readonly string[]): number {
  const reached = new Map<string, number>();
  const of = (participant: string): number => reached.get(participant) ?? 0;
  const sent = new Map<string, number>();
  for (const { participant, event, sent: messages } of flat(steps)) {
    const { from, ...message } = event;
    if (from !== undefined && from !== participant && types.includes(message.type))
      reached.set(participant, Math.max(of(participant), sent.get(nameOf(from, message))! + 1));
    for (const { to: _, ...sentMessage } of messages)
      sent.set(nameOf(participant, sentMessage), of(participant));
  }
  return of(node);
}
// #endregion

/** No two messages of one sender in such a run are alike. */
function nameOf(from: string, message: object): string {
  return `${from} ${JSON.stringify(Object.entries(message).sort())}`;
}

/** The steps with what happened within them, in order. */
function flat(steps: readonly TraceStep[]): readonly TraceStep[] {
  return steps.flatMap((step) => [step, ...flat(step.within)]);
}

function lastSpent(steps: readonly TraceStep[]): Spent {
  const last = flat(steps).findLast(({ participant }) => participant === 'spent');
  return last ? (last.after as { context: Spent }).context : { ...NOTHING, awaited: 1, untilKnown: null };
}
