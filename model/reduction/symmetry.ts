/**
 * Participants of one role that are alike, and values that are alike: states that differ only in their names have one
 * representative, the least under all renamings (Ip and Dill 1996).
 */

import { ModelError } from '../data/model-error.js';
import { canonicalKey } from '../data/values.js';
import type { Tables } from '../local/tables.js';
import type { Parts } from '../state/parts.js';
import type { Footprint } from '../state/view.js';
import { NETWORKS, sorted } from '../system/network.js';
import type { AnySystem } from '../system/system.js';
import { asymmetric, Renaming, renamingsOf } from './renaming.js';
import type { Canonical } from './representative.js';

/** Renamings beyond which the group is too large to be tried one by one on every state. */
const RENAMINGS_MAX = 5040;

/**
 * What a system says of names that are alike; undefined where it says nothing.
 *
 * @throws ModelError where its numbers are ranked, too: those who are alike would then take new ones that are the same.
 */
export function symmetryOf(system: AnySystem, tables: Tables): Symmetry | undefined {
  if (setsOf(system).every((set) => set.length < 2)) return undefined;
  if (system.ranked.length > 0)
    throw new ModelError(
      `system ${system.name}: 'ranked' numbers with symmetry: names and ranks are not changed together; ` +
        'explore without symmetry, or leave out ranked',
    );
  return new Symmetry(tables, system);
}

export class Symmetry implements Canonical {
  readonly renames = true;
  readonly alive = (parts: Parts): Parts => parts;
  readonly #renamings: readonly Renaming[];
  /** Participants and messages: those that are answered by something that is received at once. */
  readonly #answered = new Set<string>();
  /** Exchanges of two neighbouring names: all renamings are made of these. */
  readonly #exchanges: readonly Renaming[];

  /** @throws ModelError where a name is unknown, or a partition does not treat names alike. */
  constructor(
    readonly tables: Tables,
    readonly system: AnySystem,
  ) {
    const sets = setsOf(system);
    const renaming = (names: ReadonlyMap<string, string>): Renaming => new Renaming(tables, names);
    const all = renamingsOf(sets);
    if (all.length > RENAMINGS_MAX)
      throw new ModelError(
        `system ${system.name}: its symmetry has ${all.length} renamings; expected at most ${RENAMINGS_MAX}`,
      );
    this.#renamings = all.slice(1).map(renaming);
    this.#exchanges = sets.flatMap((set) =>
      set.slice(1).map((name, at) =>
        renaming(
          new Map([
            [set[at]!, name],
            [name, set[at]!],
          ]),
        ),
      ),
    );
    for (const exchange of this.#exchanges) this.#verifyPartitions(exchange);
  }

