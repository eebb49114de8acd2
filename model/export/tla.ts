/** The same finite system as a TLA+ module, with a configuration for TLC. */

import { ModelError } from '../data/model-error.js';
import type { ProcessTable } from '../local/processes.js';
import type { Tables } from '../local/tables.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import type { Search } from '../search/search.js';
import { NETWORKS } from '../system/network.js';
import type { Property } from '../system/property.js';
import type { AnySystem } from '../system/system.js';
import { type ExportOptions, explored } from './explored.js';
import { moduleName, Names } from './tla-names.js';
import { networkText } from './tla-network.js';
import { ascii, type Fields, functionOf, quoted, Shapes, setOf, Written } from './tla-values.js';

/** A module and its configuration, each the text of a file. */
export interface TlaModule {
  /** The module's name, which its file must have: `TheSynod.tla`, and `TheSynod.cfg` for the configuration. */
  readonly name: string;
  readonly module: string;
  readonly config: string;
  /** Distinct states, as TLC is to report them. */
  readonly states: number;
}

/**
 * Writes a system as a TLA+ module. It is explored first: what is written are the participants' steps as they were reached, as
 * tables; local states and messages are records. TLC finds as many distinct states as `explore` does. The properties are
 * predicates in TypeScript, which cannot be written: they are named in a comment. The module's own invariant says that nobody
 * gets into a local state that the exploration did not reach.
 *
 * @throws ModelError where the system has partitions, bounds (`within`) or ranked numbers, which the module could not say; or
 * cannot be explored, or not within `maxStates`.
 *
 * @example
 * const { name, module, config } = await tlaModule(lamps, []);
 * module.includes(`MODULE ${name}`); // → true
 * config.includes('SPECIFICATION'); // → true
 */
export async function tlaModule(
  system: AnySystem,
  properties: readonly Pick<Property<never>, 'name' | 'kind'>[],
  options: ExportOptions = {},
): Promise<TlaModule> {
  refuse(system);
  const search = await explored(
    system,
    options,
    'only a whole system is exported; raise the limit, or make the system smaller',
  );
  const name = moduleName(system.name);
  const states = search.rows.count;
  const module = new Writer(search, name).module(properties, states);
  return { name, module, config: CONFIG, states };
}

const CONFIG = `\\* null and undefined, which differ from every other value.
CONSTANTS
  Null = Null
  Undefined = Undefined
SPECIFICATION Spec
INVARIANT OnlyReached
\\* A run may end: that is no error of the system.
CHECK_DEADLOCK FALSE
`;

function refuse({ name, faults, within, ranked, dead }: AnySystem): void {
  const because = (what: string, instead: string): never => {
    throw new ModelError(`system ${name} cannot be written as a TLA+ module: ${what}; ${instead}`);
  };
  if (faults.partitions !== undefined)
    because('partitions of the network are not written', 'leave them out, or let messages be lost');
  if (within !== undefined)
    because("'within' is a predicate in TypeScript", 'make the system finite without it');
  if (ranked.length > 0)
    because("states with 'ranked' numbers stand for others", 'bound the numbers, and leave out ranked');
  if (Object.keys(dead).length > 0)
    because(
      "'dead' is a predicate in TypeScript",
      'leave it out: the states are more, and otherwise the same',
    );
}

class Writer {
  readonly #tables: Tables;
  readonly #names = new Names();
  readonly #events = new Shapes();
  /** By number, the name of each message; by its text, the name of each input. */
  readonly #messageNames: readonly string[];
  readonly #inputNames = new Map<string, string>();
  /** By participant, the names of its local states. */
  readonly #stateNames: readonly (readonly string[])[];
  readonly #stepNames: readonly string[];
  readonly #definitions: string[] = [];
  /** Participants first, then history variables and what counts faults or rounds; a network that only loses is none of them. */
  readonly #processes: readonly ProcessTable[];

