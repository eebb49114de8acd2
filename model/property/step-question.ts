/**
 * Whether steps are as a property claims.
 *
 * A step is looked at as a pair of numbers: of what counts of the state before, and of what counts of the state after. The property's code
 * is called once for each pair. Most steps change nothing that counts.
 */

import type { Tables } from '../local/tables.js';
import { Memo, type MemoImage } from '../state/memo.js';
import type { Allocate } from '../state/rows.js';
import { footprintMask, type View } from '../state/view.js';
import { agreed, type Code, Question } from './question.js';

/** A number for what counts of a state. */
export interface Numbering {
  readonly number: (row: Int32Array, at: number) => number;
  /** Whether two states are the same in all that counts. */
  readonly same: (a: Int32Array, atA: number, b: Int32Array, atB: number) => boolean;
}

/** What is kept of pairs: 1 where the step is as claimed, 0 where it is not. */
export interface PairMemo {
  readonly get: (pair: Int32Array, at: number) => number;
  readonly set: (pair: Int32Array, at: number, answer: number) => void;
}

/** Looks answers up. Steps out of one state are looked up one after another. */
export class StepAnswers {
  /** The numbers of the states looked at last, before and after. */
  readonly pair = new Int32Array(2);
  /** The state before, and what is known of steps out of it after which all that counts is as it was. */
  #parent = -1;
  #stays = -1;

  constructor(
    readonly before: Numbering,
    readonly after: Numbering,
    readonly pairs: PairMemo,
  ) {}

  /** Must be called where numbers may have changed. */
  forget(): void {
    this.#parent = -1;
  }

  /** The answer kept for a step between two packed states, or −1. The state before has the number of the parent. */
  get(parent: number, from: Int32Array, fromAt: number, to: Int32Array, toAt: number): number {
    const { pair, after } = this;
    if (parent !== this.#parent) {
      this.#parent = parent;
      this.#stays = -1;
      pair[0] = this.before.number(from, fromAt);
    }
    if (!after.same(from, fromAt, to, toAt)) {
      pair[1] = after.number(to, toAt);
      return this.pairs.get(pair, 0);
    }
    if (this.#stays < 0) {
      pair[1] = after.number(to, toAt);
      this.#stays = this.pairs.get(pair, 0);
    }
    return this.#stays;
  }

  /** Keeps the answer for the pair looked at last. */
  keep(answer: number): void {
    this.pairs.set(this.pair, 0, answer);
  }
}

/** A memo of pairs of numbers. */
export function pairMemo(allocate: Allocate): Memo {
  const memo = new Memo(allocate);
  memo.setMask(Int32Array.of(-1, -1), false);
  return memo;
}

/** What is known of a step question, for other threads. */
export interface StepImage {
  readonly before: MemoImage;
  readonly after: MemoImage;
  readonly pairs: MemoImage;
}

/** A question about steps. */
export interface StepQuestion {
  /** Whether the step between two packed states is as claimed. */
  readonly ask: (parent: number, from: Int32Array, fromAt: number, to: Int32Array, toAt: number) => boolean;
  readonly image: () => StepImage;
}

/** A predicate over the states before and after a step. */
export class StepPredicate extends Question implements StepQuestion {
  readonly #before: Memo;
  readonly #after: Memo;
  readonly #pairs: Memo;
  readonly #answers: StepAnswers;

  constructor(
    name: string,
    predicate: Code,
    tables: Tables,
    override readonly views: readonly [before: View, after: View],
    allocate: Allocate,
  ) {
    super(name, predicate, tables, views);
    this.#before = new Memo(allocate);
    this.#after = new Memo(allocate);
    this.#pairs = pairMemo(allocate);
    this.#answers = new StepAnswers(this.#before, this.#after, this.#pairs);
  }

  ask(parent: number, from: Int32Array, fromAt: number, to: Int32Array, toAt: number): boolean {
    const known = this.#answers.get(parent, from, fromAt, to, toAt);
    if (known >= 0) return known === 1;
    this.views[0].load(this.layout, from, fromAt);
    this.views[1].load(this.layout, to, toAt);
    const answer = agreed(this.name, this.evaluate());
    // What the code reads may have become more: then the numbers are others.
    this.#answers.get(parent, from, fromAt, to, toAt);
    this.#answers.keep(answer ? 1 : 0);
    return answer;
  }

  image(): StepImage {
    return { before: this.#before.image(), after: this.#after.image(), pairs: this.#pairs.image() };
  }

  get bytes(): number {
    return this.#before.bytes + this.#after.bytes + this.#pairs.bytes;
  }

  protected setMasks(keep: boolean): void {
    const [before, after] = this.footprints.map((each) => footprintMask(each, this.layout, this.tables));
    const isKept = this.#before.setMask(before!, keep);
    // One memo's numbers are the other's partners.
    if (this.#after.setMask(after!, keep) && isKept) return;
    this.#before.clear();
    this.#after.clear();
    this.#pairs.clear();
    this.#answers.forget();
  }
}
