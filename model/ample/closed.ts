/**
 * What each participant could do at all, whatever the others do: its local steps, closed under every message that is ever sent.
 *
 * More than what a run can show: any message sent in any local state is taken to be receivable in any other, ever again. A local
 * step that ends in an error is noted as one. The search's own tables know none of this, so that what they tell stays true.
 */

import { canonicalKey } from '../data/values.js';
import { recheck } from '../local/recheck.js';
import { ModelError, type ProcessTable, Tables } from '../local/tables.js';
import type { AnySystem } from '../system/system.js';
import { Bits } from './bits.js';

/** Local steps beyond which closing them is given up. */
export const LOCAL_STEPS_MAX = 25_000;
/** Local steps between two pauses. */
const PAUSE_EVERY = 500;

/** A local step. */
export interface LocalStep {
  readonly event: number;
  readonly next: number;
  readonly emission: number;
  /** Why the model cannot be explored where this step is taken, if it cannot. */
  readonly error?: ModelError;
}

/** All that may come of a participant from one of its local states on. */
export interface Prospect {
  /** Messages it may send, over the network or at once. */
  readonly sends: Bits;
  /** Participants that may be given a message within a step of its own. */
  readonly reaches: Bits;
  /** Those by whom nobody acts but which its steps change: history variables and budgets of faults. */
  readonly feeds: Bits;
}

/** One participant. */
export interface Closed {
  /** By local state: the steps by inputs, and by each message that it accepts. */
  readonly byInput: readonly (readonly LocalStep[])[];
  readonly byMessage: readonly ReadonlyMap<number, LocalStep>[];
  readonly prospects: readonly Prospect[];
}

export class Behaviours {
  /** By process; empty for what is no participant. */
  readonly closed: readonly Closed[];
  readonly #messages = new Map<string, number>();

  constructor(
    readonly tables: Tables,
    steps: readonly (readonly LocalStep[][])[],
  ) {
    const { processes, envelopes } = tables;
    this.closed = processes.map(({ number }) => {
      const own = steps[number]!;
      return {
        byInput: own.map((from) => from.filter(({ event }) => event < 0)),
        byMessage: own.map(
          (from) => new Map(from.filter(({ event }) => event >= 0).map((step) => [step.event, step])),
        ),
        prospects: prospectsOf(tables, own),
      };
    });
    for (const [number, { to, event }] of envelopes.entries()) this.#messages.set(keyOf(to, event), number);
  }

  /**
   * Takes each step again, so that whoever asks can pause.
   *
   * @throws ModelError where one does not come out as it did.
   */
  *recheck(): Generator<void, void> {
    yield* recheck(this.tables);
    for (const [process, { byInput, byMessage }] of this.closed.entries())
      for (const [state, steps] of byInput.entries())
        for (const { event, error } of [...steps, ...byMessage[state]!.values()]) {
          if (error === undefined) continue;
          if (taken(this.tables, this.tables.processes[process]!, state, event)[0]?.error === undefined)
            throw new ModelError(
              `${error.message}; and when it was taken again it did not: it counts or remembers`,
            );
          yield;
        }
  }

  /** The number here of a local state that has another one in the tables of a search. */
  stateOf(process: number, key: string): number | undefined {
    return this.tables.processes[process]!.byKey.get(key);
  }

  /** The number here of a message that has another one in the tables of a search. */
  messageOf({ to, event }: Tables['envelopes'][number]): number | undefined {
    return this.#messages.get(keyOf(to, event));
  }
}

function keyOf(to: string | readonly string[], event: unknown): string {
  return canonicalKey([typeof to === 'string' ? to : [...to].sort(), event]);
}

/**
 * Closes the local steps of a system. Pauses now and then.
 *
 * @returns undefined where there are too many.
 */
