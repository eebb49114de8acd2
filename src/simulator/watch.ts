/** Looks on at every step of every replica: what must never be is a failure, and what is rare is counted. */
import { match } from 'ts-pattern';
import { decidedThrough, isDecided } from '../paxos/log.js';
import type { Slot } from '../paxos/slot.js';
import { sameValue } from '../paxos/value.js';
import type { Claim, Failure } from './failure.js';
import { Reference } from './reference.js';
import type { Command } from './register.js';
import { noSights, type Sight } from './sights.js';
import type { Time } from './timeline.js';
import type { Decree, Effect, Input, Message, Options, Replica, Reply } from './words.js';

/** A disk, as far as it is looked at. */
interface Holds {
  holds(slot: Slot, decree: Decree): boolean;
}

export class Watch {
  /** How many inputs replicas have been given. */
  steps = 0;
  failure: Failure | null = null;
  /** Tells one run from another: it changes with every step. */
  digest = 0;
  readonly sights = noSights();
  readonly reference = new Reference((claim, account) => this.fail(claim, account));
  readonly #leaders = new Set<string>();
  readonly #rejected = new Set<string>();

  constructor(
    readonly timeline: Pick<Time, 'now'>,
    readonly disks: readonly Holds[],
  ) {}

  /** The first failure is the one that is told. */
  fail(claim: Claim, account: string): void {
    this.failure ??= { claim, account, step: this.steps, atMs: this.timeline.now };
  }

  saw(sight: Sight): void {
    this.sights[sight]++;
  }

  started(node: string, replica: Replica): void {
    this.#leaders.delete(node);
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
    if (after.log !== before.log && after.log.beyond.length > 0)
      this.saw('a decision was learned beyond a hole');
    this.#bounded(after, limits!);
  }

  /** A client has heard from a node. */
  replied(command: Command | null, reply: Reply): void {
    match(reply)
      .with({ type: 'answered' }, (answered) => {
        if (command === null) return;
        this.reference.acknowledged(command, answered);
        this.#isDurable(answered.slot);
      })
      // The leader to whom a request was forwarded did not answer in time.
      .with({ type: 'unknown', slot: 0 }, () => {})
      .with({ type: 'unknown' }, () => this.saw('a deposed leader told a client that it is not known'))
      .with({ type: 'rejected', reason: 'busy' }, () => this.saw('a node was too busy to take an input'))
      .with({ type: 'rejected', reason: 'unknownSession' }, () =>
        this.saw('a request of a lost session was refused'),
      )
      .otherwise(() => {});
  }

  /** A client was told that its command was not executed, and never will be. */
  rejected(id: string): void {
    this.saw('a command was rejected for good');
    this.#rejected.add(id);
  }

  /** At the end of a run. */
  lookAtRejected(): void {
    for (const id of this.#rejected)
      if (this.reference.answerTo(id) !== undefined)
        this.fail('what is rejected does not happen', `${id} was rejected for good, and has been executed`);
  }

  /** A slot whose outcome is told is held by a quorum of disks, so that no crash can lose it. */
  #isDurable(slot: number): void {
    const decree = this.reference.decreeAt(slot);
    if (slot === 0 || decree === undefined) return;
    const holding = this.disks.filter((disk) => disk.holds(slot as Slot, decree)).length;
    if (2 * holding <= this.disks.length)
      this.fail(
        'what is acknowledged is on the disks of a quorum',
        `slot ${slot} was told to a client, and is on ${holding} of ${this.disks.length} disks`,
      );
  }

  #asked(node: string, effect: Effect): void {
    if (effect.type !== 'apply') return;
    const { slot, decree, outcomes } = effect;
    const isFirst = slot > this.reference.through;
    this.reference.applied(node, slot, decree, outcomes);
    // What follows is the same on every node.
    if (!isFirst) return;
    if (decree.type === 'noOp') this.saw('a hole was filled by a no-op');
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

  #bounded({ log, acceptor, learner, durability }: Replica, limits: NonNullable<Options['limits']>): void {
    const { alpha, decreesMax, decreesHeldMax, persistsMax } = limits as Required<typeof limits>;
    const most = Math.max(log.beyond.length, acceptor.votes.length, learner.open.length);
    const decrees = decreesHeldMax + decreesMax;
    if (most > alpha || log.decrees.length > decrees || durability.pending > persistsMax)
      this.fail(
        'memory is bounded',
        `expected at most α = ${alpha} open slots, ${decrees} decrees and ${persistsMax} persists; got ` +
          `${most}, ${log.decrees.length} and ${durability.pending}`,
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
