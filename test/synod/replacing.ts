/** A cluster whose members are replaced one by one, the leader first, while commands are executed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Node, Room } from './room.js';

export interface Replaced {
  /** The words that were acknowledged, in the order of their answers. */
  readonly acknowledged: readonly string[];
  /** What else came of a word. */
  readonly failures: readonly string[];
  /** The longest time without an answer, in milliseconds. */
  readonly longestPauseMs: number;
  readonly tookMs: number;
  /** What each member has at the end. */
  readonly states: readonly (readonly string[])[];
  readonly voters: readonly string[];
}

const CLIENTS = 4;
/** So many words are acknowledged between two replacements, however soon each is done. */
const WORDS_BETWEEN = 40;

/** Replaces n1 to n‹count› by as many others. Commands go to members that stay, or that are not removed yet. */
export async function replaceAll(room: Room, count: number): Promise<Replaced> {
  const before = Array.from({ length: count }, (_, index) => `n${index + 1}`);
  await room.found(...before);
  const load = new Load(room);
  const began = performance.now();
  const running = load.run();
  for (let index = 0; index < count; index++) {
    const added = `n${count + index + 1}`;
    await load.more(WORDS_BETWEEN);
    await room.add(added);
    await room.promote(added);
    const leader = room.leader.id as string;
    const leaving = before.includes(leader) ? leader : before.find((name) => room.nodes.has(name))!;
    load.leaving = leaving;
    await load.idle(leaving);
    await room.remove(leaving);
    await room.governs(leaving);
    await room.close(leaving);
  }
  load.end();
  await running;
  const tookMs = performance.now() - began;
  const { leader } = room;
  await leader.propose('last');
  await room.agree();
  return {
    acknowledged: [...load.acknowledged, 'last'],
    failures: load.failures,
    longestPauseMs: load.longestPauseMs,
    tookMs,
    states: [...room.nodes.values()].map(({ status }) => status.state),
    voters: leader.status.voters,
  };
}

/** Clients that propose one word after the other. */
class Load {
  readonly acknowledged: string[] = [];
  readonly failures: string[] = [];
  longestPauseMs = 0;
  /** Nothing is asked of it. */
  leaving = '';
  #isOver = false;
  #answeredAt = performance.now();
  readonly #underWay = new Map<string, number>();

  constructor(readonly room: Room) {}

  async run(): Promise<void> {
    this.#answeredAt = performance.now();
    await Promise.all(Array.from({ length: CLIENTS }, (_, client) => this.#propose(client)));
  }

  end(): void {
    this.#isOver = true;
  }

  /** When so many more words were acknowledged. */
  async more(count: number): Promise<void> {
    const enough = this.acknowledged.length + count;
    while (this.acknowledged.length < enough) await pause(5);
  }

  /** When nothing is under way through that member. */
  async idle(name: string): Promise<void> {
    while ((this.#underWay.get(name) ?? 0) > 0) await pause(5);
  }

  async #propose(client: number): Promise<void> {
    for (let number = 1; !this.#isOver; number++) {
      const node = this.#target(client + number);
      const name = node.id as string;
      const word = `c${client}.${number}`;
      this.#count(name, 1);
      try {
        await node.propose(word);
        const now = performance.now();
        this.longestPauseMs = Math.max(this.longestPauseMs, now - this.#answeredAt);
        this.#answeredAt = now;
        this.acknowledged.push(word);
      } catch (error) {
        this.failures.push(`${word} through ${name}: ${error}`);
      }
      this.#count(name, -1);
    }
  }

  #target(index: number): Node {
    const nodes = [...this.room.nodes.values()].filter(({ id }) => id !== this.leaving);
    return nodes[index % nodes.length]!;
  }

  #count(name: string, by: number): void {
    this.#underWay.set(name, (this.#underWay.get(name) ?? 0) + by);
  }
}