export function* closing(
  system: AnySystem,
  stepsMax = LOCAL_STEPS_MAX,
): Generator<void, Behaviours | undefined> {
  const tables = new Tables(system);
  tables.initial();
  const { processes } = tables;
  const acting = processes.filter(({ acts, number }) => acts && number !== tables.network);
  const steps: LocalStep[][][] = processes.map(() => []);
  const inbox = new Inbox(tables);
  const tried = processes.map((): number[] => []);
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const table of acting) {
      const { number, inputs, states } = table;
      for (let state = 0; state < states.length; state++) {
        if (tried[number]![state] === undefined) {
          steps[number]![state] = inputs.flatMap((_, input) => taken(tables, table, state, ~input));
          tried[number]![state] = 0;
          isNew = true;
        }
        const messages = inbox.of(number);
        for (; tried[number]![state]! < messages.length; tried[number]![state]!++) {
          isNew = true;
          steps[number]![state]!.push(...taken(tables, table, state, messages[tried[number]![state]!]!));
          if (tables.localSteps > stepsMax) return undefined;
          if (tables.localSteps % PAUSE_EVERY === 0) yield;
        }
        if (tables.localSteps > stepsMax) return undefined;
      }
    }
  }
  return new Behaviours(tables, steps);
}

/** The step by an event; none where it is not accepted. */
function taken(tables: Tables, { number, steps }: ProcessTable, state: number, event: number): LocalStep[] {
  try {
    const entry = tables.resolve(number, state, event);
    const next = steps.entries[entry + 2]!;
    if (next < 0) return [];
    return [{ event, next, emission: steps.entries[entry + 3]! }];
  } catch (error) {
    // It may well be that this never happens, and it is no error then.
    if (!(error instanceof ModelError)) throw error;
    return [{ event, next: state, emission: 0, error }];
  }
}

/** By participant, the messages that it may be given: those over the network, and those within the step that sends them. */
class Inbox {
  readonly #messages: readonly Set<number>[];
  readonly #lists: number[][];
  #emissionsKnown = 0;

  constructor(readonly tables: Tables) {
    this.#messages = tables.processes.map(() => new Set());
    this.#lists = tables.processes.map(() => []);
  }

  of(process: number): readonly number[] {
    const { emissions, envelopes } = this.tables;
    for (; this.#emissionsKnown < emissions.length; this.#emissionsKnown++) {
      const { messages, instants } = emissions[this.#emissionsKnown]!;
      for (const message of messages)
        for (const receiver of envelopes[message]!.receivers) this.#put(receiver, message);
      for (const { process: receiver, message } of instants) this.#put(receiver, message);
    }
    return this.#lists[process]!;
  }

  #put(receiver: number, message: number): void {
    if (this.#messages[receiver]!.has(message)) return;
    this.#messages[receiver]!.add(message);
    this.#lists[receiver]!.push(message);
  }
}

/** What may come of each local state: of its own steps, and of all states that these lead to. */
function prospectsOf(tables: Tables, steps: readonly (readonly LocalStep[])[]): readonly Prospect[] {
  const { processes, envelopes, emissions } = tables;
  const prospects = steps.map((from) => {
    const prospect = {
      sends: new Bits(envelopes.length),
      reaches: new Bits(processes.length),
      feeds: new Bits(processes.length),
    };
    for (const { emission } of from) {
      const { messages, instants } = emissions[emission]!;
      for (const message of messages) prospect.sends.add(message);
      for (const { process, message } of instants)
        if (processes[process]!.acts) {
          prospect.reaches.add(process);
          prospect.sends.add(message);
        } else prospect.feeds.add(process);
    }
    return prospect;
  });
  const after = steps.map((from) => [...new Set(from.map(({ next }) => next))]);
  for (let isNew = true; isNew; ) {
    isNew = false;
    // Later states are mostly reached from earlier ones.
    for (let state = steps.length - 1; state >= 0; state--) {
      const { sends, reaches, feeds } = prospects[state]!;
      for (const next of after[state]!) {
        const more = prospects[next]!;
        const grew = [sends.include(more.sends), reaches.include(more.reaches), feeds.include(more.feeds)];
        isNew ||= grew.includes(true);
      }
    }
  }
  return prospects;
}
