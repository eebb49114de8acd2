/** A network in virtual time: it loses, repeats, delays and reorders what it carries, and links can be cut or slow. */
import { typeSaid } from '../node/member-message.js';
import type { Transport } from '../node/ports.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Chance } from './chance.js';
import type { Circumstances } from './circumstances.js';
import { copied } from './copied.js';
import type { Time } from './timeline.js';
import type { Letter, LetterPeer } from './words.js';

/** What a network in its ordinary state takes at most in one direction. */
export const CALM_DELAY_MS = 5;

/** So much longer does a message take on a slow link. */
const SLOW_BY_MS = 80;

/** The way from one place to another. */
interface Link {
  readonly from: string;
  readonly name: string;
  /** How many faults cut it at present, and how many slow it down. */
  cuts: number;
  slow: number;
}

/** So likely is it that a message is lost where most are. */
const LOSS_OF_MOST = 0.7;

export class Network {
  /** Since the faults have ended: nothing is lost or late any more. */
  isCalm = false;
  readonly #peers = new Map<string, LetterPeer>();
  /** Which nodes have found nothing to object to in each other. */
  readonly #met = new WeakMap<LetterPeer, WeakSet<LetterPeer>>();
  readonly #links = new Map<string, Map<string, Link>>();
  /** What prevents that what is under way on each link arrives. */
  readonly #underWay = new Map<Link, Set<() => void>>();
  /** How many faults have most of what each sends lost. */
  readonly #lossy = new Map<string, number>();

  constructor(
    readonly timeline: Time,
    readonly circumstances: Circumstances,
    readonly chance: Chance,
    readonly crashChance: Chance,
  ) {}

  /** A transport for one node, from its start until it closes it. */
  join(): Transport<Letter> {
    let own: LetterPeer | undefined;
    return {
      open: (peer) => {
        own = peer;
        this.#peers.set(peer.hello.id, peer);
      },
      send: (to, message) => {
        const sender = own;
        if (sender === undefined) return;
        const what = typeSaid(message);
        const arrive = (): void => this.#deliver(sender, to, message);
        if (message.type === 'forward') this.carryOnce(sender.hello.id, to, arrive, what);
        else this.#carry(sender.hello.id, to, arrive, what);
      },
      // Whoever was a member may be none any more, and the other way round.
      meet: () => {
        if (own !== undefined) this.#met.delete(own);
      },
      close: () => {
        if (own !== undefined) this.#met.delete(own);
        if (own !== undefined && this.#peers.get(own.hello.id) === own) this.#peers.delete(own.hello.id);
      },
    };
  }

  /** Carries something from one place to another: not at all, or once. */
  carryOnce(from: string, to: string, arrive: () => void, what: string): void {
    const link = this.#link(from, to);
    const name = `${link.name} ${what}`;
    if (this.isCalm) this.timeline.after(this.chance.between(0, CALM_DELAY_MS), arrive, name);
    else if (link.cuts > 0 || this.chance.happens(this.#loss(from))) this.timeline.skip(name);
    else this.#putUnderWay(link, arrive, name);
  }

  /** A node has crashed: on some links what it sent is lost. */
  crash(from: string): void {
    for (const [link, underWay] of this.#underWay) {
      if (link.from !== from || !this.crashChance.happens(this.circumstances.crashLoss)) continue;
      for (const prevent of underWay) prevent();
      underWay.clear();
    }
  }

  /** A link is cut, until what is returned is called. */
  cut(from: string, to: string): () => void {
    const link = this.#link(from, to);
    link.cuts++;
    return () => void link.cuts--;
  }

  /** Most of what it sends is lost, until what is returned is called. */
  loseMost(from: string): () => void {
    const lossy = this.#lossy;
    lossy.set(from, (lossy.get(from) ?? 0) + 1);
    return () => void lossy.set(from, lossy.get(from)! - 1);
  }

  /** A link is slow, until what is returned is called. */
  slowDown(from: string, to: string): () => void {
    const link = this.#link(from, to);
    link.slow++;
    return () => void link.slow--;
  }

  /** The same, and sometimes repeats it. */
  #carry(from: string, to: string, arrive: () => void, what: string): void {
    this.carryOnce(from, to, arrive, what);
    const again = `${what}, again`;
    if (this.chance.happens(this.isCalm ? 0 : this.circumstances.duplication))
      this.carryOnce(from, to, arrive, again);
    else this.timeline.skip(`${from} ${to} ${again}`);
  }

  #link(from: string, to: string): Link {
    const links = this.#links.get(from) ?? new Map<string, Link>();
    const link = links.get(to) ?? { from, name: `${from} ${to}`, cuts: 0, slow: 0 };
    this.#links.set(from, links.set(to, link));
    return link;
  }

  #putUnderWay(link: Link, arrive: () => void, name: string): void {
    const underWay = this.#underWay.get(link) ?? new Set();
    this.#underWay.set(link, underWay);
    const arriveOnce = (): void => {
      underWay.delete(prevent);
      arrive();
    };
    const prevent = this.timeline.after(this.#delay(link), arriveOnce, name);
    underWay.add(prevent);
  }

  #loss(from: string): number {
    return (this.#lossy.get(from) ?? 0) > 0 ? LOSS_OF_MOST : this.circumstances.loss;
  }

  #delay({ slow }: Link): number {
    const { delayMs, late, lateMs } = this.circumstances;
    const usual = this.chance.between(0, delayMs);
    const extra = this.chance.happens(late) ? this.chance.exponential(lateMs) : 0;
    return usual + extra + (slow > 0 ? SLOW_BY_MS : 0);
  }

  #deliver(sender: LetterPeer, to: NodeId, letter: Letter): void {
    const peer = this.#peers.get(to);
    if (peer === undefined || !this.#takesFrom(sender, peer)) return;
    if (this.#takesFrom(peer, sender)) peer.receive(sender.hello.id, copied(letter));
    else this.#tellRefused(peer, sender);
  }

  #takesFrom(peer: LetterPeer, other: LetterPeer): boolean {
    const met = this.#met.get(peer) ?? new WeakSet();
    if (met.has(other)) return true;
    if (peer.objection(other.hello) !== null) return false;
    this.#met.set(peer, met.add(other));
    return true;
  }

  /** One that is not known to be a member is told in which configuration it is none. */
  #tellRefused(peer: LetterPeer, other: LetterPeer): void {
    const configuration = peer.objection(other.hello)?.configuration;
    if (configuration === undefined) return;
    const tell = (): void => void other.refused?.(configuration);
    this.carryOnce(peer.hello.id, other.hello.id, tell, 'refusal');
  }
}
