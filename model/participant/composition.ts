/** A participant that plays several roles: its parts side by side, with the messages to itself taken within the step. */

import { canonicalKey, deepFreeze } from '../data/values.js';
import {
  type Address,
  ALL,
  type AnyEvent,
  type Composed,
  type ComposedStep,
  type LocalState,
  type Outcome,
  type PartStep,
  type Process,
} from './process.js';

/** Messages to itself within one step after which they are taken to go round for ever. */
const OWN_MESSAGES_MAX = 1000;

/** What parts are in, by part. */
type States = Readonly<Record<string, unknown>>;

type StepOfParts = ComposedStep & { readonly after: States };

/** What a participant has to know of itself. */
export interface Self {
  readonly id: string;
  readonly role: string;
  /** Types of events that a part may meet where it has no handler for them. */
  readonly ignores: Readonly<Record<string, string>>;
}

/**
 * The process of one participant that is made of others. An event goes to every part that handles its type. Messages whose receivers
 * include the sender are taken by itself in the same step, first in, first out, until none is left.
 */
export function processOfParts(parts: Readonly<Record<string, Process>>, self: Self): Process {
  const named = Object.entries(parts);
  const own = new Set([self.id, self.role, ALL, ...Object.keys(parts)]);
  const isOwn = ({ to }: AnyEvent & { readonly to?: Address }): boolean =>
    [to].flat().some((name) => own.has(name!));
  const ofEach = (of: (part: Process, name: string) => unknown): States =>
    Object.fromEntries(named.map(([name, part]) => [name, of(part, name)]));

  /** Lets each part that handles the event take it. */
  const offer = (before: States, event: AnyEvent): StepOfParts => {
    const taking = named.filter(([, { handles }]) => handles?.(event.type) ?? true);
    const steps = taking.map(([part, process]): PartStep => {
      const outcome = process.step(before[part], event);
      const step = { part, before: before[part], event };
      if (outcome === 'unhandled') refuseUnhandled(step, process, self);
      return typeof outcome === 'string' ? step : { ...step, outcome };
    });
    return together(before, event, steps);
  };

  /** What follows from a step by messages to itself. */
  const settled = (first: StepOfParts): readonly ComposedStep[] => {
    const steps = [first];
    const waiting = first.sent.filter(isOwn);
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
      const { to: _, ...content } = message as AnyEvent & { readonly to: Address };
      const event = deepFreeze({ ...content, from: self.id });
      if (steps.length > OWN_MESSAGES_MAX)
        throw new Error(
          `more than ${OWN_MESSAGES_MAX} messages to itself within one step, the last of them '${event.type}'; ` +
            'expected parts that do not answer each other without end',
        );
      const step = offer(steps.at(-1)!.after, event);
      if (step.parts.length === 0 && !Object.hasOwn(self.ignores, event.type))
        throw new Error(
          `it sends '${event.type}' to itself, and none of its parts (${Object.keys(parts).join(', ')}) handles it; ${remedy(event.type)}`,
        );
      steps.push(step);
      waiting.push(...step.sent.filter(isOwn));
    }
    return steps;
  };

  const inside: Composed['inside'] = (state = {}, event, durable) => {
    const before = state as States;
    if (event !== undefined && durable === undefined) {
      const first = offer(before, event);
      return first.isTaken ? settled(first) : [first];
    }
    const steps = named.map(([part, process]): PartStep => {
      const kept = durable && ((durable[part] ?? {}) as Record<string, unknown>);
      return { part, before: before[part], ...(event && { event }), outcome: process.initial(kept) };
    });
    return settled(together(before, event, steps));
  };

  return {
    initial: (durable) => outcomeOf(inside(undefined, undefined, durable)),
    step: (state, event) => {
      const steps = inside(state, event);
      if (steps[0]!.isTaken) return outcomeOf(steps);
      return steps[0]!.parts.length === 0 ? 'unhandled' : 'guarded';
    },
    data: (state) => ofEach((part, name) => part.data((state as States)[name])),
    show: (state) => {
      const shown = Object.entries(ofEach((part, name) => part.show((state as States)[name])));
      const only = (key: keyof LocalState): unknown =>
        deepFreeze(Object.fromEntries(shown.map(([name, local]) => [name, (local as LocalState)[key]])));
      return { value: only('value'), context: only('context') };
    },
    awaits: (state) => [
      ...new Set(named.flatMap(([name, part]) => part.awaits?.((state as States)[name]) ?? [])),
    ],
    withContext: (state, context) =>
      ofEach((part, name) => part.withContext((state as States)[name], (context as States)[name])),
    composed: {
      parts,
      inside,
      withParts: (change) => processOfParts(ofEach(change) as Record<string, Process>, self),
    },
  };
}

/** @throws Error unless the event is one that may be ignored. */
function refuseUnhandled({ part, before, event }: PartStep, { show }: Process, { ignores }: Self): void {
  const { type } = event!;
  if (Object.hasOwn(ignores, type)) return;
  const { value, context } = show(before);
  throw new Error(
    `its part '${part}' has no handler for '${type}' in state ${canonicalKey(value ?? null)} with context ${canonicalKey(context)}, ` +
      `where it can happen; ${remedy(type)}`,
  );
}

function remedy(type: string): string {
  return `add a handler, or list '${type}' under the role's 'ignores' with the reason why nothing need be done`;
}

/** What parts that were offered an event make of the participant. */
function together(before: States, event: AnyEvent | undefined, parts: readonly PartStep[]): StepOfParts {
  const taken = parts.flatMap(({ part, outcome }) => (outcome === undefined ? [] : [{ part, outcome }]));
  return {
    ...(event && { event }),
    before,
    after: { ...before, ...Object.fromEntries(taken.map(({ part, outcome: [state] }) => [part, state])) },
    isTaken: taken.length > 0,
    sent: taken.flatMap(({ outcome: [, sent] }) => sent),
    parts,
  };
}

function outcomeOf(steps: readonly ComposedStep[]): Outcome<unknown, AnyEvent> {
  const last = steps.findLast(({ isTaken }) => isTaken)!;
  return [last.after, steps.flatMap(({ sent }) => sent)];
}
