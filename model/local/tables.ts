/**
 * The system in small integers, filled on demand.
 *
 * A participant's own state space is tiny; only the product of all of them is large. So each local state, message and
 * list of messages sent is interned under a number, and each pair of local state and event goes through the process
 * once. After that the search touches integers only.
 */

import { ModelError } from '../data/model-error.js';
import { canonicalKey, deepFreeze } from '../data/values.js';
import { type Address, type AnyEvent, keyOf } from '../participant/process.js';
import { isCutOff, RESTART, STOP } from '../system/faults.js';
import { NETWORKS, type NetworkRules } from '../system/network.js';
import type { AnySystem } from '../system/system.js';
import { type Envelope, Envelopes } from './envelopes.js';
import { explained } from './explained.js';
import { Processes, type ProcessTable, refuseFault } from './processes.js';
import type { Entry } from './step-table.js';

/** The number of an event: a message's own number, or for the n-th input of a participant `~n`, which is negative. */
export type EventNumber = number;

/** What a step sends, in order; emission 0 is nothing. */
export interface Emission {
  readonly sent: readonly (AnyEvent & { readonly to: Address })[];
  /** Numbers of the messages handed to the network. */
  readonly messages: readonly number[];
  /**
   * Receptions within the same step: participant and message. History variables come first. Where one *must* be accepted
   * and is not, the step that sends it cannot be taken.
   */
  readonly instants: readonly Instant[];
}

/** How a system begins. */
export interface Start {
  readonly states: readonly number[];
  readonly emissions: readonly number[];
}

export interface Instant {
  readonly process: number;
  readonly message: number;
  readonly must: boolean;
}

/** What an interned item takes besides its text, and a step in its table, about, in bytes. */
const BYTES_OF_AN_ITEM = 400;
const BYTES_OF_A_STEP = 90;

const NOTHING: Emission = { sent: [], messages: [], instants: [] };

export class Tables {
  readonly processes: readonly ProcessTable[];
  readonly mail: Envelopes;
  /** The messages, by number. */
  readonly envelopes: readonly Envelope[];
  readonly emissions: Emission[] = [NOTHING];
  /** Numbers of the messages that the network carries, as met. */
  readonly carried: readonly number[];
  /** The number of the network as an actor, where it may split or lose messages. */
  readonly network: number | undefined;
  /** The number of the clock, where there are rounds. */
  readonly clock: number | undefined;
  /** Calls into XState or a step function so far. */
  localSteps = 0;
  /** By process, what it sent at its start. */
  readonly starts: (readonly AnyEvent[])[] = [];
  /** The local steps in the order in which they were taken: participant, state, event. */
  readonly order: number[] = [];

  readonly #all: Processes;
  readonly #rules: NetworkRules;
  readonly #emissionByKey = new Map<string, number>();
  #start: Start | undefined;
  /** Local states and emissions, and the length of the texts that they are known by. */
  #items = 0;
  #textLength = 0;

  constructor(readonly system: AnySystem) {
    this.#rules = NETWORKS[system.network];
    this.#all = new Processes(system);
    this.mail = new Envelopes(this.#all);
    this.processes = this.#all.tables;
    this.envelopes = this.mail.all;
    this.carried = this.mail.carried;
    this.network = this.#all.network;
    this.clock = this.#all.clock;
  }

  /** What all this takes, about. */
  get bytes(): number {
    const items = this.#items + this.envelopes.length;
    const text = this.#textLength + this.mail.textLength;
    return items * BYTES_OF_AN_ITEM + 3 * text + (this.order.length / 3) * BYTES_OF_A_STEP;
  }

  /** The initial state's local states and, in order, what is sent at the start. */
  initial(): Start {
    this.#start ??= this.#begin();
    return this.#start;
  }

  #begin(): Start {
    const emissions: number[] = [];
    const states = this.processes.map((table) => {
      this.localSteps++;
      const [state, sent] = this.#explained(table, 'its first state', () => table.process.initial());
      emissions.push(this.#internEmission(table, sent));
      this.starts[table.number] = sent;
      return this.#internState(table, state);
    });
    return { states, emissions };
  }

  /** The entry of a step, which is taken if it is not in the participant's table yet. */
  entryOf(process: number, state: number, event: EventNumber): Entry {
    const { steps } = this.processes[process]!;
    const known = steps.find(state, event);
    return steps.entry(known >= 0 ? known : this.resolve(process, state, event));
  }

  /** Takes a step that is not in the participant's table yet, and enters it there. Returns the entry's offset. */
  resolve(process: number, state: number, event: EventNumber): number {
    const table = this.processes[process]!;
    this.order.push(process, state, event);
    const input = event < 0 ? table.inputs[~event]! : this.envelopes[event]!.event;
    this.localSteps++;
    const outcome = this.#explained(table, `the event '${input.type}'`, () =>
      table.process.step(table.states[state], input),
    );
    if (outcome === 'unhandled' && !Object.hasOwn(table.ignores, input.type))
      throw this.#unhandled(table, state, input);
    if (typeof outcome === 'string') return table.steps.add(state, event, -1, 0);
    const [next, sent] = outcome;
    const fault = input === RESTART || input === STOP ? input : undefined;
    return table.steps.add(
      state,
      event,
      this.#internState(table, next),
      this.#internEmission(table, sent, fault),
    );
  }

