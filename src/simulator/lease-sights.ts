/** Looks out for what is rare where reads rest on a lease: that it counts, is void, goes over to another, and holds others back. */
import { isFree } from '../paxos/lease.js';
import type { Sight } from './sights.js';
import type { Time } from './timeline.js';
import type { Input, Replica, Reply } from './words.js';

/** A clock that has gained so much does not run at the rate of true time. */
const GAINED_MS = 10;

export class LeaseSights {
  /** Those that try to lead at present. */
  readonly #preparing = new Set<string>();
  /** The leader that has answered by its lease last. */
  #holder: string | null = null;
  /** How far each clock was ahead of true time when its process began; infinitely, once it is told that it has gained. */
  readonly #ahead = new Map<string, number>();

  constructor(
    readonly timeline: Pick<Time, 'now'>,
    readonly saw: (sight: Sight) => void,
  ) {}

  started(node: string): void {
    this.#preparing.delete(node);
    this.#ahead.delete(node);
  }

  stepped(node: string, before: Replica, input: Input, after: Replica): void {
    const { leader, lease, now } = after;
    if (leader.phase === 'preparing' || leader.phase === 'recovering') this.#preparing.add(node);
    else this.#preparing.delete(node);
    this.#drifted(node, input);
    if (input.type === 'stoodStill' && before.leader.phase === 'leading' && before.lease.held.length > 0)
      this.saw('a leader let go of its lease, since its clock had stood still');
    if (input.type !== 'message') return;
    if (
      input.message.type === 'release' &&
      before.leader.phase === 'following' &&
      leader.phase === 'preparing'
    )
      this.saw('a leader let another lead in its place');
    if (input.message.type !== 'prepare') return;
    if (isFree(lease, input.message.ballot, now)) return;
    this.saw('an acceptor promised nothing, since it had granted a lease to another');
    if (lease.granted !== 'forgotten' && lease.granted?.ballot === null)
      this.saw('an acceptor that had started again waited for what it may have granted');
  }

  /** A clock that stands still loses; only one that drifts gains. */
  #drifted(node: string, input: Input): void {
    if (!('now' in input)) return;
    const ahead = input.now - this.timeline.now;
    const first = this.#ahead.get(node) ?? ahead;
    const hasGained = ahead - first > GAINED_MS;
    if (hasGained) this.saw('a clock had gained on the others, while its process ran');
    this.#ahead.set(node, hasGained ? Number.POSITIVE_INFINITY : first);
  }

  /** A node has answered a read, or not. */
  read(node: string, isLeading: boolean, reply: Reply): void {
    if (reply.type !== 'answered') return;
    this.saw('a read was answered without a decree');
    if (!reply.byLease) return;
    if ([...this.#preparing].some((other) => other !== node))
      this.saw('a read was answered by a lease while another node prepared');
    if (!isLeading) {
      this.saw('a follower answered a read by its leader’s lease');
      return;
    }
    this.saw('a leader answered a read by its lease');
    if (this.#holder !== null && this.#holder !== node) this.saw('a lease was handed over');
    this.#holder = node;
  }
}
