/**
 * One run of a system, taken step by step through its participants: what the search does in packed rows, done plainly, so that
 * one can be held against the other.
 */

import type { Label } from '../data/label.js';
import { ModelError } from '../data/model-error.js';
import { canonicalKey } from '../data/values.js';
import { isCutOff, PlainStep } from '../local/plain-step.js';
import type { ProcessTable } from '../local/processes.js';
import { Tables } from '../local/tables.js';
import type { AnyEvent } from '../participant/process.js';
import { type Reduction, reductionOf } from '../reduction/dead-messages.js';
import { View } from '../state/view.js';
import { isFault, lossOf } from '../system/faults.js';
import { canDeliver, NETWORKS, type NetworkRules, received, sorted } from '../system/network.js';
import type { AnySystem } from '../system/system.js';
import type { TraceStep } from '../trace/trace.js';

/** Why there is no step: in words that follow "got". */
export interface Refused {
  readonly because: string;
}

/** A step that was taken, and where it leads. */
export interface Taken {
  readonly step: TraceStep;
  readonly label: Label;
  readonly next: Run;
}

/** Where a run has come to. It does not change: a step leads to another. */
export class Run {
  /** What properties see. */
  readonly view: Readonly<Record<string, unknown>>;
  /** Each participant's local state, by number. */
  readonly locals: readonly number[];
  /** Numbers of the messages under way, in the order in which they were sent. */
  readonly underWay: readonly number[];

  /** By rank, what each ranked number was called before this state's numbers were renamed. */
  readonly ranked: readonly number[];

  private constructor(
    readonly system: AnySystem,
    readonly tables: Tables,
    locals: readonly number[],
    underWay: readonly number[],
    /** Takes out what is dead, and renames numbers of which only the order counts, after every step. */
    readonly reduction: Reduction | undefined,
  ) {
    const raw = { states: Int32Array.from(locals), messages: underWay };
    const parts = reduction?.representative(raw) ?? raw;
    this.locals = [...parts.states];
    this.underWay = parts.messages;
    this.ranked = reduction?.ranked(raw) ?? [];
    this.view = new View(system, tables, undefined).loadParts(parts).state;
  }

  /** The run that has not begun. */
  static start(system: AnySystem): Run {
    const tables = new Tables(system);
    const { states, emissions } = tables.initial();
    const draft = new PlainStep(tables, states, []);
    for (const emission of emissions) draft.emit(emission);
    return new Run(system, tables, draft.locals, draft.underWay, reductionOf(system, tables));
  }

  /** The tables of those who act: participants, and the network or the clock where they do. */
  get actors(): readonly ProcessTable[] {
    return this.tables.processes.filter(({ acts }) => acts);
  }

  /** The names of what no participant sees: history variables, and what counts faults. */
  get hidden(): readonly string[] {
    return this.tables.processes.filter(({ acts }) => !acts).map(({ id }) => id);
  }

  /** Equal for equal states of one run's system. */
  get key(): string {
    const messages = sorted(this.#rules, this.underWay, this.tables);
    return `${this.locals.join(' ')} | ${messages.join(' ')}`;
  }

  get #rules(): NetworkRules {
    return NETWORKS[this.system.network];
  }

  /** Whether the system's bounds let the run go on from here. */
  get isWithin(): boolean {
    return this.system.within?.(this.view as never) ?? true;
  }

  /** Takes an event, an input or a message under way, by who takes it and its value. */
  take(who: string, event: AnyEvent & { readonly from?: string }): Taken | Refused {
    const table = this.actors.find(({ id }) => id === who);
    if (table === undefined)
      return refused(`no such participant; there are ${this.actors.map(({ id }) => id).join(', ')}`);
    if (event.type === 'fault.lose') return this.#lose(table, event);
    const key = canonicalKey(event);
    const input = table.inputs.findIndex((input) => canonicalKey(input) === key);
    if (input >= 0) return this.#step(table, ~input, this.underWay);
    if (event.from === undefined)
      return refused(`no such input of ${who}; there are ${namesOf(table.inputs) || 'none'}`);
    const message = this.underWay.find((message) => {
      const { event: underWay, receivers } = this.tables.envelopes[message]!;
      return receivers.includes(table.number) && canonicalKey(underWay) === key;
    });
    if (message === undefined) return refused('no such message under way');
    if (!canDeliver(this.#rules, this.underWay, message, this.tables))
      return refused('the message under way, but behind another from the same sender');
    if (isCutOff(this.tables, this.locals, event.from, who))
      return refused('the message held back by the partition');
    return this.#step(table, message, received(this.#rules, this.underWay, message));
  }

  /** The steps that can be taken from here, faults left aside. */
  get steps(): readonly Taken[] {
    return this.actors.flatMap((table) => {
      const inputs = table.inputs.filter((input) => !isFault(input));
      const messages = this.underWay.map((message) => this.tables.envelopes[message]!);
      const mine = messages.filter(({ receivers }) => receivers.includes(table.number));
      return [...inputs, ...mine.map(({ event }) => event)].flatMap((event) => {
        const taken = this.take(table.id, event);
        return 'because' in taken ? [] : taken;
      });
    });
  }

  /** Whether no step leads to another state, faults left aside. */
  get isDead(): boolean {
    return this.steps.every(({ next }) => next.key === this.key);
  }

  #step(table: ProcessTable, event: number, underWay: readonly number[]): Taken | Refused {
    const isTick = table.number === this.tables.clock;
    const draft = new PlainStep(this.tables, this.locals, isTick ? [] : underWay);
    try {
      const step = draft.take(table, event);
      if (step === undefined) return refused('that its guards refuse the event');
      if (draft.isOverdrawn) return refused('more faults of its kind than there may be');
      return { step, label: { process: table.number, event }, next: this.#at(draft.locals, draft.underWay) };
    } catch (error) {
      if (error instanceof ModelError) return refused(error.message);
      throw error;
    }
  }

  #lose(table: ProcessTable, event: AnyEvent): Taken | Refused {
    const key = canonicalKey(event);
    const found = this.underWay.find((one) => canonicalKey(lossOf(this.tables.envelopes[one]!)) === key);
    if (table.number !== this.tables.network || found === undefined)
      return refused('no such message under way');
    const draft = new PlainStep(this.tables, this.locals, this.underWay);
    const step = draft.lose(table, found);
    return {
      step,
      label: { process: table.number, event: found },
      next: this.#at(draft.locals, draft.underWay),
    };
  }

  #at(locals: readonly number[], underWay: readonly number[]): Run {
    return new Run(this.system, this.tables, locals, underWay, this.reduction);
  }
}

function refused(because: string): Refused {
  return { because };
}

function namesOf(events: readonly AnyEvent[]): string {
  return events.map(({ type }) => type).join(', ');
}
