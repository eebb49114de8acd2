/**
 * The plainest explorer there is, written from the checker's manual.
 *
 * It shares no code with the checker, so that the two can only agree where both are right.
 */
import type { Glance } from './formula.js';
import {
  CLOCK,
  type Event,
  firstMessages,
  fold,
  type Member,
  type Message,
  membersOf,
  type Plan,
  react,
  sideOf,
} from './plan.js';

/** A state of the whole system. */
export interface World {
  /** Each participant's local state, and whether it has stopped. */
  readonly at: readonly number[];
  readonly stopped: readonly boolean[];
  readonly history: readonly number[];
  /** What is under way, sorted; over an ordered network by channel, and then in the order in which it was sent. */
  readonly mail: readonly Mail[];
  /** How many restarts and stops are left to each role, and splits to the network. */
  readonly left: {
    readonly restarts: readonly number[];
    readonly stops: readonly number[];
    readonly splits: number;
  };
  readonly isSplit: boolean;
  readonly round: number;
}

/** A message under way. Over a lossy network it keeps the address it was sent to; else each receiver has a copy. */
export interface Mail {
  readonly type: string;
  readonly data: number;
  readonly from: string;
  readonly to: string | readonly string[];
}

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

export class Naive {
  readonly members: readonly Member[];
  /** Every (participant, local state, event) that was tried, with what came of it, as text. */
  readonly tried = new Set<string>();

  constructor(readonly plan: Plan) {
    this.members = membersOf(plan);
  }

  initial(): World {
    const { restarts, stops, partitions } = this.plan.faults;
    const draft = new Draft(this, {
      at: this.members.map(() => 0),
      stopped: this.members.map(() => false),
      history: this.plan.history.map(() => 0),
      mail: [],
      left: { restarts, stops, splits: partitions },
      isSplit: false,
      round: 0,
    });
    for (const member of this.members) draft.send(member, firstMessages(this.plan, member));
    return draft.world();
  }

  /** Every step out of a state, those that change nothing included. */
  moves(world: World): readonly Move[] {
    return [
      ...this.#inputs(world),
      ...this.#deliveries(world),
      ...this.#faults(world),
      ...this.#losses(world),
      ...this.#nextRound(world),
    ];
  }

  glance(world: World): Glance {
    return {
      at: (member) => world.at[member % world.at.length]!,
      data: (type) => world.mail.filter((mail) => mail.type === type).map(({ data }) => data),
      history: (index) => world.history[index] ?? 0,
    };
  }

  receivers(to: string | readonly string[]): readonly Member[] {
    const names = typeof to === 'string' ? [to] : to;
    return this.members.filter(({ id, role }) => [id, role, 'all'].some((name) => names.includes(name)));
  }

