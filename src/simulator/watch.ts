/** Looks on at every step of every replica: what must never be is a failure, and what is rare is counted. */
import type { MemberChange, Succession } from '../node/member-change.js';
import { heldMax } from '../node/outbox.js';
import { waitingMax } from '../node/waiting.js';
import type { Member } from '../paxos/configuration.js';
import type { Limits } from '../paxos/limits.js';
import { decidedThrough, isDecided } from '../paxos/log.js';
import type { Rejection } from '../paxos/reply.js';
import type { Slot } from '../paxos/slot.js';
import { sameValue } from '../paxos/value.js';
import type { Claim, Failure } from './failure.js';
import { LeaseSights } from './lease-sights.js';
import { MemberSights } from './member-sights.js';
import type { Memberships } from './memberships.js';
import { Reference } from './reference.js';
import { noSights, type Sight } from './sights.js';
import type { Time } from './timeline.js';
import type { Asked, Decree, Effect, Input, Message, Options, Replica, Reply } from './words.js';

/** The disks of members, as far as they are looked at, those that are lost included. */
type Disks = (member: Member) => { holds(slot: Slot, decree: Decree): boolean } | undefined;

/** How much waits in a process. */
export interface Waiting {
  /** Messages to one member, until they are durable. */
  readonly messages: number;
  /** Replies that clients wait for. */
  readonly replies: number;
  /** Requests that were handed on to the leader. */
  readonly forwarded: number;
}

/** The reasons for which a node refuses what is asked of it, as far as they are rare. */
const REJECTIONS: Partial<Record<Rejection, Sight>> = {
  busy: 'a node was too busy to take an input',
  unknownSession: 'a request of a lost session was refused',
  removed: 'a member that was removed learned it',
  quorumAtRisk: 'a change of members was refused, since it would put the quorum at risk',
};

export class Watch {
  /** How many inputs replicas have been given. */
  steps = 0;
  failure: Failure | null = null;
  /** Tells one run from another: it changes with every step. */
  digest = 0;
  readonly sights = noSights();
  readonly reference: Reference;
  readonly #leases: LeaseSights;
  readonly #members = new MemberSights((sight) => this.saw(sight));
  readonly #leaders = new Set<string>();
  readonly #rejected = new Set<string>();
  readonly #notAdded: Pick<Member, 'id' | 'incarnation'>[] = [];

  constructor(
    readonly timeline: Pick<Time, 'now'>,
    readonly memberships: Memberships,
    readonly disks: Disks,
  ) {
    this.#leases = new LeaseSights(timeline, (sight) => this.saw(sight));
    this.reference = new Reference(memberships, (claim, account) => this.fail(claim, account));
  }

  /** The first failure is the one that is told. */
  fail(claim: Claim, account: string, violation?: string): void {
    this.failure ??= {
      claim,
      account,
      ...(violation !== undefined && { violation }),
      step: this.steps,
      atMs: this.timeline.now,
    };
  }

  saw(sight: Sight): void {
    this.sights[sight]++;
  }

  started(node: string, replica: Replica): void {
    this.#leaders.delete(node);
    this.#leases.started(node);
    this.#members.started(node);
    this.reference.reached(node, replica.executed);
  }

  stepped(
    { id, limits }: Options,
    before: Replica,
    input: Input,
    after: Replica,
    effects: readonly Effect[],
  ): void {
    this.steps++;
    this.#mix(id.length + id.charCodeAt(1), this.timeline.now * 1e6, effects.length, after.executed.through);
    for (const effect of effects) this.#asked(id, effect);
    if (after.executed !== before.executed) {
      this.reference.reached(id, after.executed);
      if (hasEvicted(before, after)) this.saw('a session was evicted');
    }
    if (input.type === 'message') this.#received(before, input.message, after);
    this.#led(id, before, after);
    this.#leases.stepped(id, before, input, after);
    this.#members.stepped(id, before, input, after, effects);
    if (after.log.configurations !== before.log.configurations) this.reference.knows(id, after.log);
    if (after.log !== before.log && after.log.beyond.length > 0)
      this.saw('a decision was learned beyond a hole');
    this.#inReach(id, after);
    this.#bounded(after, limits!);
  }

