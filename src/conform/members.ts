/**
 * Who the members are, slot by slot: the first configuration, and the changes that the traces say were decided. As in chapter 24 a change
 * that is decided in slot s governs from slot s + α on. Production numbers them: of two that were made of the same one, the first counts.
 */
import type { Quorum } from '#spec/14-the-synod/quorum.js';
import { configurationOf, membersOf, quorumsOf } from '#spec/24-adding-and-removing-nodes/configuration.js';
import { type Configuration, type Governing, pruned } from '../paxos/configuration.js';
import type { Decree } from '../paxos/decree.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Slot } from '../paxos/slot.js';
import type { TracedKept } from '../trace/event.js';
import { InvalidTrace, NotAllowed } from './refusal.js';
import { list } from './show.js';
import { brief, lifeOf, plain } from './words.js';

/** A change, and the slot in which it was decided. */
interface Change {
  readonly slot: number;
  readonly configuration: Configuration;
  /** Believed: what came before it may be in no trace. */
  readonly isBelieved: boolean;
}

/** A configuration as the book has it: its voters, each in the life that is the member, and their majorities. */
export interface Voters {
  readonly id: number;
  readonly lives: readonly string[];
  readonly names: readonly NodeId[];
  readonly quorums: readonly Quorum[];
}

export class Members {
  #alpha: number | null = null;
  #first: Configuration | null = null;
  /** By slot. */
  #changes: readonly Change[] = [];
  /** What the changes come to, by slot. */
  #governing: readonly Governing[] = [];
  /** The configurations with which members began that were added later. */
  readonly #added = new Map<number, string>();
  readonly #voters = new WeakMap<Configuration, Voters>();

  /** How many there were. */
  get count(): number {
    return this.#governing.length;
  }

  /** What it has kept before its first event is believed. */
  begin(configuration: Configuration, kept: TracedKept<unknown> | null): void {
    this.#assertOne('α', this.#alpha, kept?.log.alpha ?? this.#alpha);
    this.#alpha ??= kept?.log.alpha ?? null;
    if (configuration.id === 1) {
      this.#assertOne('first configuration', this.#first, configuration);
      this.#first = configuration;
    } else this.#added.set(configuration.id, brief(configuration));
    this.#follow();
    if (kept === null) return;
    const { log, snapshot } = kept;
    const decided = log.base + log.decrees.length;
    for (const [index, decree] of log.decrees.entries()) this.decide(log.base + index + 1, decree);
    for (const { slot, value } of log.beyond) this.decide(slot, value);
    for (const governing of [...log.configurations, ...(snapshot?.configurations ?? [])]) {
      const slot = governing.from - log.alpha;
      if (slot > 0 && slot <= decided) this.#add({ slot, ...governing, isBelieved: true });
    }
  }

  /** That decree is decided. */
  decide(slot: number, decree: Decree<unknown>): void {
    if (decree.type !== 'configuration') return;
    if (this.#alpha === null)
      throw new InvalidTrace(
        `expected the trace of a member with a store, which says what α is; got a change of members in slot ${slot} without that`,
      );
    this.#add({ slot, configuration: decree.configuration, isBelieved: false });
  }

  /** The last slot in which those may act who know every decree through that one. */
  reach(through: number): number {
    return through + (this.#alpha ?? Number.POSITIVE_INFINITY);
  }

  /** Who governs the slot, as far as everything through α slots before it says. */
  at(slot: number): Voters {
    const last = this.#governing.findLast(({ from }) => from <= slot) ?? this.#governing[0];
    if (last === undefined)
      throw new InvalidTrace('expected the trace of a first member; got none that says who those are');
    return this.votersOf(last.configuration);
  }

  /** Those who govern a slot after that one, as far as the decrees through it say. */
  after(through: number): readonly Voters[] {
    return this.#known(through).map(({ configuration }) => this.votersOf(configuration));
  }

  votersOf(configuration: Configuration): Voters {
    const known = this.#voters.get(configuration);
    if (known !== undefined) return known;
    const { id, members } = configuration;
    const voters = members.filter(({ part }) => part === 'voter');
    const words = configurationOf(voters.map((voter) => lifeOf(voter.id, voter.incarnation)).sort());
    const made = {
      id,
      lives: membersOf(words),
      names: voters.map((voter) => voter.id),
      quorums: quorumsOf(words),
    };
    this.#voters.set(configuration, made);
    return made;
  }

  /**
   * A snapshot through that slot says who governs the slots after it.
   *
   * @throws NotAllowed where it leaves one out, or has another one.
   */
  assertTold(told: readonly Governing[], through: number): void {
    const due = pruned(told, through).filter(({ from }) => from <= this.reach(through));
    const expected = this.#known(through);
    if (brief(due) !== brief(expected)) throw this.#untrue(told, expected);
    this.#assertTrue(told);
  }

  /** The log of a node that starts again does the same, unless it lacks what was decided before the node was added. */
  assertKept({ base, decrees, configurations }: TracedKept<unknown>['log']): void {
    const through = base + decrees.length;
    if (configurations[0]!.from <= through + 1) this.assertTold(configurations, through);
    else this.#assertTrue(configurations);
  }

  /** A member that was added knows the configuration that has added it, and tells it, before those that come first. */
  #assertTrue(told: readonly Governing[]): void {
    const isTrue = (one: Governing): boolean =>
      this.#added.get(one.configuration.id) === brief(one.configuration) ||
      this.#governing.some((other) => brief(one) === brief(other));
    if (!told.every(isTrue)) throw this.#untrue(told, this.#governing);
  }

  #untrue(told: readonly Governing[], expected: readonly Governing[]): NotAllowed {
    return new NotAllowed({
      rule: 'what stands for decrees says who governs the slots after them, as was decided',
      expected: list(expected.map((each) => this.#show(each))),
      got: list(told.map((each) => this.#show(each))),
    });
  }

  show(slot: number): string {
    return `${nameOf(this.at(slot))} governs slot ${slot}`;
  }

  #add(change: Change): void {
    const isKnown = this.#changes.some(
      ({ slot, configuration }) => slot === change.slot && configuration.id === change.configuration.id,
    );
    if (isKnown) return;
    this.#changes = [...this.#changes, change].sort((one, other) => one.slot - other.slot);
    this.#follow();
  }

  #follow(): void {
    const governing: Governing[] = [];
    if (this.#first !== null) governing.push({ from: 1 as Slot, configuration: this.#first });
    for (const { slot, configuration, isBelieved } of this.#changes) {
      const last = governing.at(-1)?.configuration.id ?? 0;
      const follows = isBelieved ? configuration.id > last : configuration.id === last + 1;
      if (follows) governing.push({ from: (slot + this.#alpha!) as Slot, configuration });
    }
    this.#governing = governing;
  }

  #known(through: number): readonly Governing[] {
    const isKnown = ({ from }: Governing): boolean => from === 1 || from <= this.reach(through);
    return pruned(this.#governing.filter(isKnown), through);
  }

  #show({ from, configuration }: Governing): string {
    return `${nameOf(this.votersOf(configuration))} from slot ${from}`;
  }

  #assertOne(what: string, before: unknown, given: unknown): void {
    if (before === null || brief(before) === brief(given)) return;
    throw new InvalidTrace(
      `expected the traces of one cluster, which has one ${what}; got ${brief(given)}, where another has ${brief(before)}`,
    );
  }
}

export function nameOf({ id, lives }: Voters): string {
  return `configuration ${id} of ${lives.map(plain).join(', ')}`;
}
