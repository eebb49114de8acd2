/**
 * The system in small integers, filled on demand.
 *
 * A participant's own state space is tiny; only the product of all of them is large. So each local state, message and
 * list of messages sent is interned under a number, and each pair of local state and event goes through the process
 * once. After that the search touches integers only.
 */

import { ModelError } from '../data/model-error.js';
import { canonicalKey, deepFreeze } from '../data/values.js';
import { type Address, type AnyEvent, keyOf, type Process } from '../participant/process.js';
import { called } from '../participant/sandbox.js';
import {
  budget,
  clock,
  isCutOff,
  isFault,
  mortal,
  PARTITION_INPUTS,
  partitioning,
  RESTART,
  STOP,
  TICK,
} from '../system/faults.js';
import { canLose } from '../system/network.js';
import type { AnyRole } from '../system/role.js';
import type { AnySystem } from '../system/system.js';
import { StepTable } from './step-table.js';

/** The number of an event: a message's own number, or for the n-th input of a participant `~n`, which is negative. */
export type EventNumber = number;

/** A message on its way, with all that is known of it. */
export interface Envelope {
  readonly from: string;
  /** The sender's number. */
  readonly sender: number;
  readonly to: Address;
  /** As its receivers are given it. */
  readonly event: AnyEvent & { readonly from: string };
  /** The numbers of the participants that may receive it. */
  readonly receivers: readonly number[];
  /** Messages of one channel have one sender and one receiver; numbered as met. */
  readonly channel: number;
}

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

export interface Instant {
  readonly process: number;
  readonly message: number;
  readonly must: boolean;
}

/** One participant's interned states and steps. */
export interface ProcessTable {
  readonly number: number;
  readonly id: string;
  /** The role's name; `history` for a history variable, `fault` for what counts or makes faults. */
  readonly role: string;
  /** Whether it acts by itself: participants do, and a network that splits. */
  readonly acts: boolean;
  readonly process: Process;
  readonly ignores: Readonly<Record<string, string>>;
  /** Events from outside; faults come last. */
  readonly inputs: readonly AnyEvent[];
  readonly states: unknown[];
  readonly byKey: Map<string, number>;
  readonly steps: StepTable;
}

/** What an interned item takes besides its text, and a step in its table, about, in bytes. */
const BYTES_OF_AN_ITEM = 400;
const BYTES_OF_A_STEP = 90;

const NOTHING: Emission = { sent: [], messages: [], instants: [] };

export class Tables {
  readonly processes: readonly ProcessTable[];
  readonly envelopes: Envelope[] = [];
  readonly emissions: Emission[] = [NOTHING];
  /** Numbers of the messages that the network carries, as met. */
  readonly carried: number[] = [];
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
  /** What all this takes, about. */
  bytes = 0;

  readonly #instant: ReadonlySet<string>;
  readonly #numberOf = new Map<string, number>();
  readonly #roleMembers = new Map<string, readonly number[]>();
  readonly #envelopeByKey = new Map<string, number>();
  readonly #emissionByKey = new Map<string, number>();
  readonly #channelByKey = new Map<string, number>();
  readonly #isCarried = new Set<number>();
  readonly #budgets = new Map<string, number>();
  readonly #observers: readonly { readonly number: number; readonly types: ReadonlySet<string> }[];

