/**
 * Takes every local step once more after the search, in the opposite order and strictly, and compares it with what was
 * kept: the search took it once, and let the answer stand for every time.
 */

import { alike, canonicalKey, withReversedKeys } from '../data/values.js';
import { isMachineProcess } from '../participant/machine.js';
import type { AnyEvent, Outcome, Process, Refusal } from '../participant/process.js';
import { strictly } from '../participant/sandbox.js';
import { isFault, RESTART } from '../system/faults.js';
import { NETWORKS } from '../system/network.js';
import { explained } from './explained.js';
import type { Tables } from './tables.js';

/** States in reversed order that are kept: a state has many steps. */
const TURNED = 4096;

/** What came of a step. */
type Taken = Outcome<unknown, AnyEvent> | Refusal;

/**
 * Step by step, so that whoever asks can pause.
 *
 * @throws ModelError where a step does not come out as it did.
 */
export function* recheck(tables: Tables): Generator<void, void> {
  const { stores, replaces } = NETWORKS[tables.system.network];
  const isOrderSeen = stores === 'queues' || replaces;
  for (const table of [...tables.processes].reverse()) {
    const { process, states, steps } = table;
    const checked = (what: string, run: () => void): void => explained(tables.system.name, table, what, run);
    const turned = new Map<number, unknown>();
    for (const [state, event, next, emission] of [...steps.list()].reverse()) {
      const given = event < 0 ? table.inputs[~event]! : tables.envelopes[event]!.event;
      const { sent, instants } = tables.emissions[emission]!;
      const before: Taken = next < 0 ? 'guarded' : [states[next], sent];
      const from = given === RESTART ? undefined : states[state];
      const again = (): Taken => {
        if (turned.size === TURNED) turned.clear();
        if (!turned.has(state)) turned.set(state, inReverse(process, states[state]));
        return process.step(turned.get(state), isFault(given) ? given : withReversedKeys(given));
      };
      checked(`the event '${given.type}'`, () => {
        const got = otherwise(process, again, before, isOrderSeen || instants.length > 0);
        if (got === undefined) return;
        compare(process, from, () => process.step(states[state], given), before);
        throw new Error(
          `${whereIn(process, from)}the step came to ${told(process, before)}, and on the same data with the keys of its objects in ` +
            `reversed order to ${got}; expected the same, since data that differs only in the order of its keys is one state; ` +
            'sort the keys, or keep an order in an array',
        );
      });
      yield;
    }
    const start: Taken = [states[0], tables.starts[table.number]!];
    // Twice: who counts to two would begin the same again.
    for (const _ of [1, 2])
      checked('its first state', () => compare(process, undefined, () => process.initial(), start));
    yield;
  }
}

/** The same state with the keys of all objects in reversed order. */
function inReverse({ show, withContext }: Process, state: unknown): unknown {
  return withContext(state, withReversedKeys(show(state).context));
}

/** @param where the local state that it is in; undefined at its start. */
function compare(process: Process, where: unknown, take: () => Taken, before: Taken): void {
  const now = strictly(take);
  if (isSame(process, now, before, true)) return;
  throw new Error(
    `${whereIn(process, where)}the step came to ${told(process, before)} when it was taken first, and to ` +
      `${told(process, now)} when it was taken again${partsThatRun(process, take)}; expected ` +
      'functions of context and event alone, which neither count nor remember',
  );
}

/** What a step comes to, as an error tells it; undefined where it is what was expected. */
function otherwise(
  process: Process,
  take: () => Taken,
  expected: Taken,
  isOrderSeen: boolean,
): string | undefined {
  try {
    const now = strictly(take);
    if (isSame(process, now, expected, isOrderSeen)) return undefined;
    return `${told(process, now)}${partsThatRun(process, take)}`;
  } catch (error) {
    return `an error (${error instanceof Error ? error.message : error})`;
  }
}

function whereIn(process: Process, state: unknown): string {
  return isMachineProcess(process) ? `${process.at(state)}, ` : '';
}

/** @param isOrderSeen whether it matters in which order messages were sent. */
function isSame({ data }: Process, a: Taken, b: Taken, isOrderSeen: boolean): boolean {
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b;
  const listed = (sent: readonly AnyEvent[]): unknown => (isOrderSeen ? sent : sent.map(canonicalKey).sort());
  return alike(listed(a[1]), listed(b[1])) && alike(data(a[0]), data(b[0]));
}

/** The guards and actions that run in a machine's step, as an error's text goes on to name them. */
function partsThatRun(process: Process, take: () => Taken): string {
  const parts = new Set<string>();
  const monitor = isMachineProcess(process) ? process.monitor : undefined;
  if (monitor !== undefined)
    monitor.onAnswer = ({ says }, _, answer) => {
      parts.add(says);
      return answer;
    };
  try {
    strictly(take);
  } finally {
    if (monitor !== undefined) monitor.onAnswer = undefined;
  }
  return parts.size > 0 ? `; what ran: ${[...parts].join(', ')}` : '';
}

function told({ show }: Process, taken: Taken): string {
  if (typeof taken === 'string') return 'nothing';
  const { value, context } = show(taken[0]);
  return canonicalKey({ ...(value !== undefined && { value }), context, sent: taken[1] });
}