  /** Somebody has heard from a node. */
  replied(asked: Asked, reply: Reply): void {
    switch (reply.type) {
      case 'answered':
        if (asked === null) break;
        this.reference.acknowledged(asked, reply);
        this.#isDurable(reply.slot);
        break;
      case 'opened':
        this.reference.opened(asked, reply.session);
        this.#isDurable(reply.session);
        break;
      case 'decided':
        this.reference.changed(asked, reply.slot);
        this.#isDurable(reply.slot);
        break;
      case 'unknown':
        // Slot 0: the leader to whom a request was forwarded did not answer in time.
        if (reply.slot > 0) this.saw('a deposed leader told a client that it is not known');
        break;
      case 'rejected':
        if (REJECTIONS[reply.reason] !== undefined) this.saw(REJECTIONS[reply.reason]!);
        break;
      case 'failed':
        throw reply.error;
    }
  }

  /** A read was answered by a node, or not. */
  read(node: string, reply: Reply): void {
    this.#leases.read(node, this.#leaders.has(node), reply);
  }

  /** A client was told that its command was not executed, and never will be. */
  rejected(id: string): void {
    this.saw('a command was rejected for good');
    this.#rejected.add(id);
  }

  /** Somebody was told that a change of members was not made, and never will be. */
  rejectedChange(change: MemberChange | Succession): void {
    if (change.type === 'add') this.#notAdded.push(change);
  }

  /** At the end of a run. */
  lookAtRejected(): void {
    for (const { id, incarnation } of this.#notAdded)
      if (this.memberships.firstWith({ id, incarnation }) !== undefined)
        this.fail(
          'what is rejected does not happen',
          `that ${id} is added in incarnation ${incarnation} was rejected for good, and it was added`,
        );
    for (const id of this.#rejected)
      if (this.reference.answerTo(id) !== undefined)
        this.fail('what is rejected does not happen', `${id} was rejected for good, and has been executed`);
  }

  /** A slot whose outcome is told is held by the disks of a quorum of its voters, so that no crash can lose it. */
  #isDurable(slot: number): void {
    const decree = this.reference.decreeAt(slot);
    if (slot === 0 || decree === undefined) return;
    const voters = this.memberships.at(slot).members.filter(({ part }) => part === 'voter');
    const holding = voters.filter((voter) => this.disks(voter)?.holds(slot as Slot, decree)).length;
    if (2 * holding <= voters.length)
      this.fail(
        'what is acknowledged is on the disks of a quorum',
        `slot ${slot} was told to a client, and is on ${holding} of ${voters.length} disks`,
      );
  }

  #asked(node: string, effect: Effect): void {
    if (effect.type !== 'apply') return;
    const { slot, decree, outcomes } = effect;
    const isFirst = slot > this.reference.through;
    this.reference.applied(node, slot, decree, outcomes);
    // What follows is the same on every node.
    if (!isFirst) return;
    const changed = this.memberships.applied(slot, decree);
    if (changed !== null) this.#members.changed(changed.before, changed.after);
    // Others are proposed so that a change of members governs soon.
    if (decree.type === 'noOp' && slot >= this.memberships.last.from)
      this.saw('a hole was filled by a no-op');
    if (decree.type === 'expireSession') this.saw('a session expired');
    for (const { reply } of outcomes)
      if (reply.type === 'answered' && reply.slot < slot)
        this.saw('a retry was answered from the session table');
  }

