/**
 * Whether steps are those of a higher system: each image is asked for once, interned, and each pair of images that differ is looked at once.
 */

import { alike, canonicalKey } from '../data/values.js';
import { now } from '../host/clock.js';
import type { Tables } from '../local/tables.js';
import { answered } from '../participant/sandbox.js';
import type { Symmetry } from '../reduction/symmetry.js';
import type { Layout } from '../state/layout.js';
import type { Memo } from '../state/memo.js';
import type { Allocate } from '../state/rows.js';
import type { Footprint, View } from '../state/view.js';
import type { Property } from '../system/property.js';
import { agreed, type Code, makeSure, StateQuestion } from './question.js';
import { type Numbering, pairMemo, StepAnswers, type StepImage, type StepQuestion } from './step-question.js';

type Refines = Extract<Property<never>, { readonly kind: 'refines' }>;

/** What an interned image takes besides its text, about, in bytes. */
const BYTES_OF_AN_IMAGE = 400;
/** So many steps of the higher system are kept, to be asked for again. */
const KEPT = 500;

/** The images of states, interned. */
class Images extends StateQuestion implements Numbering {
  /** By number: the image, and behind it those of the states with names exchanged, where names do not matter. */
  readonly values: (readonly unknown[])[] = [];
  readonly #byKey = new Map<string, number>();
  #bytes = 0;

  same(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
    return this.memo.same(a, atA, b, atB);
  }

  override get bytes(): number {
    return super.bytes + this.#bytes;
  }

  protected numberOf(images: readonly unknown[]): number {
    const key = canonicalKey(images);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#bytes += BYTES_OF_AN_IMAGE + 3 * key.length;
    this.#byKey.set(key, this.values.length);
    return this.values.push(images) - 1;
  }

  protected override told(image: unknown): string {
    return canonicalKey(image);
  }
}

export class Refinement implements StepQuestion {
  readonly images: Images;
  readonly #pairs: Memo;
  readonly #answers: StepAnswers;
  /** Calls about steps of the higher system, and what they took. */
  #calls = 0;
  #seconds = 0;
  /** Questions about the higher system, and what was answered. */
  readonly #kept: { readonly ask: () => unknown; readonly answer: boolean }[] = [];

  constructor(
    readonly property: Refines,
    tables: Tables,
    view: View,
    allocate: Allocate,
  ) {
    this.images = new Images(property.name, property.image as Code, tables, view, allocate);
    this.#pairs = pairMemo(allocate);
    this.#answers = new StepAnswers(this.images, this.images, this.#pairs);
  }

  set symmetry(symmetry: Symmetry) {
    this.images.symmetry = symmetry;
  }

  /** Whether the higher system may begin with the image of a packed state. */
  mayBegin(row: Int32Array, at: number): boolean {
    const { name, initial } = this.property;
    const images = this.images.values[this.images.number(row, at)]!;
    const begins = (image: unknown): unknown => answered(`property '${name}'`, () => initial(image as never));
    return this.#keep(() => begins(images[0]), images.map(begins));
  }

  ask(parent: number, from: Int32Array, fromAt: number, to: Int32Array, toAt: number): boolean {
    const known = this.#answers.get(parent, from, fromAt, to, toAt);
    if (known >= 0) return known === 1;
    const [before, after] = this.#answers.pair;
    const answer = before === after || this.#isStep(before!, after!);
    this.#answers.keep(answer ? 1 : 0);
    return answer;
  }

  setLayout(layout: Layout): void {
    this.images.setLayout(layout);
    this.#answers.forget();
  }

  /** Asks again for images and steps, as far as they are kept. */
  *askAgain(): Generator<void, void> {
    const { name } = this.property;
    yield* this.images.askAgain();
    for (const { ask, answer } of this.#kept.toReversed()) {
      makeSure(name, String(answer), () => String(ask()));
      yield;
    }
  }

  image(): StepImage {
    const images = this.images.memo.image();
    return { before: images, after: images, pairs: this.#pairs.image() };
  }

  /** Calls for images and about steps, and what they took. */
  get evaluations(): number {
    return this.images.evaluations + this.#calls;
  }

  get seconds(): number {
    return this.images.seconds + this.#seconds;
  }

  /** What the image was seen to depend on. */
  get footprints(): readonly Footprint[] {
    return this.images.footprints;
  }

  get width(): number {
    return this.images.width;
  }

  get bytes(): number {
    return this.images.bytes + this.#pairs.bytes;
  }

  #isStep(before: number, after: number): boolean {
    const { values } = this.images;
    const [from, to] = [values[before]!, values[after]!];
    // With names exchanged, images that are the same may become others: each pair is looked at.
    const isStep = (at: number): unknown => alike(from[at], to[at]) || this.#step(from[at], to[at]);
    const started = now();
    const answers = Array.from(from, (_, at) => isStep(at));
    this.#seconds += (now() - started) / 1000;
    this.#calls += answers.length;
    return this.#keep(() => isStep(0), answers);
  }

  /** The answer that all of them are; kept with its question, to be asked for again. */
  #keep(ask: () => unknown, answers: readonly unknown[]): boolean {
    const answer = agreed(this.property.name, answers);
    if (this.#kept.length < KEPT) this.#kept.push({ ask, answer });
    return answer;
  }

  #step(from: unknown, to: unknown): unknown {
    const { name, step } = this.property;
    return answered(`property '${name}'`, () => step(from as never, to as never));
  }
}
