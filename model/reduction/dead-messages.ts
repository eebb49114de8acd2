/**
 * Messages that can have no effect any more, taken out: states that differ in nothing else are one.
 *
 * Exact where a message that is dead for its receiver is refused by it then and ever after, and no property looks for it. The first
 * is made sure of as far as steps are met: that it is refused, and that no step of the receiver brings it to life again.
 */

import { ModelError } from '../data/model-error.js';
import { canonicalKey } from '../data/values.js';
import type { Entry } from '../local/step-table.js';
import type { Tables } from '../local/tables.js';
import { answered } from '../participant/sandbox.js';
import type { Parts } from '../state/parts.js';
import { NETWORKS } from '../system/network.js';
import type { AnySystem } from '../system/system.js';
import { RankRenaming } from './rank.js';
import type { Canonical } from './representative.js';

/** What a system says of messages and of ranked numbers, as one reduction; undefined where it says nothing. */
export function reductionOf(system: AnySystem, tables: Tables): Reduction | undefined {
  if (system.ranked.length === 0 && Object.keys(system.dead).length === 0) return undefined;
  return new Reduction(system, tables);
}

export class Reduction implements Canonical {
  readonly renames: boolean;
  readonly #ranks: RankRenaming | undefined;
  /** By receiver, by its local state: of each message, whether it is dead. */
  readonly #isDead: Map<number, boolean>[][];

  /** @throws ModelError where messages wait behind one another, so that one taken out would make way for the next. */
  constructor(
    readonly system: AnySystem,
    readonly tables: Tables,
  ) {
    if (NETWORKS[system.network].stores === 'queues' && Object.keys(system.dead).length > 0)
      throw new ModelError(
        `system ${system.name}: 'dead' messages over the network 'ordered': one that is refused holds up those behind it; ` +
          'leave out dead, or let the receiver take the message and do nothing',
      );
    this.renames = system.ranked.length > 0;
    this.#ranks = this.renames ? new RankRenaming(tables, system.ranked) : undefined;
    this.#isDead = tables.processes.map(() => []);
  }

  representative(parts: Parts): Parts {
    const alive = this.alive(parts);
    return this.#ranks?.representative(alive) ?? alive;
  }

  /** The ranked numbers that occur in a state, dead messages aside, the lowest first. */
  ranked(parts: Parts): readonly number[] {
    return this.#ranks?.alive(this.alive(parts)) ?? [];
  }

  /**
   * Makes sure that what is dead is said to be so again, and stays so: after each step that was taken.
   *
   * @throws ModelError naming the message, and the step that brings it to life.
   */
  verify(): void {
    for (const [process, states] of [...this.#isDead.entries()].reverse())
      for (const [state, answers] of [...states.entries()].reverse())
        for (const [message, isDead] of answers ?? [])
          if (this.#ask(process, state, message) !== isDead)
            throw new ModelError(
              `system ${this.system.name}: 'dead' of the role '${this.tables.processes[process]!.role}' answers ${isDead} and then ` +
                `${!isDead} of the same message and receiver; expected a function of these alone, which neither counts nor remembers`,
            );
    for (const process of this.#isDead.keys()) this.#verifySteps(process);
  }

  /** The search meets a message no more that it took out in one state: so it is asked for in all that the receiver's steps lead to. */
  #verifySteps(process: number): void {
    const states = this.#isDead[process]!;
    const onward: Entry[][] = [];
    for (const step of this.tables.processes[process]!.steps.list())
      if (step[2] >= 0) {
        onward[step[0]] ??= [];
        onward[step[0]]!.push(step);
      }
    const dead = states.flatMap((answers, state) =>
      [...answers].filter(([, isDead]) => isDead).map(([message]) => ({ state, message })),
    );
    for (const { state, message } of dead)
      for (const [, event, next] of onward[state] ?? []) {
        states[next] ??= new Map();
        if (states[next].get(message)) continue;
        if (!this.#ask(process, next, message)) throw this.#revived(process, event, message);
        this.#mustRefuse(process, next, message);
        states[next].set(message, true);
        dead.push({ state: next, message });
      }
  }

  alive(parts: Parts): Parts {
    const alive = parts.messages.filter((message) => !this.#isDeadIn(parts, message));
    if (alive.length === parts.messages.length) return parts;
    return { states: parts.states.slice(), messages: alive };
  }

  #isDeadIn({ states }: Parts, message: number): boolean {
    const { receivers } = this.tables.envelopes[message]!;
    // One for nobody is there to be looked at.
    if (receivers.length === 0) return false;
    return receivers.every((process) => {
      const state = states[process]!;
      this.#isDead[process]![state] ??= new Map();
      const answers = this.#isDead[process]![state]!;
      const known = answers.get(message);
      if (known !== undefined) return known;
      const isDead = this.#ask(process, state, message);
      answers.set(message, isDead);
      if (isDead) this.#mustRefuse(process, state, message);
      return isDead;
    });
  }

  #ask(process: number, state: number, message: number): boolean {
    const { id, role, process: behaviour, states } = this.tables.processes[process]!;
    const isDead = this.system.dead[role];
    if (isDead === undefined) return false;
    const { value, context } = behaviour.show(states[state]);
    const { event } = this.tables.envelopes[message]!;
    const whose = `system ${this.system.name}: 'dead' of the role '${role}'`;
    return answered(whose, () => isDead(event, { id, value, context })) as boolean;
  }

  #mustRefuse(process: number, state: number, message: number): void {
    const [, , next] = this.tables.entryOf(process, state, message);
    if (next >= 0) throw this.#error(process, message, 'accepts it: expected that it refuses what is dead');
  }

  #revived(process: number, event: number, message: number): ModelError {
    const { inputs } = this.tables.processes[process]!;
    const taken = event < 0 ? inputs[~event]! : this.tables.envelopes[event]!.event;
    return this.#error(
      process,
      message,
      `can take it after the event ${canonicalKey(taken)}: expected that it stays dead`,
    );
  }

  #error(process: number, message: number, what: string): ModelError {
    return new ModelError(
      `system ${this.system.name}: of the message ${canonicalKey(this.tables.envelopes[message]!.event)} its 'dead' says that ` +
        `it can have no effect, but ${this.tables.processes[process]!.id} ${what}; mend 'dead', or leave it out`,
    );
  }
}