  /** The number of a local state that no step led to, but that is one by renaming. */
  adopt(process: number, state: unknown): number {
    return this.#internState(this.processes[process]!, state);
  }

  /** Whether a participant cannot hear another while the network is split. */
  isCutOff(from: string, to: string): boolean {
    return isCutOff(this.system.faults, from, to);
  }

  #internState(table: ProcessTable, state: unknown): number {
    const key = this.#explained(table, 'its state', () => keyOf(table.process, state));
    const known = table.byKey.get(key);
    if (known !== undefined) return known;
    this.#account(key);
    table.byKey.set(key, table.states.length);
    return table.states.push(state) - 1;
  }

  #internEmission(table: ProcessTable, sent: readonly AnyEvent[], fault?: AnyEvent): number {
    if (sent.length === 0 && fault === undefined) return 0;
    const written = this.#explained(table, 'what it sends', () => canonicalKey(sent));
    const key = `${table.number} ${fault?.type ?? ''} ${written}`;
    const known = this.#emissionByKey.get(key);
    if (known !== undefined) return known;
    const messages: number[] = [];
    const instants: Instant[] = [];
    if (fault !== undefined) {
      const message = this.mail.intern(table, deepFreeze({ ...fault, from: table.id }), []);
      const budget = this.#all.budgets.get(`${fault.type} ${table.role}`);
      if (budget !== undefined) instants.push({ process: budget, message, must: true });
      for (const process of this.#watching(fault.type)) instants.push({ process, message, must: false });
    }
    for (const emitted of sent as readonly (AnyEvent & { to?: Address })[]) {
      const { to, ...message } = emitted;
      refuseFault(this.system.name, table, `sends '${message.type}'`, message.type);
      const everybody = this.mail.receivers(table, message.type, to);
      // A composed participant has taken its own messages already.
      const isOwn = table.process.composed !== undefined && everybody.includes(table.number);
      const receivers = isOwn ? everybody.filter((one) => one !== table.number) : everybody;
      const event = deepFreeze({ ...message, from: table.id });
      const watching = this.#watching(message.type);
      if (watching.length > 0) {
        const seen = this.mail.intern(table, event, receivers);
        for (const process of watching) instants.push({ process, message: seen, must: false });
      }
      if (isOwn && receivers.length === 0) continue;
      const [atOnce, later] = this.mail.parted(message.type, receivers);
      if (atOnce.length > 0) {
        const number = this.mail.intern(table, event, atOnce);
        for (const process of atOnce) instants.push({ process, message: number, must: false });
      }
      // Where a message stays under way, all its receivers share one; if it is for nobody, it is still seen there.
      const shared = later.length > 0 || atOnce.length === 0 ? [later] : [];
      for (const receivers of this.#rules.consumes ? later.map((one) => [one]) : shared)
        messages.push(this.mail.carry(this.mail.intern(table, event, receivers)));
    }
    const number =
      this.emissions.push({ sent: deepFreeze(sent) as Emission['sent'], messages, instants }) - 1;
    this.#account(key);
    this.#emissionByKey.set(key, number);
    return number;
  }

  #watching(type: string): readonly number[] {
    return this.#all.observers.filter(({ types }) => types.has(type)).map(({ number }) => number);
  }

  #account(key: string): void {
    this.#items++;
    this.#textLength += key.length;
  }

  #unhandled({ id, role, process, states }: ProcessTable, state: number, event: AnyEvent): ModelError {
    const { value, context } = process.show(states[state]);
    return new ModelError(
      `system ${this.system.name}: ${id} (role ${role}) has no handler for '${event.type}' in state ` +
        `${canonicalKey(value ?? null)} with context ${canonicalKey(context)}, where it can happen; ` +
        `add a handler, or list '${event.type}' under the role's 'ignores' with the reason why nothing need be done`,
    );
  }

  #explained<Value>(table: ProcessTable, what: string, run: () => Value): Value {
    return explained(this.system.name, table, what, run);
  }
}