  constructor(
    readonly search: Search,
    readonly name: string,
  ) {
    const { tables } = search;
    this.#tables = tables;
    this.#names.take(name);
    this.#processes = tables.processes.filter(({ number }) => number !== tables.network);
    this.#stepNames = tables.processes.map(({ id }) => this.#names.take(`Step_${id}`));
    this.#messageNames = this.#defineEvents();
    this.#stateNames = tables.processes.map((table) =>
      table.number === tables.network ? [] : this.#defineStates(table),
    );
  }

  module(properties: readonly Pick<Property<never>, 'name' | 'kind'>[], states: number): string {
    const { system } = this.search;
    const network = networkText(system.network, this.#kinds());
    const claims = properties.map(({ name, kind }) => `\\*   ${ascii(name)} (${kind})`);
    return `${[
      `---- MODULE ${this.name} ----`,
      `\\* ${ascii(system.name)}: ${states} distinct states.`,
      ...(claims.length > 0
        ? ['\\* What is claimed of it is written in TypeScript, and decided there:', ...claims]
        : []),
      'EXTENDS Integers, Sequences, TLC',
      '',
      'CONSTANTS Null, Undefined',
      '',
      'VARIABLES',
      '  participants, \\* by name, the local state of each participant',
      '  history, \\* by name, history variables, and what counts faults or rounds',
      `  network \\* ${network.meaning}`,
      '',
      'vars == <<participants, history, network>>',
      '',
      'Empty == [one \\in {} |-> one]',
      '',
      '\\* ---- Inputs and messages, then the local states that were reached.',
      ...this.#definitions,
      '',
      STEP,
      '',
      ...this.#processes.flatMap((table) => [this.#steps(table), '']),
      this.#dispatch(),
      '',
      this.#inputs(),
      '',
      '\\* ---- The network.',
      network.definitions,
      '',
      TAKING,
      '',
      this.#next(),
      '',
      this.#init(),
      '',
      'Spec == Init /\\ [][Next]_vars',
      '',
      this.#reached(),
      '====',
    ].join('\n')}\n`;
  }

  /** Defines all messages and inputs; returns the messages' names. */
  #defineEvents(): readonly string[] {
    const { envelopes, processes } = this.#tables;
    const messages = envelopes.map(({ event, from, receivers }): Fields => {
      const { type, from: _, ...fields } = event;
      const to = receivers.map((receiver) => processes[receiver]!.id);
      return { type, from, to: new Written(setOf(to)), ...fields };
    });
    const inputs = processes.flatMap((table) => table.inputs.map((input): Fields => ({ ...input })));
    for (const fields of [...messages, ...inputs]) this.#events.note(fields);
    const taken = new Set<string>();
    for (const input of inputs) {
      const text = this.#events.write(input);
      if (this.#inputNames.has(text)) continue;
      this.#inputNames.set(text, this.#define(String(input.type), text));
      taken.add(text);
    }
    return messages.map((fields) => this.#define(String(fields.type), distinct(fields, this.#events, taken)));
  }

  #defineStates({ id, role, process, states }: ProcessTable): readonly string[] {
    const shapes = new Shapes();
    const shown = states.map((state) => fieldsOf(process.show(state), role));
    for (const fields of shown) shapes.note(fields);
    const taken = new Set<string>();
    return shown.map((fields) => this.#define(id, distinct(fields, shapes, taken)));
  }

  #define(series: string, text: string): string {
    const name = this.#names.next(series);
    this.#definitions.push(`${name} == ${text}`);
    return name;
  }

  /** A participant's steps, as a table: by its local state, and then by the event. */
  #steps(table: ProcessTable): string {
    const { number, id, role, states, inputs } = table;
    const ways = states.map((): string[] => []);
    for (const [state, event, next, emission] of [...table.steps.list()].sort(byStateAndEvent)) {
      if (next < 0) continue;
      const taken = event < 0 ? this.#inputName(inputs[~event]!) : this.#messageNames[event]!;
      ways[state]!.push(`event = ${taken} -> ${this.#outcome(number, next, emission)}`);
    }
    const cases = ways.flatMap((arms, state) =>
      arms.length === 0
        ? []
        : [`state = ${this.#stateNames[number]![state]!} -> (\n${indent(choice(arms, 'Refuses'), 9)})`],
    );
    return `\\* ${ascii(role)} ${ascii(id)}\n${this.#stepNames[number]}(state, event) ==\n${indent(choice(cases, 'Refuses'), 2)}`;
  }

  #outcome(process: number, next: number, emission: number): string {
    const { messages, instants } = this.#tables.emissions[emission]!;
    const sends = messages.map((message) => this.#messageNames[message]!);
    const atOnce = instants.map(({ process: who, message, must }) => {
      const { id } = this.#tables.processes[who]!;
      return `${must ? 'Needs' : 'Tells'}(${quoted(id)}, ${this.#messageNames[message]!})`;
    });
    const state = this.#stateNames[process]![next]!;
    return `Goes(${state}, <<${sends.join(', ')}>>, <<${atOnce.join(', ')}>>)`;
  }

  #inputName(input: AnyEvent): string {
    return this.#inputNames.get(this.#events.write(input))!;
  }

  #dispatch(): string {
    const arms = this.#processes.map(
      ({ id, number }) => `who = ${quoted(id)} -> ${this.#stepNames[number]}(state, event)`,
    );
    return `Step(who, state, event) ==\n${indent(choice(arms), 2)}`;
  }

  /** The names of messages of one kind, where the system says which take each other's place. */
  #kinds(): readonly (readonly string[])[] | undefined {
    if (Object.keys(this.search.system.latestBy).length === 0) return undefined;
    const { carried, envelopes } = this.#tables;
    const kinds = new Set(carried.map((message) => envelopes[message]!.kind));
    return [...kinds].map((kind) =>
      carried
        .filter((message) => envelopes[message]!.kind === kind)
        .map((message) => this.#messageNames[message]!),
    );
  }

  #inputs(): string {
    const entries = this.#processes
      .filter(({ acts, inputs }) => acts && inputs.length > 0)
      .map(({ id, inputs }) => {
        const names = new Set(inputs.map((input) => this.#inputName(input)));
        return [id, `{${[...names].join(', ')}}`] as const;
      });
    return `Inputs == ${functionOf(entries)}`;
  }

  #next(): string {
    const { network } = this.search.system;
    const { loses, hasRounds } = NETWORKS[network];
    const kept = hasRounds ? 'IF who = "clock" THEN {} ELSE network' : 'network';
    return [
      `Happens == \\E who \\in DOMAIN Inputs : \\E event \\in Inputs[who] : Take(who, event, ${kept})`,
      'Receives == \\E message \\in UnderWay : \\E who \\in message.to : Take(who, message, Without(message))',
      ...(loses
        ? [
            'Loses == \\E message \\in UnderWay :',
            "  network' = Without(message) /\\ participants' = participants /\\ history' = history",
          ]
        : []),
      '',
      `Next == Happens \\/ Receives${loses ? ' \\/ Loses' : ''}`,
    ].join('\n');
  }

  #init(): string {
    const { rows, layout, successors } = this.search;
    const { states, messages } = successors.view!.load(layout, rows.read(0), 0).parts();
    const local = (tables: readonly ProcessTable[]): string =>
      functionOf(tables.map(({ id, number }) => [id, this.#stateNames[number]![states[number]!]!]));
    const sent = messages.map((message) => this.#messageNames[message]!);
    const underWay =
      NETWORKS[this.search.system.network].stores !== 'set'
        ? `SendAll(Empty, <<${sent.join(', ')}>>)`
        : `{${sent.join(', ')}}`;
    return [
      'Init ==',
      `  /\\ participants = ${local(this.#participants())}`,
      `  /\\ history = ${local(this.#others())}`,
      `  /\\ network = ${underWay}`,
    ].join('\n');
  }

  #reached(): string {
    const arms = this.#processes.map(
      ({ id, number }) => `who = ${quoted(id)} -> {${this.#stateNames[number]!.join(', ')}}`,
    );
    return [
      `Reached(who) ==\n${indent(choice(arms), 2)}`,
      '',
      'OnlyReached ==',
      '  /\\ (\\A who \\in DOMAIN participants : participants[who] \\in Reached(who))',
      '  /\\ (\\A who \\in DOMAIN history : history[who] \\in Reached(who))',
    ].join('\n');
  }

  #participants(): readonly ProcessTable[] {
    return this.#processes.filter(({ role }) => role !== 'history' && role !== 'fault');
  }

  #others(): readonly ProcessTable[] {
    return this.#processes.filter(({ role }) => role === 'history' || role === 'fault');
  }
}