  /** Makes sure that a partition cuts the same connections when two names are exchanged. */
  #verifyPartitions(exchange: Renaming): void {
    const { processes } = this.tables;
    const renamed = (id: string): string => exchange.name(id);
    for (const { id: from } of processes)
      for (const { id: to } of processes)
        if (this.tables.isCutOff(from, to) !== this.tables.isCutOff(renamed(from), renamed(to)))
          throw asymmetric(
            exchange,
            `of ${from} to ${to} and ${renamed(from)} to ${renamed(to)} a partition cuts one and not the other`,
          );
  }

  representative(parts: Parts): Parts {
    let least: Parts = { states: parts.states, messages: this.#sorted(parts.messages) };
    for (const renaming of this.#renamings) {
      const states = this.#statesBy(renaming, parts);
      const order = compare(states, least.states);
      if (order > 0) continue;
      const messages = this.#messagesBy(renaming, parts);
      if (order < 0 || compare(messages, least.messages) < 0) least = { states, messages };
    }
    return least.states === parts.states ? parts : least;
  }

  /** What was read of a state, and what is alike. */
  alike({ processes, messageTypes }: Footprint): Footprint {
    const all = this.#renamings;
    return {
      processes: new Set([...processes].flatMap((one) => [one, ...all.map(({ process }) => process[one]!)])),
      messageTypes: new Set(
        [...messageTypes].flatMap((type) => [type, ...all.map((renaming) => renaming.name(type))]),
      ),
    };
  }

  /** The state with other names, for each renaming. */
  renamed(parts: Parts): readonly Parts[] {
    return this.#renamings.map((renaming) => ({
      states: this.#statesBy(renaming, parts),
      messages: this.#messagesBy(renaming, parts),
    }));
  }

  /**
   * Makes sure that names are all that renamed states differ in: that the system begins symmetrically, and that each step that was
   * taken is, renamed, a step too.
   *
   * @throws ModelError where that is not so, naming the participant, its state and the event.
   */
  verify(): void {
    const { processes } = this.tables;
    for (const exchange of this.#exchanges)
      for (const { number, id } of processes)
        if (exchange.state(number, 0) !== 0) {
          const other = processes[exchange.process[number]!]!;
          throw asymmetric(exchange, `${other.id} does not begin as ${id} does`);
        }
    this.#verifySteps();
    if (!this.#findAnswered()) return;
    this.#verifyInstants();
    this.#verifySteps();
  }

  #verifySteps(): void {
    const { order } = this.tables;
    // A renamed step that nobody took is taken now, and comes last: with two names exchanged at a time, all renamings are tried.
    for (let at = 0; at < order.length; at += 3)
      for (const exchange of this.#exchanges)
        this.#verifyStep(exchange, order[at]!, order[at + 1]!, order[at + 2]!);
  }

  /** Notes of all steps which messages are answered at once. Returns whether there are any. */
  #findAnswered(): boolean {
    const { emissions, processes } = this.tables;
    for (const { number, steps } of processes)
      for (const [, event, , answer] of steps.list())
        if (event >= 0 && emissions[answer]!.instants.length > 0) this.#answered.add(`${number} ${event}`);
    return this.#answered.size > 0;
  }

  /** Makes sure that nobody sees the order in which participants that are alike receive instant messages of one step. */
  #verifyInstants(): void {
    const { emissions, processes } = this.tables;
    const sets = setsOf(this.system);
    for (const { instants } of emissions)
      for (const { process, message } of instants) {
        if (!this.#answered.has(`${process} ${message}`)) continue;
        const { id } = processes[process]!;
        const alike = sets.find((set) => set.includes(id)) ?? [];
        const other = instants.find(
          (each) => each.process !== process && alike.includes(processes[each.process]!.id),
        );
        if (other !== undefined)
          throw asymmetric(
            { tables: this.tables, names: new Map([[id, processes[other.process]!.id]]) },
            'both receive an instant message of one step, in the order of the system, and what they answer is received at once',
          );
      }
  }

  #verifyStep(exchange: Renaming, process: number, state: number, event: number): void {
    const { tables } = this;
    const [, , next, emission] = tables.entryOf(process, state, event);
    const table = tables.processes[process]!;
    const other = tables.processes[exchange.process[process]!]!;
    const input = event < 0 ? table.inputs[~event]! : tables.envelopes[event]!.event;
    const renamedInput = canonicalKey(exchange.value(input));
    const renamedEvent =
      event < 0
        ? ~other.inputs.findIndex((each) => canonicalKey(each) === renamedInput)
        : exchange.message(event);
    const refuse = (what: string): never => {
      const context = canonicalKey(table.process.show(table.states[state]).context);
      throw asymmetric(
        exchange,
        `${what}: ${table.id} with context ${context}, event ${canonicalKey(input)}`,
      );
    };
    if (renamedEvent === 0 && event < 0) refuse(`${other.id} has no such input`);
    const renamed = exchange.state(process, state);
    const [, , otherNext, otherEmission] = tables.entryOf(other.number, renamed, renamedEvent);
    if (next < 0 !== otherNext < 0) refuse(`${other.id} renamed does not do the same`);
    if (next < 0) return;
    if (exchange.state(process, next) !== otherNext) refuse(`${other.id} renamed becomes another state`);
    if (this.#sentBy(exchange, emission) !== this.#sentBy(undefined, otherEmission))
      refuse(`${other.id} renamed sends something else`);
  }

  /** What an emission sends, renamed if there is a renaming; in its order as far as somebody can see that. */
  #sentBy(renaming: Renaming | undefined, emission: number): string {
    const { tables, system } = this;
    const { messages, instants } = tables.emissions[emission]!;
    const renamed = (message: number): number =>
      renaming === undefined ? message : renaming.message(message);
    // Where messages take each other's place, the last of a kind stays.
    const kindOf = (message: number): number => tables.envelopes[message]!.kind;
    const carried = NETWORKS[system.network].replaces
      ? messages.map(renamed).sort((a, b) => kindOf(a) - kindOf(b))
      : this.#sorted(messages.map(renamed));
    // What is answered at once is not passed by what comes before or after it.
    let place = 0;
    const received = instants
      .map(({ process, message }) => {
        const here = this.#answered.has(`${process} ${message}`) ? ++place : undefined;
        if (here !== undefined) place++;
        const by = renaming?.process[process] ?? process;
        return { place: here ?? place, by, message: renamed(message) };
      })
      .sort((one, other) => one.place - other.place || one.by - other.by)
      .map(({ by, message }) => `${by} ${canonicalKey(tables.envelopes[message]!.event)}`);
    return `${carried.join(' ')}, ${received.join(', ')}`;
  }

  #statesBy(renaming: Renaming, { states }: Parts): Int32Array {
    const renamed = new Int32Array(states.length);
    for (let process = 0; process < states.length; process++)
      renamed[renaming.process[process]!] = renaming.state(process, states[process]!);
    return renamed;
  }

  #messagesBy(renaming: Renaming, { messages }: Parts): readonly number[] {
    return this.#sorted(messages.map((message) => renaming.message(message)));
  }

  /** In an order that does not depend on names; in an ordered network each channel keeps its own, as sorting is stable. */
  #sorted(messages: readonly number[]): readonly number[] {
    return sorted(NETWORKS[this.system.network], messages, this.tables);
  }
}

function setsOf({ name, roles, symmetry }: AnySystem): readonly (readonly string[])[] {
  const members = (symmetry.roles ?? []).map((role: string) => {
    const known = (roles as Record<string, { readonly instances: readonly string[] }>)[role];
    if (known === undefined)
      throw new ModelError(`system ${name}: its symmetry names the role '${role}', which it does not have`);
    return known.instances;
  });
  return [...members, ...(symmetry.values ?? [])];
}

function compare(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let at = 0; at < a.length && at < b.length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return a.length - b.length;
}
