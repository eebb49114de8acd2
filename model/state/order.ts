/**
 * An order of states, and one of steps, by what they are: never by the numbers under which a search met their parts, so that what is first
 * in it is so for every search of the system.
 */
import type { Label } from '../data/label.js';
import { canonicalKey } from '../data/values.js';
import type { Tables } from '../local/tables.js';
import { keyOf } from '../participant/process.js';
import { NETWORKS } from '../system/network.js';
import type { Layout } from './layout.js';
import type { View } from './view.js';

export class CanonicalOrder {
  /** By participant and local state: its canonical text. */
  readonly #keys: readonly string[][];
  /** The numbers of the participants. */
  readonly #actors: readonly number[];
  /** By message: its canonical text. */
  readonly #texts: string[] = [];

  constructor(
    readonly tables: Tables,
    readonly view: View,
  ) {
    this.#keys = tables.processes.map(() => []);
    this.#actors = tables.processes.filter(({ acts }) => acts).map(({ number }) => number);
  }

  /**
   * Which of two packed states comes first: negative where the one does, positive where the other does, 0 where they are the same. It is
   * the one in which fewer participants have left their first state, and with as many the one in which the first have. Then local states
   * decide, in the order of the participants, and then the messages under way.
   */
  compareStates(layout: Layout, one: Int32Array, other: Int32Array): number {
    const [moved, movedOther] = [this.#moved(layout, one), this.#moved(layout, other)];
    const byMoved = moved.length - movedOther.length || compareNumbers(moved, movedOther);
    if (byMoved !== 0) return byMoved;
    for (const { number } of this.tables.processes) {
      const [a, b] = [layout.field(one, 0, number), layout.field(other, 0, number)];
      if (a !== b) return compare(this.#key(number, a), this.#key(number, b));
    }
    return compare(this.#underWay(layout, one), this.#underWay(layout, other));
  }

  /** The same for steps: participants in the order of the system; inputs as they are listed, then messages by what they say. */
  compareSteps(one: Label, other: Label): number {
    if (one.process !== other.process) return one.process - other.process;
    if (one.event < 0 && other.event < 0) return other.event - one.event;
    if (one.event < 0 || other.event < 0) return one.event - other.event;
    return compare(this.#text(one.event), this.#text(other.event));
  }

  /** The participants that are not in their first state, which has the number 0. */
  #moved(layout: Layout, row: Int32Array): readonly number[] {
    return this.#actors.filter((number) => layout.field(row, 0, number) !== 0);
  }

  #key(process: number, state: number): string {
    const table = this.tables.processes[process]!;
    this.#keys[process]![state] ??= keyOf(table.process, table.states[state]);
    return this.#keys[process]![state];
  }

  #text(message: number): string {
    const { event, to } = this.tables.envelopes[message]!;
    this.#texts[message] ??= canonicalKey([event, to]);
    return this.#texts[message];
  }

  /** A text of the messages under way: sorted, unless their order matters; then sorted by channel. */
  #underWay(layout: Layout, row: Int32Array): string {
    const { envelopes, system } = this.tables;
    const isQueued = NETWORKS[system.network].stores === 'queues';
    const nameOf = (message: number): string => {
      const { sender, receivers } = envelopes[message]!;
      return isQueued ? canonicalKey([sender, receivers]) : this.#text(message);
    };
    const messages = [...this.view.load(layout, row, 0).parts().messages];
    messages.sort((a, b) => compare(nameOf(a), nameOf(b)));
    return messages.map((message) => this.#text(message)).join();
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** By the first numbers in which two lists of one length differ. */
function compareNumbers(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((number, index) => number !== other[index]);
  return at < 0 ? 0 : one[at]! - other[at]!;
}