  constructor(readonly system: AnySystem) {
    this.#instant = new Set(system.network === 'rounds' ? [...system.instant, 'round'] : system.instant);
    const processes: ProcessTable[] = [];
    const add = (table: Pick<ProcessTable, 'id' | 'role' | 'process'> & Partial<ProcessTable>): number => {
      const number = processes.length;
      processes.push({
        ignores: {},
        inputs: [],
        acts: false,
        ...table,
        number,
        states: [],
        byKey: new Map(),
        steps: new StepTable(),
      });
      return number;
    };
    for (const [role, definition] of Object.entries(system.roles as Record<string, AnyRole>)) {
      const members = definition.instances.map((id) => {
        const number = add({
          id,
          role,
          process: mortal(definition.process(id), definition.durable),
          ignores: definition.ignores,
          inputs: [
            ...definition.inputs(id).map((event: AnyEvent) => this.#plainInput(id, role, event)),
            ...(system.faults.restarts?.[role] ? [RESTART] : []),
            ...(system.faults.stops?.[role] ? [STOP] : []),
          ],
          acts: true,
        });
        this.#numberOf.set(id, number);
        return number;
      });
      this.#roleMembers.set(role, members);
    }
    this.#roleMembers.set('all', [...this.#numberOf.values()]);
    this.#observers = Object.entries(system.history).map(([id, { initial, on }]) => ({
      types: new Set(Object.keys(on)),
      number: add({ id, role: 'history', process: observing(initial, on) }),
    }));
    // Of any number nothing is left to count: a restart that loses nothing then changes nothing.
    for (const [{ type }, times] of [
      [RESTART, system.faults.restarts],
      [STOP, system.faults.stops],
    ] as const)
      for (const [role, most] of Object.entries(times ?? {}))
        if (most !== Number.POSITIVE_INFINITY)
          this.#budgets.set(
            `${type} ${role}`,
            add({ id: `${type} of ${role}`, role: 'fault', process: budget(most ?? 0) }),
          );
    const { partitions } = system.faults;
    if (partitions !== undefined || canLose(system.network))
      this.network = add({
        id: 'network',
        role: 'fault',
        process: partitioning(partitions?.times ?? 0),
        inputs: partitions === undefined ? [] : PARTITION_INPUTS,
        acts: true,
      });
    if (system.network === 'rounds')
      this.clock = add({
        id: 'clock',
        role: 'fault',
        process: clock(system.rounds),
        inputs: [TICK],
        acts: true,
      });
    this.processes = processes;
  }

  /** The initial state's local states and, in order, what is sent at the start. */
  initial(): { readonly states: readonly number[]; readonly emissions: readonly number[] } {
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

  /** Takes a step that is not in the participant's table yet, and enters it there. Returns the entry's offset. */
  resolve(process: number, state: number, event: EventNumber): number {
    const table = this.processes[process]!;
    this.order.push(process, state, event);
    this.bytes += BYTES_OF_A_STEP;
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

  /** The number of a message that is another one by renaming; `rename` is of participants' names. */
  adoptMessage(message: number, event: unknown, rename: (id: string) => string = (id) => id): number {
    const { from, to } = this.envelopes[message]!;
    const address = typeof to === 'string' ? rename(to) : to.map(rename).sort();
    const sender = this.processes[this.#numberOf.get(rename(from))!]!;
    const receivers = this.#receivers(sender, (event as AnyEvent).type, address);
    const adopted = this.#internEnvelope(sender, deepFreeze(event) as Envelope['event'], address, receivers);
    return this.#isCarried.has(message) ? this.#carry(adopted) : adopted;
  }

  /** The number here of a message that another search of the system met. */
  numberOf({ to, event }: Envelope): number {
    return this.#envelopeByKey.get(canonicalKey([to, event]))!;
  }

  /** Whether a participant cannot hear another while the network is split. */
  isCutOff(from: string, to: string): boolean {
    return isCutOff(this.system.faults, from, to);
  }

  /** Whether two messages have type, sender and receivers in common. */
  isSameKind(a: number, b: number): boolean {
    const one = this.envelopes[a]!;
    const other = this.envelopes[b]!;
    return one.event.type === other.event.type && one.channel === other.channel;
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
      const message = this.#internEnvelope(table, deepFreeze({ ...fault, from: table.id }), [], []);
      const budget = this.#budgets.get(`${fault.type} ${table.role}`);
      if (budget !== undefined) instants.push({ process: budget, message, must: true });
      for (const process of this.#watching(fault.type)) instants.push({ process, message, must: false });
    }
    for (const emitted of sent as readonly (AnyEvent & { to?: Address })[]) {
      const { to, ...message } = emitted;
      const receivers = this.#receivers(table, message.type, to);
      const event = deepFreeze({ ...message, from: table.id });
      const watching = this.#watching(message.type);
      if (watching.length > 0) {
        const seen = this.#internEnvelope(table, event, to!, receivers);
        for (const process of watching) instants.push({ process, message: seen, must: false });
      }
      if (this.#instant.has(message.type)) {
        const number = this.#internEnvelope(table, event, to!, receivers);
        for (const process of receivers) instants.push({ process, message: number, must: false });
      } else if (this.system.network === 'lossy') {
        messages.push(this.#carry(this.#internEnvelope(table, event, to!, receivers)));
      } else {
        for (const receiver of receivers) {
          const id = this.processes[receiver]!.id;
          messages.push(this.#carry(this.#internEnvelope(table, event, id, [receiver])));
        }
      }
    }
    const number =
      this.emissions.push({ sent: deepFreeze(sent) as Emission['sent'], messages, instants }) - 1;
    this.#account(key);
    this.#emissionByKey.set(key, number);
    return number;
  }

  /** The history variables that watch a type of message. */
  #watching(type: string): readonly number[] {
    return this.#observers.filter(({ types }) => types.has(type)).map(({ number }) => number);
  }

  #carry(message: number): number {
    if (!this.#isCarried.has(message)) {
      this.#isCarried.add(message);
      this.carried.push(message);
    }
    return message;
  }

  #internEnvelope(
    { id, number: sender }: ProcessTable,
    event: Envelope['event'],
    address: Address,
    receivers: readonly number[],
  ): number {
    const to = typeof address === 'string' ? address : [...address].sort();
    const key = canonicalKey([to, event]);
    const known = this.#envelopeByKey.get(key);
    if (known !== undefined) return known;
    const channelKey = `${sender} ${receivers.join(' ')}`;
    const channel = this.#channelByKey.get(channelKey) ?? this.#channelByKey.size;
    this.#channelByKey.set(channelKey, channel);
    this.#account(key);
    this.#envelopeByKey.set(key, this.envelopes.length);
    return this.envelopes.push({ from: id, sender, to, event, receivers, channel }) - 1;
  }

  /** Takes account of an interned item. */
  #account(key: string): void {
    this.bytes += BYTES_OF_AN_ITEM + 3 * key.length;
  }

  #receivers({ id, role }: ProcessTable, type: string, to: Address | undefined): readonly number[] {
    this.#refuseFault(id, role, `sends '${type}'`, type);
    const receivers = new Set<number>();
    for (const name of typeof to === 'object' ? to : [to]) {
      const one = name === undefined ? undefined : this.#numberOf.get(name);
      const several = one === undefined ? this.#roleMembers.get(name ?? '') : [one];
      if (several === undefined)
        throw new ModelError(
          `system ${this.system.name}: ${id} (role ${role}) sends '${type}' to ${name ?? 'nobody'}; expected 'to' to be ` +
            `one or a list of: ${[...this.#roleMembers.keys(), ...this.#numberOf.keys()].join(', ')}`,
        );
      for (const receiver of several) receivers.add(receiver);
    }
    return [...receivers].sort((a, b) => a - b);
  }

  #unhandled({ id, role, process, states }: ProcessTable, state: number, event: AnyEvent): ModelError {
    const { value, context } = process.show(states[state]);
    return new ModelError(
      `system ${this.system.name}: ${id} (role ${role}) has no handler for '${event.type}' in state ` +
        `${canonicalKey(value ?? null)} with context ${canonicalKey(context)}, where it can happen; ` +
        `add a handler, or list '${event.type}' under the role's 'ignores' with the reason why nothing need be done`,
    );
  }

  /** An input as it is given to participants. */
  #plainInput(id: string, role: string, event: AnyEvent): AnyEvent {
    this.#refuseFault(id, role, `has the input '${event.type}'`, event.type);
    return this.#explained({ id, role }, `its input '${event.type}'`, () => deepFreeze({ ...event }));
  }

  #refuseFault(id: string, role: string, what: string, type: string): void {
    if (isFault({ type }))
      throw new ModelError(
        `system ${this.system.name}: ${id} (role ${role}) ${what}; expected a type of its own: those that begin with 'fault.' are what ` +
          "the system's 'faults' do",
      );
  }

  /** Runs a participant's own code, and says whose it was when it throws. */
  #explained<Value>({ id, role }: Pick<ProcessTable, 'id' | 'role'>, what: string, run: () => Value): Value {
    try {
      return run();
    } catch (error) {
      if (error instanceof ModelError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new ModelError(`system ${this.system.name}: ${id} (role ${role}), ${what}: ${reason}`, {
        cause: error,
      });
    }
  }
}

/** A history variable as a process that receives, within the step, the messages it watches. */
function observing(
  initial: unknown,
  on: Readonly<Record<string, ((value: unknown, message: never) => unknown) | undefined>>,
): Process {
  return {
    initial: () => [deepFreeze(initial), []],
    step: (value, message) => [deepFreeze(called(on[message.type]!, value, message as never)), []],
    data: (value) => value,
    show: (value) => ({ context: value }),
    withContext: (_, context) => deepFreeze(context),
  };
}
