/** A packed state in the numbers of the closed behaviours: where everybody is, what is under way, and what each can do. */

import { recheck } from '../local/recheck.js';
import { ModelError } from '../local/tables.js';
import { keyOf } from '../participant/process.js';
import type { Search } from '../search/search.js';
import { View } from '../state/view.js';
import type { Partition } from '../system/faults.js';
import { canLose } from '../system/network.js';
import type { Behaviours, LocalStep, Prospect } from './closed.js';

export class Situation {
  /** By process: its local state. Only participants have one here. */
  readonly states: number[] = [];
  /** Messages under way, in the order of the network, with repeats. */
  messages: readonly number[] = [];
  /** Whether neither clock nor partition can do anything any more. */
  isSettled = true;

  readonly participants: readonly number[];
  readonly #isUnderWay = new Set<number>();
  readonly #steps: (readonly LocalStep[] | undefined)[] = [];
  readonly #left: number[] = [];
  readonly #stateOf: number[][];
  readonly #messageOf: number[] = [];
  readonly #view: View;

  constructor(
    readonly search: Search,
    readonly behaviours: Behaviours,
  ) {
    const { system, tables, inboxes } = search;
    this.#view = new View(system, tables, inboxes);
    this.#stateOf = tables.processes.map(() => []);
    this.participants = tables.processes
      .filter(({ acts, number }) => acts && number !== tables.network && number !== tables.clock)
      .map(({ number }) => number);
  }

  /** Takes the state at an offset. */
  load(rows: Int32Array, at: number): void {
    const { tables, layout, system } = this.search;
    const { states, messages } = this.#view.load(layout, rows, at).parts();
    for (const process of this.participants) this.states[process] = this.#state(process, states[process]!);
    this.messages = messages.map((message) => this.#message(message));
    this.#isUnderWay.clear();
    for (const message of this.messages) this.#isUnderWay.add(message);
    this.#steps.fill(undefined);
    this.isSettled = true;
    for (const { number, role, states: known } of tables.processes) {
      const local = known[states[number]!];
      if (number === tables.network) {
        const { split, left } = local as Partition;
        this.isSettled &&= !split && left === 0;
      } else if (number === tables.clock) this.isSettled &&= local === system.rounds;
      else if (role === 'fault') this.#left[number] = local as number;
    }
  }

  /** How many messages the network may lose. */
  get losses(): number {
    return canLose(this.search.system.network) ? this.messages.length : 0;
  }

  isUnderWay(message: number): boolean {
    return this.#isUnderWay.has(message);
  }

  /** What may come of a participant from here on. */
  prospect(process: number): Prospect {
    return this.behaviours.closed[process]!.prospects[this.states[process]!]!;
  }

  /** Whether a message would be accepted where a participant is, and change something. */
  accepts(process: number, message: number): boolean {
    const step = this.behaviours.closed[process]!.byMessage[this.states[process]!]!.get(message);
    return (
      step !== undefined && !(this.search.system.network === 'lossy' && isIdle(step, this.states[process]!))
    );
  }

  /** The steps that a participant can take and that change something, faults included. */
  stepsOf(process: number): readonly LocalStep[] {
    this.#steps[process] ??= this.#findSteps(process);
    return this.#steps[process];
  }

  #findSteps(process: number): readonly LocalStep[] {
    const { byInput, byMessage } = this.behaviours.closed[process]!;
    const state = this.states[process]!;
    const steps = byInput[state]!.filter((step) => this.#isAffordable(step));
    const accepted = byMessage[state]!;
    for (const message of this.#receivable(process)) {
      const step = accepted.get(message);
      if (step !== undefined) steps.push(step);
    }
    return steps.filter((step) => !this.#changesNothing(step, state));
  }

  /** Whether the budget of a fault allows it once more. */
  #isAffordable({ emission }: LocalStep): boolean {
    const { instants } = this.behaviours.tables.emissions[emission]!;
    return instants.every(({ process, must }) => !must || this.#left[process]! > 0);
  }

  /** The messages that the network could deliver to a participant now. */
  *#receivable(process: number): Iterable<number> {
    const { envelopes } = this.behaviours.tables;
    const { network } = this.search.system;
    const met = new Set<number>();
    for (const message of this.messages) {
      const { receivers, channel } = envelopes[message]!;
      if (!receivers.includes(process)) continue;
      const key = network === 'ordered' ? channel : message;
      if (!met.has(key)) yield message;
      met.add(key);
    }
  }

  /** Steps that leave the whole state as it is, and will as long as their participant stays where it is. */
  #changesNothing(step: LocalStep, state: number): boolean {
    if (step.error !== undefined || step.next !== state) return false;
    const { messages, instants } = this.behaviours.tables.emissions[step.emission]!;
    if (this.search.system.network === 'lossy')
      return instants.length === 0 && messages.every((message) => this.isUnderWay(message));
    return step.event < 0 && step.emission === 0;
  }

  #state(process: number, real: number): number {
    const known = this.#stateOf[process]![real];
    if (known !== undefined) return known;
    const { process: behaviour, states, id } = this.search.tables.processes[process]!;
    const state = this.behaviours.stateOf(process, keyOf(behaviour, states[real]));
    if (state === undefined) throw this.#unknown(`a local state of ${id}`);
    this.#stateOf[process]![real] = state;
    return state;
  }

  #message(real: number): number {
    const known = this.#messageOf[real];
    if (known !== undefined) return known;
    const envelope = this.search.tables.envelopes[real]!;
    const message = this.behaviours.messageOf(envelope);
    if (message === undefined)
      throw this.#unknown(`the message '${envelope.event.type}' of ${envelope.from}`);
    this.#messageOf[real] = message;
    return message;
  }

  /** @throws ModelError where it is known who is to blame. */
  #unknown(what: string): ModelError {
    for (const _ of recheck(this.search.tables));
    for (const _ of this.behaviours.recheck());
    return new ModelError(
      `system ${this.search.system.name}: ${what} was not met when all local steps were taken beforehand; expected functions ` +
        'of context and event alone, which neither count nor remember',
    );
  }
}

/** Whether a step neither moves its participant nor sends anything. */
function isIdle({ next, emission, error }: LocalStep, state: number): boolean {
  return error === undefined && next === state && emission === 0;
}
