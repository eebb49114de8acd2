/**
 * One run of a system, taken step by step through its participants: what the search does in packed rows, done plainly, so that
 * one can be held against the other.
 */

import type { Label } from '../data/label.js';
import { ModelError } from '../data/model-error.js';
import { canonicalKey } from '../data/values.js';
import type { ProcessTable } from '../local/processes.js';
import { Tables } from '../local/tables.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import { type Reduction, reductionOf } from '../reduction/dead-messages.js';
import type { Parts } from '../state/parts.js';
import { View } from '../state/view.js';
import { isFault, lossOf } from '../system/faults.js';
import { canDeliver, NETWORKS, type NetworkRules, received, sorted } from '../system/network.js';
import type { AnySystem } from '../system/system.js';
import type { Trace, TraceStep } from '../trace/trace.js';
import { isCutOff, PlainStep } from './plain-step.js';

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

/** What the states of a run are made of: that of a search, or its own. */
interface Kept {
  readonly system: AnySystem;
  readonly tables: Tables;
  /** Takes out what is dead, and renames numbers of which only the order counts, after every step. */
  readonly reduction: Reduction | undefined;
}

/** Where a run has come to. It does not change: a step leads to another. */
export class Run {
  readonly system: AnySystem;
  readonly tables: Tables;
  /** Each participant's local state, and the messages under way in the order in which they were sent. */
  readonly parts: Parts;
  /** The same before numbers were renamed, as the step here left them. */
  readonly #reached: Parts;
  /** By rank, what each ranked number was called before this state's numbers were renamed. */
  readonly ranked: readonly number[];
  #view: Readonly<Record<string, unknown>> | undefined;

  private constructor(
    readonly kept: Kept,
    locals: readonly number[],
    underWay: readonly number[],
  ) {
    this.system = kept.system;
    this.tables = kept.tables;
    const raw = { states: Int32Array.from(locals), messages: underWay };
    this.#reached = kept.reduction?.alive(raw) ?? raw;
    this.parts = kept.reduction?.representative(this.#reached) ?? raw;
    this.ranked = kept.reduction?.ranked(raw) ?? [];
  }

  /** The run that has not begun. */
  static start(system: AnySystem): Run {
    const tables = new Tables(system);
    return Run.among({ system, tables, reduction: reductionOf(system, tables) });
  }

  /** The same, among the local states and messages of a search. */
  static among(kept: Kept): Run {
    const { states, emissions } = kept.tables.initial();
    const draft = new PlainStep(kept.tables, states, []);
    for (const emission of emissions) draft.emit(emission);
    return new Run(kept, draft.locals, draft.underWay);
  }

  /** What properties see. */
  get view(): Readonly<Record<string, unknown>> {
    this.#view ??= this.#viewOf(this.parts);
    return this.#view;
  }

  /** What properties of the step to here see as the state after it: numbers are as the step left them. */
  get reached(): Readonly<Record<string, unknown>> {
    return this.#reached === this.parts ? this.view : this.#viewOf(this.#reached);
  }

  #viewOf(parts: Parts): Readonly<Record<string, unknown>> {
    return new View(this.system, this.tables, undefined).loadParts(parts).state;
  }

  /** Every participant's local state, by name; of what remembers or counts, too. */
  get states(): Readonly<Record<string, LocalState>> {
    return Object.fromEntries(
      this.tables.processes.map(({ id, number, process, states }) => [
        id,
        process.show(states[this.parts.states[number]!]),
      ]),
    );
  }

  /** The trace that begins here. */
  get trace(): Trace {
    return { system: this.system.name, initial: this.states, history: this.hidden, steps: [] };
  }

  /** The tables of those who act: participants, and the network or the clock where they do. */
  get actors(): readonly ProcessTable[] {
    return this.tables.processes.filter(({ acts }) => acts);
  }

  /** The names of what no participant sees: history variables, and what counts faults. */
  get hidden(): readonly string[] {
    return this.tables.processes.filter(({ acts }) => !acts).map(({ id }) => id);
  }

  get key(): string {
    return this.keyOf(this.parts);
  }

  /** Equal for equal states of one run's system. */
  keyOf({ states, messages }: Parts): string {
    return `${states.join(' ')} | ${sorted(this.#rules, messages, this.tables).join(' ')}`;
  }