  #received(before: Replica, message: Message, after: Replica): void {
    const has = before.executed.through < after.executed.through;
    if (message.type === 'decrees' && has) this.saw('decrees were caught up with');
    if (message.type === 'refused' && before.leader.phase !== 'following') this.saw('a leader was refused');
    if (message.type !== 'snapshot' || !has) return;
    this.saw('a snapshot was installed');
    const conflicts = before.acceptor.votes.some(({ slot, value }) => {
      const decree = this.reference.decreeAt(slot);
      return slot <= message.snapshot.through && decree !== undefined && !sameValue(decree, value);
    });
    if (conflicts) this.saw('a snapshot was installed over a conflicting vote');
  }

  #led(node: string, before: Replica, after: Replica): void {
    const [was, is] = [before.leader, after.leader];
    if (was === is) return;
    if (is.phase === 'leading') {
      const last = is.proposals.at(-1)?.slot ?? 0;
      if (last === decidedThrough(after.log) + after.log.alpha && last > 0)
        this.saw('a leader had proposed as far as α allows');
    }
    if (was.phase === is.phase) return;
    if (is.phase === 'recovering') this.saw('a leader had to recover decrees first');
    if (was.phase === 'leading' && after.election.hears === null)
      this.saw('a leader stepped down without a successor');
    if (is.phase !== 'leading') {
      this.#leaders.delete(node);
      return;
    }
    if (is.proposals.some(({ slot, value }) => value.type !== 'noOp' && !isDecided(after.log, slot)))
      this.saw('a value was adopted from a promise');
    this.#leaders.add(node);
    if (this.#leaders.size > 1) this.saw('two nodes led at once');
  }

  /** What a process has beside its replica. */
  waiting({ limits }: Options, { messages, replies, forwarded }: Waiting): void {
    const all = limits as Limits;
    const [held, due] = [heldMax(all), waitingMax(all)];
    if (messages > held || replies > due || forwarded > all.queueMax)
      this.fail(
        'memory is bounded',
        `expected at most ${held} messages to a member that wait for the disk, ${due} replies that are due and ` +
          `${all.queueMax} requests that were handed on; got ${messages}, ${replies} and ${forwarded}`,
      );
  }

  /** Who governs a slot is known to those who know what is decided through α slots before it. */
  #inReach(node: string, { log, acceptor, leader }: Replica): void {
    const reach = decidedThrough(log) + this.memberships.alpha;
    const beyond = ({ slot }: { readonly slot: Slot }): boolean => slot > reach;
    const early =
      acceptor.votes.find(beyond) ?? (leader.phase === 'leading' && leader.proposals.find(beyond));
    if (early)
      this.fail(
        'who acts in a slot can know who governs it',
        `expected votes and proposals through slot ${reach}; ${node} has one in slot ${early.slot}`,
      );
  }

  #bounded({ log, acceptor, learner, durability }: Replica, limits: NonNullable<Options['limits']>): void {
    const { alpha, decreesMax, decreesHeldMax, persistsMax } = limits as Required<typeof limits>;
    const most = Math.max(log.beyond.length, acceptor.votes.length, learner.open.length);
    const decrees = decreesHeldMax + decreesMax;
    // For each of its ballots that was begun since the first persist under way, a promise and a vote in each slot in reach.
    const answersMax = (persistsMax + 1) * (alpha + 1);
    const answers = durability.waiting.length;
    const isLong = log.decrees.length > decrees;
    if (most > alpha || isLong || durability.pending > persistsMax || answers > answersMax)
      this.fail(
        'memory is bounded',
        `expected at most α = ${alpha} open slots, ${decrees} decrees, ${persistsMax} persists and ${answersMax} answers to ` +
          `itself that wait for them; got ${most}, ${log.decrees.length}, ${durability.pending} and ${answers}`,
      );
  }

  #mix(...numbers: readonly number[]): void {
    for (const number of numbers) this.digest = Math.imul(this.digest ^ number, 0x01000193) >>> 0;
  }
}

/** The next decree has opened a session, and another is gone. */
function hasEvicted({ executed: before }: Replica, { executed: after }: Replica): boolean {
  if (after.through !== before.through + 1 || after.sessions.at(-1)?.id !== after.through) return false;
  return after.sessions.length <= before.sessions.length;
}
