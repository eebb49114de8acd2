/** What the tables of an exported module are written with: a definition for each input, message and local state, and their names. */
import type { ProcessTable } from '../local/processes.js';
import type { Tables } from '../local/tables.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import { besideAddress, distinctNames, Names } from './tla-names.js';
import { type Fields, quoted, Shapes, setOf, Written } from './tla-values.js';

export class Definitions {
  /** A definition a line. */
  readonly lines: string[] = [];
  /** Participants first, then history variables and what counts faults or rounds; a network that only loses is none of them. */
  readonly processes: readonly ProcessTable[];
  /** By number, each process's name, a string. */
  readonly ids: readonly string[];
  /** By number, the operator that is each process's steps. */
  readonly steps: readonly string[];
  readonly messages: readonly string[];
  readonly states: readonly (readonly string[])[];
  readonly #names = new Names();
  readonly #events = new Shapes();
  /** By its text, the name of each input. */
  readonly #inputs = new Map<string, string>();

  constructor(readonly tables: Tables) {
    this.processes = tables.processes.filter(({ number }) => number !== tables.network);
    // What counts faults is named by the checker, and a participant may have that name.
    this.ids = distinctNames(tables.processes.map(({ id }) => id)).map(quoted);
    this.steps = tables.processes.map(({ id }) => this.#names.after('Step', id));
    this.messages = this.#defineEvents();
    this.states = tables.processes.map((table) =>
      table.number === tables.network ? [] : this.#defineStates(table),
    );
  }

  input(event: AnyEvent): string {
    return this.#inputs.get(this.#events.write(besideAddress(event)))!;
  }

  /** Defines all messages and inputs; returns the messages' names. */
  #defineEvents(): readonly string[] {
    const { envelopes, processes } = this.tables;
    const messages = envelopes.map(({ event: { type, from, ...fields }, receivers }): Fields => {
      const to = new Written(setOf(receivers.map((receiver) => processes[receiver]!.id)));
      return { type, from, to, ...besideAddress(fields) };
    });
    const inputs = processes.flatMap((table) => table.inputs.map(besideAddress));
    for (const fields of [...messages, ...inputs]) this.#events.note(fields);
    for (const input of inputs) {
      const text = this.#events.write(input);
      if (!this.#inputs.has(text)) this.#inputs.set(text, this.#define(String(input.type), text));
    }
    return messages.map((fields) => this.#define(String(fields.type), this.#events.write(fields)));
  }

  #defineStates({ id, kind, process, states }: ProcessTable): readonly string[] {
    const shapes = new Shapes();
    const shown = states.map((state) =>
      kind === 'participant' ? fieldsOf(process.show(state)) : process.show(state).context,
    );
    for (const value of shown) shapes.note(value);
    const taken = new Set<string>();
    return shown.map((value) => this.#define(id, distinct(value, shapes, taken)));
  }

  #define(series: string, text: string): string {
    const name = this.#names.next(series);
    this.lines.push(`${name} == ${text}`);
    return name;
  }
}

/** What a participant's local state shows: of a step function its state alone. */
function fieldsOf({ value, context }: LocalState): Fields {
  const isPlain = value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
  return isPlain ? { context } : { value, context };
}

/** A text that no other has: local states that differ in nothing that they show are told apart by a number. */
function distinct(value: unknown, shapes: Shapes, taken: Set<string>): string {
  let text = shapes.write(value);
  for (let variant = 2; taken.has(text); variant++) {
    const fields = { ...Object(value), variant };
    shapes.note(variant, '."variant"');
    text = shapes.write(fields);
  }
  taken.add(text);
  return text;
}