const STEP = `\\* ---- What comes of a step: the next local state, the messages sent, and whoever is told within the same step.
Goes(state, sends, atOnce) == [accepted |-> TRUE, state |-> state, sends |-> sends, atOnce |-> atOnce]
Refuses == [accepted |-> FALSE]
\\* Told, but may be deaf to it; and: if this one does not accept it, the whole step is impossible.
Tells(who, event) == [who |-> who, event |-> event, must |-> FALSE]
Needs(who, event) == [who |-> who, event |-> event, must |-> TRUE]`;

const TAKING = `RECURSIVE SendAll(_, _)
SendAll(under, sends) == IF sends = <<>> THEN under ELSE SendAll(Send(under, Head(sends)), Tail(sends))

\\* ---- A step, and within it all that is received at once: in order, each with what comes of it before the next.
After(world, who, step) ==
  [world EXCEPT !.local[who] = step.state, !.network = SendAll(world.network, step.sends)]

RECURSIVE Settle(_, _)
Settle(world, atOnce) ==
  IF atOnce = <<>> THEN world
  ELSE LET first == Head(atOnce)
           step == Step(first.who, world.local[first.who], first.event)
       IN IF step.accepted THEN Settle(After(world, first.who, step), step.atOnce \\o Tail(atOnce))
          ELSE IF first.must THEN [world EXCEPT !.possible = FALSE]
          ELSE Settle(world, Tail(atOnce))

Take(who, event, under) ==
  LET local == participants @@ history
      step == Step(who, local[who], event)
      world == Settle(After([local |-> local, network |-> under, possible |-> TRUE], who, step), step.atOnce)
  IN /\\ step.accepted
     /\\ world.possible
     /\\ participants' = [name \\in DOMAIN participants |-> world.local[name]]
     /\\ history' = [name \\in DOMAIN history |-> world.local[name]]
     /\\ network' = world.network`;

/** What a local state shows: of a history variable its value alone. */
function fieldsOf({ value, context }: LocalState, role: string): unknown {
  if (role === 'history' || role === 'fault') return context;
  const isPlain = value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
  return isPlain ? { context } : { value, context };
}

/** A text that no other has: what differs in nothing that is shown is told apart by a number. */
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

/** A case expression with an arm a line. */
function choice(arms: readonly string[], other?: string): string {
  if (arms.length === 0) return other ?? 'Undefined';
  const all = other === undefined ? arms : [...arms, `OTHER -> ${other}`];
  return all.map((arm, index) => `${index === 0 ? 'CASE' : '  []'} ${arm}`).join('\n');
}

function indent(text: string, by: number): string {
  return text.replace(/^/gm, ' '.repeat(by));
}

/** In the order of local states; inputs before messages, each in their order. */
function byStateAndEvent(a: readonly number[], b: readonly number[]): number {
  const inputsFirst = (event: number): number => (event < 0 ? ~event - 2 ** 31 : event);
  return a[0]! - b[0]! || inputsFirst(a[1]!) - inputsFirst(b[1]!);
}
