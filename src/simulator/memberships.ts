/** Who the members are, slot by slot, as the decrees say that the cluster has decided: kept once beside it, by rules of its own. */
import type { Configuration, Governing, Member } from '../paxos/configuration.js';
import type { Slot } from '../paxos/slot.js';
import type { Decree } from './words.js';

export class Memberships {
  /** All that there have been, in order. */
  readonly #all: Governing[];

  constructor(
    first: Configuration,
    readonly alpha: number,
  ) {
    this.#all = [{ from: 1 as Slot, configuration: first }];
  }

  /** The last that is decided. */
  get last(): Governing {
    return this.#all.at(-1)!;
  }

  /** A slot was executed for the first time. Returns what its decree has changed: the members before and after; null for nothing. */
  applied(
    slot: number,
    decree: Decree,
  ): { readonly before: Configuration; readonly after: Configuration } | null {
    if (decree.type !== 'configuration') return null;
    const { configuration: before } = this.last;
    const { configuration: after } = decree;
    // Of two that were made of the same one, the first counts.
    if (after.id !== before.id + 1) return null;
    this.#all.push({ from: (slot + this.alpha) as Slot, configuration: after });
    return { before, after };
  }

  /** The one that governs the slot. */
  at(slot: number): Configuration {
    return this.#all.findLast(({ from }) => from <= slot)!.configuration;
  }

  /** Those of the slots after that one, as far as the decrees through it tell. */
  after(through: number): readonly Governing[] {
    const known = this.#all.filter(({ from }, index) => index === 0 || from - this.alpha <= through);
    return known.slice(known.findLastIndex(({ from }) => from <= through + 1));
  }

  /** The first in which that node is a member in that incarnation; undefined where there is none. */
  firstWith({ id, incarnation }: Pick<Member, 'id' | 'incarnation'>): Governing | undefined {
    return this.#all.find(({ configuration: { members } }) =>
      members.some((member) => member.id === id && member.incarnation === incarnation),
    );
  }

  /** The last configuration that the change in that slot could have come to; or the first, where it was so from the beginning. */
  decidedIn(slot: number): Configuration {
    const made = this.#all.find(({ from }) => from === slot + this.alpha);
    return (made ?? this.#all[0]!).configuration;
  }
}