  get #rules(): NetworkRules {
    return NETWORKS[this.system.network];
  }

  /** Whether the system's bounds let the run go on from here. */
  get isWithin(): boolean {
    return this.system.within?.(this.view as never) ?? true;
  }

  /** All steps that can be taken from here: of each actor its inputs, and what it may receive or lose. */
  get steps(): readonly Taken[] {
    const messages = [...new Set(this.parts.messages)];
    return this.actors.flatMap(({ number: process, inputs }) =>
      [...[...inputs.keys()].map((input) => ~input), ...messages].flatMap((event) => {
        const taken = this.step({ process, event });
        return 'because' in taken ? [] : taken;
      }),
    );
  }

  /** Whether no step changes anything, faults left aside. */
  get isDead(): boolean {
    return this.steps.every(({ step, next }) => isFault(step.event) || !next.differsFrom(this));
  }

  /** Whether the step from there to here has changed anything. */
  differsFrom(before: Run): boolean {
    return this.keyOf(this.#reached) !== before.key;
  }

  /** Takes an event, an input or a message under way, by who takes it and its value. */
  take(who: string, event: AnyEvent & { readonly from?: string }): Taken | Refused {
    const table = this.actors.find(({ id }) => id === who);
    if (table === undefined)
      return refused(`no such participant; there are ${this.actors.map(({ id }) => id).join(', ')}`);
    const key = canonicalKey(event);
    const input = table.inputs.findIndex((input) => canonicalKey(input) === key);
    if (input >= 0) return this.step({ process: table.number, event: ~input });
    const isLoss = event.type === 'fault.lose';
    if (event.from === undefined && !isLoss)
      return refused(
        `no such input of ${who}; there are ${table.inputs.map(({ type }) => type).join(', ') || 'none'}`,
      );
    const message = this.parts.messages.find((message) => {
      const envelope = this.tables.envelopes[message]!;
      if (isLoss) return table.number === this.tables.network && canonicalKey(lossOf(envelope)) === key;
      return envelope.receivers.includes(table.number) && canonicalKey(envelope.event) === key;
    });
    if (message === undefined) return refused('no such message under way');
    return this.step({ process: table.number, event: message });
  }

  /** Takes a step: an input, the reception of a message under way, or its loss. */
  step(label: Label): Taken | Refused {
    const { tables, parts } = this;
    const { process, event } = label;
    const table = tables.processes[process]!;
    const locals = [...parts.states];
    const at = (step: TraceStep, { locals, underWay }: PlainStep): Taken => ({
      step,
      label,
      next: new Run(this.kept, locals, underWay),
    });
    if (event >= 0 && process === tables.network) {
      if (!this.#rules.loses) return refused('a network that loses nothing');
      const draft = new PlainStep(tables, locals, parts.messages);
      return at(draft.lose(table, event), draft);
    }
    const kept = event < 0 ? this.#keptAt(process) : this.#delivered(table, event);
    if ('because' in kept) return kept;
    const draft = new PlainStep(tables, locals, kept);
    try {
      const step = draft.take(table, event);
      if (step === undefined) return refused('that its guards refuse the event');
      return draft.isOverdrawn ? refused('more faults of its kind than there may be') : at(step, draft);
    } catch (error) {
      if (error instanceof ModelError) return refused(error.message);
      throw error;
    }
  }

  /** What is still under way when an input is taken: nothing when a round begins. */
  #keptAt(process: number): readonly number[] {
    return process === this.tables.clock ? [] : this.parts.messages;
  }

  /** What is left under way when a message is received. */
  #delivered({ number, id }: ProcessTable, message: number): readonly number[] | Refused {
    const { states, messages } = this.parts;
    const { from, receivers } = this.tables.envelopes[message]!;
    if (!receivers.includes(number)) return refused('a message for others');
    if (!canDeliver(this.#rules, messages, message, this.tables))
      return refused('the message under way, but behind another from the same sender');
    if (isCutOff(this.tables, states, from, id)) return refused('the message held back by the partition');
    return received(this.#rules, messages, message);
  }
}

function refused(because: string): Refused {
  return { because };
}
