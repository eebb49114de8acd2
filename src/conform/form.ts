/** The form of a trace: what a line has to be before it is believed. */
import * as v from 'valibot';
import type { TraceEvent } from '../trace/event.js';
import { messageForm } from '../transport/message-form.js';
import { ballot, count, decree, governing, id, ordinal, slotVote } from '../transport/words.js';

const { configuration } = governing.entries;

const snapshot = v.strictObject({
  through: ordinal,
  state: v.string(),
  sessions: v.strictTuple([]),
  configurations: v.array(governing),
  enabled: v.exactOptional(ordinal),
});

const record = v.variant('type', [
  v.strictObject({ type: v.literal('round'), round: ordinal }),
  v.strictObject({ type: v.literal('promised'), ballot }),
  v.strictObject({ type: v.literal('vote'), ...slotVote }),
  v.strictObject({ type: v.literal('decided'), slot: ordinal, value: decree }),
  v.strictObject({ type: v.literal('snapshot'), snapshot, base: count }),
]);

const kept = v.strictObject({
  round: count,
  promised: v.nullable(ballot),
  votes: v.array(v.strictObject(slotVote)),
  log: v.strictObject({
    alpha: ordinal,
    base: count,
    decrees: v.array(decree),
    beyond: v.array(v.strictObject({ slot: ordinal, value: decree })),
    configurations: v.pipe(v.array(governing), v.minLength(1)),
  }),
  snapshot: v.nullable(snapshot),
});

const stamp = { node: id, incarnation: count, start: ordinal, number: ordinal };

const event = v.variant('kind', [
  v.strictObject({ ...stamp, kind: v.literal('started'), configuration, kept: v.nullable(kept) }),
  v.strictObject({ ...stamp, kind: v.literal('received'), from: id, said: messageForm }),
  v.strictObject({ ...stamp, kind: v.literal('sent'), to: id, said: messageForm }),
  v.strictObject({ ...stamp, kind: v.literal('writing'), batches: v.array(v.array(record)) }),
  v.strictObject({ ...stamp, kind: v.literal('written') }),
]);

/** The event of a line, or what is wrong with it. */
export function eventIn(line: string): TraceEvent<unknown> | string {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch (error) {
    return String(error);
  }
  const { success, output, issues } = v.safeParse(event, given, { abortEarly: true });
  if (success) return output as TraceEvent<unknown>;
  return `${v.getDotPath(issues[0]) ?? 'the line'}: ${issues[0].message.slice(0, 200)}`;
}
