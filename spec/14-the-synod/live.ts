/**
 * The Synod live: the chapter's machines as actors, over a network that loses, repeats and reorders messages; anyone may
 * crash. What happens is drawn by lot, and the same seed gives the same run.
 *
 *     npx synod live 14 --seed 7
 */
import type { LocalState } from '#model/index.js';
import { Actors, type Event } from './actors.js';
import type { ClientContext } from './client.js';
import { type Dice, diceOf } from './dice.js';
import type { LearnerContext } from './learner.js';
import type { Message, Value } from './messages.js';
import { show } from './show.js';
import type { Size } from './size.js';
import { threeBallots } from './sizes.js';
import { type Machines, machines } from './synod.js';

/** How likely each thing is whenever something happens. */
export interface Odds {
  /** Somebody crashes and restarts. */
  readonly crash: number;
  /** A proposer's time is up, though messages are under way. */
  readonly timeout: number;
  /** A message that would arrive is lost. */
  readonly lost: number;
  /** A message that arrives will arrive again. */
  readonly again: number;
}

/** One step of one participant, as it was taken. */
export interface LiveStep {
  readonly id: string;
  readonly before: LocalState;
  readonly event: Event;
  readonly after: LocalState;
}

export interface LiveOptions {
  readonly odds: Odds;
  readonly size: Size;
  readonly machines: Machines;
  /** Called for every step except crashes. */
  readonly onStep: (step: LiveStep) => void;
}

const usual: LiveOptions = {
  odds: { crash: 0.01, timeout: 0.05, lost: 0.1, again: 0.1 },
  size: { ...threeBallots, rounds: { p1: 5, p2: 5 } },
  machines,
  onStep: () => {},
};

/** What came of a run. */
export interface Run {
  /** What happened, a line each, in order. */
  readonly lines: readonly string[];
  /** What was asked for. */
  readonly requested: readonly Value[];
  /** What any learner ever learned. */
  readonly learned: readonly Value[];
  /** What the client was told. */
  readonly told: readonly Value[];
}

/**
 * One run. It ends when no message is under way and the client was told of a decision, or nobody has a ballot left to begin.
 *
 * @param seed a whole number.
 */
export function live(seed: number, options: Partial<LiveOptions> = {}): Run {
  const town = new Town({ ...usual, ...options }, diceOf(seed));
  while (town.goesOn) town.step();
  return town.run;
}

/** A message for one receiver. */
interface Letter {
  readonly from: string;
  readonly to: string;
  readonly message: Message;
}

class Town {
  readonly #lines: string[] = [];
  readonly #learned = new Set<Value>();
  #underWay: readonly Letter[] = [];
  readonly #actors: Actors;

  constructor(
    readonly options: LiveOptions,
    readonly dice: Dice,
  ) {
    this.#actors = new Actors(options.size, options.machines, (from, message, to) => {
      this.#underWay = [...this.#underWay, ...to.map((each) => ({ from, to: each, message }))];
    });
  }

  get goesOn(): boolean {
    return this.#underWay.length > 0 || (this.#told.length === 0 && this.#ready.length > 0);
  }

  get run(): Run {
    return {
      lines: this.#lines,
      requested: Object.values(this.options.size.requests),
      learned: [...this.#learned].sort(),
      told: this.#told,
    };
  }

  step(): void {
    const { dice } = this;
    const { odds } = this.options;
    if (dice.chance(odds.crash)) this.#crash(dice.pick(this.#actors.names()));
    else if (this.#ready.length > 0 && (this.#underWay.length === 0 || dice.chance(odds.timeout)))
      this.#timeout(dice.pick(this.#ready));
    else if (this.#underWay.length > 0) this.#carry(dice.pick(this.#underWay));
    for (const id of this.#actors.names('learner'))
      for (const value of (this.#actors.state(id).context as LearnerContext).learned)
        this.#learned.add(value);
  }

  /** The proposers that would begin a ballot if their time were up. */
  get #ready(): readonly string[] {
    return this.#actors.names('proposer').filter((id) => this.#actors.accepts(id, { type: 'timeout' }));
  }

  get #told(): readonly Value[] {
    return this.#actors
      .names('client')
      .flatMap((id) => (this.#actors.state(id).context as ClientContext).told);
  }

  #crash(id: string): void {
    this.#lines.push(`${id}  crashes and restarts`);
    this.#actors.restart(id);
  }

  #timeout(id: string): void {
    this.#lines.push(`${id}  timeout`);
    this.#reach(id, { type: 'timeout' });
  }

  #carry(letter: Letter): void {
    const { from, to, message } = letter;
    const line = `${from} → ${to}  ${messageText(message)}`;
    const isLost = this.dice.chance(this.options.odds.lost);
    const comesAgain = !isLost && this.dice.chance(this.options.odds.again);
    this.#lines.push(isLost ? `${line}  (lost)` : line);
    if (!comesAgain) this.#underWay = this.#underWay.filter((other) => other !== letter);
    if (!isLost) this.#reach(to, { ...message, from });
  }

  #reach(id: string, event: Event): void {
    if (!this.#actors.accepts(id, event)) return;
    const before = this.#actors.state(id);
    this.#actors.reach(id, event);
    this.options.onStep({ id, before, event, after: this.#actors.state(id) });
  }
}

function messageText({ type, ...fields }: Message): string {
  const written = Object.entries(fields).map(([key, value]) => `${key}=${show(value) ?? String(value)}`);
  return [type, ...written].join(' ');
}

/** The lines of one run, and what came of it. */
export function liveInLines(seed: number): readonly string[] {
  const { lines, learned, told } = live(seed);
  const all = (values: readonly Value[]): string => (values.length === 0 ? 'nothing' : values.join(' and '));
  return [...lines, `seed ${seed}: ${all(learned)} learned, ${all(told)} told`];
}
