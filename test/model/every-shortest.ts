/** All shortest traces to where a property is decided, one by one: too many to be of use but for small systems. */

import { canonicalKey } from '#model/data/values.js';
import type { AnySystem, Property, Trace, TraceStep } from '#model/index.js';
import type { AnyEvent } from '#model/participant/process.js';
import { ending } from '#model/replay/ending.js';
import { Run } from '#model/replay/run.js';

/** What a trace is preferred for, the first first: few participants, few messages, and who acts first with what. */
export interface Merit {
  readonly participants: number;
  readonly messages: number;
  /** By step: the place of who took it, and of what; text that sorts as they do. */
  readonly order: string;
}

/** Traces beyond which we give up. */
const TRACES_MAX = 1_000;

/** The merits of the best of them; undefined where there are too many. */
export function best(system: AnySystem, property: Property<never>, length: number): Merit | undefined {
  const levels = new Map<string, number>();
  // One start for all: keys of runs that began apart cannot be compared.
  const start = Run.start(system);
  let frontier = [start];
  levels.set(start.key, 0);
  for (let level = 1; level < length; level++) {
    const next = new Map<string, Run>();
    for (const run of frontier)
      for (const { after } of movesFrom(run)) if (!levels.has(after.key)) next.set(after.key, after);
    for (const key of next.keys()) levels.set(key, level);
    frontier = [...next.values()];
  }
  let traces = 0;
  let found: Merit | undefined;
  const walk = (runs: readonly Run[], steps: readonly TraceStep[]): void => {
    if (runs.length === length) {
      if (ending(runs, [], property, undefined) !== undefined) return;
      const merit = meritOf(system, { history: runs[0]!.hidden, steps });
      if (found === undefined || isBetter(merit, found)) found = merit;
      return;
    }
    for (const { step, after } of movesFrom(runs.at(-1)!)) {
      const isLast = runs.length === length - 1;
      const goesOn = levels.get(after.key) === runs.length;
      if (traces <= TRACES_MAX && (goesOn || (isLast && property.kind === 'step'))) {
        if (isLast) traces++;
        walk([...runs, after], [...steps, step]);
      }
    }
  };
  walk([start], []);
  return traces > TRACES_MAX ? undefined : found;
}

export function meritOf(system: AnySystem, { history, steps }: Pick<Trace, 'history' | 'steps'>): Merit {
  const visible = (step: TraceStep): readonly TraceStep[] =>
    history.includes(step.participant) ? [] : [step, ...step.within.flatMap(visible)];
  const all = steps.flatMap(visible);
  const { actors } = Run.start(system);
  const place = ({ participant, event }: TraceStep): string => {
    const actor = actors.findIndex(({ id }) => id === participant);
    const input = actors[actor]!.inputs.findIndex((input) => canonicalKey(input) === canonicalKey(event));
    const text = event.type === 'fault.lose' ? canonicalKey(lost(event as never)) : canonicalKey([event]);
    return `${String(actor).padStart(3)} ${input < 0 ? `: ${text}` : String(input).padStart(3)}`;
  };
  return {
    participants: new Set(all.map(({ participant }) => participant)).size,
    messages: all.reduce((sum, { sent }) => sum + sent.length, 0),
    order: steps.map(place).join('\n'),
  };
}

function lost({ from, message }: { readonly from: string; readonly message: AnyEvent }): unknown {
  return [{ ...message, from }];
}

function isBetter(one: Merit, other: Merit): boolean {
  if (one.participants !== other.participants) return one.participants < other.participants;
  if (one.messages !== other.messages) return one.messages < other.messages;
  return one.order < other.order;
}

/** All steps to another state. */
function movesFrom(run: Run): readonly { readonly step: TraceStep; readonly after: Run }[] {
  if (!run.isWithin) return [];
  const mail = run.underWay.map((message) => run.tables.envelopes[message]!);
  const losses = ['lossy-set', 'lossy-latest'].includes(run.system.network) ? mail : [];
  return run.actors.flatMap((actor) => {
    const received = mail
      .filter(({ receivers }) => receivers.includes(actor.number))
      .map(({ event }) => event);
    const lose = actor.number === run.tables.network ? losses : [];
    const events = [
      ...actor.inputs,
      ...received,
      ...lose.map(({ event: { from, ...message }, to }) => ({ type: 'fault.lose', from, to, message })),
    ];
    const different = new Map(events.map((event) => [canonicalKey(event), event]));
    return [...different.values()].flatMap((event) => {
      const taken = run.take(actor.id, event);
      return 'because' in taken || taken.next.key === run.key
        ? []
        : [{ step: taken.step, after: taken.next }];
    });
  });
}
