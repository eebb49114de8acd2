/** A step of the naive explorer under construction: what happens, one thing after another. */
import type { Naive } from './naive.js';
import {
  CLOCK,
  type Event,
  firstMessages,
  fold,
  type Member,
  type Message,
  type Plan,
  react,
} from './plan.js';
import { byChannel, hears, isSameKind, type Mail, sorted, textOf, textOfMail, type World } from './world.js';

/** A step out of a state, and the state it leads to. */
export interface Move {
  /** A participant, `network` or `clock`. */
  readonly who: string;
  readonly event: object;
  readonly isFault: boolean;
  readonly next: World;
  /** The next state as text. */
  readonly text: string;
}

/** Thrown where instant messages answer each other without end. */
export class GoesRound extends Error {}

/** Receptions within one step after which that is so. */
const RECEPTIONS_MAX = 1000;

export class Draft {
  readonly #naive: Naive;
  readonly #world: { -readonly [Key in keyof World]: World[Key] };
  /** Whether mail was taken or posted. */
  #hasMoved = false;
  #receptions = 0;

  constructor(naive: Naive, world: World) {
    this.#naive = naive;
    this.#world = { ...world };
  }

  world(): World {
    if (this.#hasMoved) {
      const sort = this.#naive.plan.network === 'ordered' ? byChannel : sorted;
      this.#world.mail = sort(this.#world.mail);
    }
    return { ...this.#world };
  }

  move(who: string, event: object, isFault: boolean): Move {
    const next = this.world();
    return { who, event, isFault, next, text: textOf(next) };
  }

  take(mail: Mail): void {
    this.#hasMoved = true;
    this.#world.mail = this.#world.mail.toSpliced(this.#world.mail.indexOf(mail), 1);
  }

  accept(member: Member, event: Event): boolean {
    const { plan, members, tried } = this.#naive;
    const index = members.indexOf(member);
    if (this.#world.stopped[index]) return false;
    const at = this.#world.at[index]!;
    const outcome = react(plan, member, at, event);
    const { type, data, from } = event;
    tried.add(JSON.stringify([member.id, at, type, data, from, outcome?.at, outcome?.sent]));
    if (outcome === undefined) return false;
    this.#world.at = this.#world.at.with(index, outcome.at);
    this.send(member, outcome.sent);
    return true;
  }

  /** What a step sends goes out first; then follows what is received at once: by history, then by participants. */
  send(sender: Member, sent: readonly Message[]): void {
    const { plan } = this.#naive;
    for (const { type, data, to } of sent) {
      const all = this.#naive.receivers(to, sender.id);
      const later = all.filter((member) => !isInstant(plan, type, member)).map(({ id }) => id);
      const mail = { type, data, from: sender.id };
      if (plan.network !== 'lossy') for (const to of later) this.#post({ ...mail, to });
      else if (later.length > 0 || all.length === 0) this.#post({ ...mail, to: later });
    }
    for (const { type, data, to } of sent) {
      this.#observe(type, data, sender);
      for (const receiver of this.#naive.receivers(to, sender.id)) {
        if (!isInstant(plan, type, receiver) || !hears(this.#world, receiver.id, sender.id)) continue;
        this.#count();
        this.accept(receiver, { type, data, from: sender.id });
      }
    }
  }

  restart(member: Member): void {
    const { plan, members } = this.#naive;
    const { left } = this.#world;
    this.#world.left = { ...left, restarts: lessOne(left.restarts, member.roleIndex) };
    if (!member.plan.durable) this.#world.at = this.#world.at.with(members.indexOf(member), 0);
    this.#observe('fault.restart', 0, member);
    this.send(member, firstMessages(plan, member));
  }

  stop(member: Member): void {
    const { left } = this.#world;
    this.#world.left = { ...left, stops: lessOne(left.stops, member.roleIndex) };
    this.#world.stopped = this.#world.stopped.with(this.#naive.members.indexOf(member), true);
    this.#observe('fault.stop', 0, member);
  }

  split(): void {
    this.#world.isSplit = true;
    this.#world.left = { ...this.#world.left, splits: this.#world.left.splits - 1 };
  }

  heal(): void {
    this.#world.isSplit = false;
  }

  /** What was not received is lost, and everybody is told. */
  beginRound(): void {
    this.#world.mail = [];
    this.#world.round++;
    for (const member of this.#naive.members) {
      this.#count();
      this.accept(member, { type: 'round', data: this.#world.round, from: CLOCK });
    }
  }

  #observe(type: string, data: number, sender: Member): void {
    for (const [index, one] of this.#naive.plan.history.entries()) {
      if (!one.on.includes(type)) continue;
      this.#count();
      const value = fold(one, this.#world.history[index]!, data, sender.id);
      this.#world.history = this.#world.history.with(index, value);
    }
  }

  #post(mail: Mail): void {
    const { plan } = this.#naive;
    const { mail: old } = this.#world;
    const isOld = old.some((other) => textOfMail(other) === textOfMail(mail));
    switch (plan.network) {
      case 'lossy':
      case 'lossy-set':
      case 'rounds':
        if (isOld) return;
        this.#world.mail = [...old, mail];
        break;
      case 'latest':
      case 'lossy-latest':
        this.#world.mail = [...old.filter((other) => !isSameKind(other, mail, plan.isLatestByData)), mail];
        break;
      case 'unordered':
      case 'ordered':
        this.#world.mail = [...old, mail];
    }
    this.#hasMoved = true;
  }

  #count(): void {
    if (++this.#receptions > RECEPTIONS_MAX) throw new GoesRound();
  }
}

function lessOne(counts: readonly number[], index: number): number[] {
  return counts.with(index, counts[index]! - 1);
}

function isInstant({ instant, roles }: Plan, type: string, { roleIndex }: Member): boolean {
  return instant.some(
    (one) =>
      (one.type === undefined || one.type === type) &&
      (one.to === undefined || one.to % roles.length === roleIndex),
  );
}