  #inputs(world: World): Move[] {
    return this.members.flatMap((member) =>
      Array.from({ length: member.plan.inputs }, (_, data) => data).flatMap((data) =>
        this.#move(world, member, { type: 'poke', data }),
      ),
    );
  }

  #deliveries(world: World): Move[] {
    const { network } = this.plan;
    const met = new Set<string>();
    return world.mail.flatMap((mail) => {
      // Equal copies are one delivery, and what is not the first of its channel has to wait.
      const key = network === 'ordered' ? `${mail.from} ${mail.to}` : textOfMail(mail);
      if (met.has(key)) return [];
      met.add(key);
      const { type, data, from } = mail;
      return this.receivers(mail.to).flatMap((member) =>
        hears(world, member.id, from) ? this.#move(world, member, { type, data, from }, mail) : [],
      );
    });
  }

  #move(world: World, member: Member, event: Event, taken?: Mail): Move[] {
    const draft = new Draft(this, world);
    if (taken !== undefined && this.plan.network !== 'lossy') draft.take(taken);
    return draft.accept(member, event) ? [draft.move(member.id, event, false)] : [];
  }

  #faults(world: World): Move[] {
    const { left, isSplit } = world;
    const fault = (who: string, type: string, happen: (draft: Draft) => void): Move => {
      const draft = new Draft(this, world);
      happen(draft);
      return draft.move(who, { type }, true);
    };
    const moves = this.members.flatMap((member, index) => {
      if (world.stopped[index]) return [];
      const restart = () => fault(member.id, 'fault.restart', (draft) => draft.restart(member));
      const stop = () => fault(member.id, 'fault.stop', (draft) => draft.stop(member));
      return [
        ...(left.restarts[member.roleIndex]! > 0 ? [restart()] : []),
        ...(left.stops[member.roleIndex]! > 0 ? [stop()] : []),
      ];
    });
    if (!isSplit && left.splits > 0) moves.push(fault('network', 'fault.split', (draft) => draft.split()));
    if (isSplit) moves.push(fault('network', 'fault.heal', (draft) => draft.heal()));
    return moves;
  }

  #losses(world: World): Move[] {
    if (this.plan.network !== 'lossy-set') return [];
    return world.mail.map((mail) => {
      const { from, to, ...message } = mail;
      const draft = new Draft(this, world);
      draft.take(mail);
      return draft.move('network', { type: 'fault.lose', from, to, message }, true);
    });
  }

  #nextRound(world: World): Move[] {
    if (this.plan.network !== 'rounds' || world.round === this.plan.rounds) return [];
    const draft = new Draft(this, world);
    draft.beginRound();
    return [draft.move(CLOCK, { type: 'tick' }, false)];
  }
}

/** A step under construction. */
class Draft {
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
      if (plan.instant.includes(type)) continue;
      if (plan.network === 'lossy') this.#post({ type, data, from: sender.id, to });
      else
        for (const { id } of this.#naive.receivers(to)) this.#post({ type, data, from: sender.id, to: id });
    }
    for (const { type, data, to } of sent) {
      this.#observe(type, data, sender);
      if (!plan.instant.includes(type)) continue;
      for (const receiver of this.#naive.receivers(to)) {
        if (!hears(this.#world, receiver.id, sender.id)) continue;
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
    const { mail: old } = this.#world;
    const isOld = old.some((other) => textOfMail(other) === textOfMail(mail));
    switch (this.#naive.plan.network) {
      case 'lossy':
      case 'lossy-set':
      case 'rounds':
        if (isOld) return;
        this.#world.mail = [...old, mail];
        break;
      case 'latest':
        this.#world.mail = [...old.filter((other) => !isSameKind(other, mail)), mail];
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

function hears({ isSplit }: World, receiver: string, sender: string): boolean {
  const [one, other] = [sideOf(receiver), sideOf(sender)];
  return !isSplit || one === undefined || other === undefined || one === other;
}

function isSameKind(one: Mail, other: Mail): boolean {
  return one.type === other.type && one.from === other.from && one.to === other.to;
}

function lessOne(counts: readonly number[], index: number): number[] {
  return counts.with(index, counts[index]! - 1);
}

function sorted(mail: readonly Mail[]): Mail[] {
  return [...mail].sort((a, b) => (textOfMail(a) < textOfMail(b) ? -1 : 1));
}

/** Sorted by sender and receiver; within a channel the order stays. */
function byChannel(mail: readonly Mail[]): Mail[] {
  const channel = ({ from, to }: Mail): string => `${from} ${to}`;
  return [...mail].sort((a, b) => (channel(a) < channel(b) ? -1 : channel(a) > channel(b) ? 1 : 0));
}

/** Two states are one where this is the same. */
export function textOf({ at, stopped, history, mail, left, isSplit, round }: World): string {
  const text = kept(mail, () => mail.map(textOfMail).join());
  return `${JSON.stringify([at, stopped, history, left, isSplit, round])}${text}`;
}

function textOfMail(mail: Mail): string {
  const { type, data, from, to } = mail;
  return kept(mail, () => JSON.stringify([type, data, from, to]));
}

/** Written out once: the same mail is in many states. */
function kept(what: object, write: () => string): string {
  const text = texts.get(what) ?? write();
  texts.set(what, text);
  return text;
}

const texts = new WeakMap<object, string>();
