/** Looks out for what is rare where reads rest on a lease: that it counts, is void, goes over to another, and holds others back. */
import { isFree } from '../paxos/lease.js';
import type { Sight } from './sights.js';
import type { Input, Replica, Reply } from './words.js';

export class LeaseSights {
  /** Those that try to lead at present. */
  readonly #preparing = new Set<string>();
  /** The leader that has answered by its lease last. */
  #holder: string | null = null;

  constructor(readonly saw: (sight: Sight) => void) {}

  started(node: string): void {
    this.#preparing.delete(node);
  }

  stepped(node: string, before: Replica, input: Input, after: Replica): void {
    const { leader, lease, now } = after;
    if (leader.phase === 'preparing' || leader.phase === 'recovering') this.#preparing.add(node);
    else this.#preparing.delete(node);
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
