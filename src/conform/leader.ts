/**
 * A node's leader, as the book's: in which ballot it is, and what it may propose there.
 *
 * Which promises a node has counted cannot be seen at its ports: it may have started again, or have been too busy. So all leaders that the
 * promises allow are possible at first, and each proposal leaves those that could have made it.
 *
 * Slots are counted here from the first one of the ballot, so that logs may be long.
 */
import { type Ballot, isSameBallot } from '#spec/14-the-synod/ballot.js';
import { type LeaderContext, nextSlot } from '#spec/16-the-parliament/leader.js';
import type { Message } from '#spec/17-learning-and-snapshots/messages.js';
import type { Told } from './acceptor.js';
import { book, type Local, stepOf } from './book.js';
import type { Voters } from './members.js';
import { NotAllowed } from './refusal.js';
import { ballotName, list, showDecree, showTold } from './show.js';
import { plain } from './words.js';

/** What a slot is known to hold; undefined where that is not known. */
export type Known = (slot: number) => string | undefined;

type Leader = Local<LeaderContext>;
type Promised = Told & { readonly acceptor: string };

interface Begun {
  readonly ballot: Ballot;
  /** Its first slot. */
  readonly first: number;
}

export class LeaderOfNode {
  /** In its ballot: it waits for promises. Null before its first ballot, and after a restart. */
  #preparing: Leader | null = null;
  /** The slots through this one are before its ballot. */
  #before = 0;
  /** Those who govern the first slot of its ballot: it asks them, and proposes in slots that they govern. */
  #voters: Voters | null = null;
  /** The ballots that were begun by the last write: one that was given up at once may still be prepared. */
  #begun: readonly Begun[] = [];
  #promises: readonly Promised[] = [];
  /** All that it can be; null as long as it has proposed nothing. */
  #leading: readonly Leader[] | null = null;

  constructor(
    readonly id: string,
    /** Durable. */
    public round: number,
  ) {}

  get ballot(): Ballot | null {
    return this.#preparing?.context.ballot ?? null;
  }

  /** The first slot of its ballot. */
  get first(): number {
    return this.#before + 1;
  }

  beginWrite(): void {
    this.#begun = this.#begun.slice(-1);
  }

  /** Those for whom its ballot is. */
  get voters(): Voters | null {
    return this.#voters;
  }

  /**
   * It has begun a ballot, knows what is decided through that slot, and who governs the next one. A round may be left out: each is a time-out of
   * the book.
   */
  begin(round: number, decided: number, voters: Voters): void {
    if (round <= this.round)
      throw new NotAllowed({
        rule: 'a leader uses a round once',
        expected: `a round above ${this.round}`,
        got: `round ${round}`,
        nearest: [`round ${this.round + 1}`],
      });
    const { id } = this;
    if (!voters.lives.includes(id))
      throw new NotAllowed({
        rule: 'who has no vote in its first open slot begins no ballot: an observer, or a member that was removed',
        expected: `one of ${voters.lives.map(plain).join(', ')}, who govern slot ${decided + 1}`,
        got: `round ${round} of ${plain(id)}`,
      });
    const { quorums } = voters;
    const ballot = round === 1 ? null : { round: round - 1, proposer: id };
    const context: LeaderContext = { ...UNBOUND, id, quorums, ballot };
    this.#preparing = stepOf<LeaderContext, Message>(
      book.leader,
      { value: 'following', context },
      { type: 'timeout' },
    )!;
    this.round = round;
    this.#before = decided;
    this.#begun = [...this.#begun, { ballot: this.ballot!, first: this.first }];
    this.#voters = voters;
    this.#promises = [];
    this.#leading = null;
  }

  /** A promise for another configuration counts for nothing, and neither does one of a node that has no vote there. */
  hearPromise(acceptor: string, ballot: Ballot, configuration: number, told: Told): void {
    if (this.ballot === null || !isSameBallot(ballot, this.ballot)) return;
    if (configuration !== this.#voters?.id || !this.#voters.lives.includes(acceptor)) return;
    const isKnown = this.#promises.some(
      (one) => one.acceptor === acceptor && showTold(one) === showTold(told),
    );
    if (!isKnown) this.#promises = [...this.#promises, { acceptor, ...told }];
  }

  assertPrepared(ballot: Ballot, first: number): void {
    if (this.#begun.some((one) => isSameBallot(ballot, one.ballot) && first === one.first)) return;
    throw new NotAllowed({
      rule: 'a leader prepares its own ballot, from its first open slot on, when its round is durable',
      expected: this.ballot === null ? 'no prepare' : this.#prepare,
      got: `prepare ${ballotName(ballot)} from slot ${first}`,
      nearest: this.ballot === null ? [] : [this.#prepare],
    });
  }

  /** It has proposed that value. Slots that are known to be decided are left out by production, and proposed in by the book. */
  propose(ballot: Ballot, slot: number, value: string, known: Known): void {
    const decree = showDecree({ slot, value });
    if (!isSameBallot(ballot, this.ballot))
      throw new NotAllowed({
        rule: 'a leader proposes in its own ballot',
        expected:
          this.ballot === null ? 'no proposal: it has no ballot' : `ballot ${ballotName(this.ballot)}`,
        got: `accept ${ballotName(ballot)} ${decree}`,
      });
    const before = this.#leading ?? this.#leaders();
    if (before.length === 0)
      throw new NotAllowed({
        rule: 'a leader proposes when a quorum has promised',
        expected: `promises of ${this.#preparing!.context.quorums.map((quorum) => quorum.map(plain).join(' and ')).join(', or ')}`,
        got: `accept ${ballotName(ballot)} ${decree}, with promises of ${list(this.#promises.map(({ acceptor }) => plain(acceptor)))}`,
        nearest: [this.#prepare],
      });
    const after = before.flatMap((leader) => this.#proposed(leader, slot, value, known));
    if (after.length === 0) {
      const nearest = before.flatMap((leader) => this.#near(leader, slot));
      throw new NotAllowed({
        rule: 'a leader proposes what its quorum binds it to, one value in a slot, and leaves no hole',
        expected: nearest[0]!,
        got: `accept ${ballotName(ballot)} ${decree}`,
        nearest,
      });
    }
    this.#leading = after;
  }

  /** What is decided through that slot it will not propose again. The last proposal stays: the next slot is the one after it. */
  forget(decided: number): void {
    this.#leading =
      this.#leading?.map(({ value, context }) => {
        const isOpen = (
          { slot }: { readonly slot: number },
          index: number,
          all: readonly unknown[],
        ): boolean => this.#before + slot > decided || index === all.length - 1;
        return { value, context: { ...context, proposals: context.proposals.filter(isOpen) } };
      }) ?? null;
  }

  show(): string {
    if (this.ballot === null) return `following, last round ${this.round}`;
    const ballot = ballotName(this.ballot);
    if (this.#leading === null)
      return `preparing ${ballot} from slot ${this.first}, promises ${list(this.#promises.map((one) => `${plain(one.acceptor)} (${showTold(one)})`))}`;
    const proposals = this.#leading.map((leader) => list(this.#proposalsOf(leader).map(showDecree)));
    return `leading ${ballot} from slot ${this.first}, proposals ${proposals.join(' or ')}`;
  }

  get #prepare(): string {
    return `prepare ${ballotName(this.ballot!)} from slot ${this.first}`;
  }

  /** The leaders that the promises of some quorum make. */
  #leaders(): readonly Leader[] {
    const leaders = this.#voters!.quorums.flatMap((quorum) =>
      quorum.reduce<readonly Leader[]>(
        (before, acceptor) => before.flatMap((leader) => this.#counting(leader, acceptor)),
        [this.#preparing!],
      ),
    );
    return leaders.filter(({ value }) => value === 'leading');
  }

  /** The leader with a promise of that acceptor; several where it has told several. */
  #counting(leader: Leader, acceptor: string): readonly Leader[] {
    return this.#promises
      .filter((one) => one.acceptor === acceptor)
      .map(({ decided, votes }) => {
        const slot = decided - this.#before;
        const event = {
          type: 'promise',
          from: acceptor,
          ballot: this.ballot!,
          snapshot: slot > 0 ? { slot, state: [] } : null,
          votes: votes.map((vote) => ({ ...vote, slot: vote.slot - this.#before })),
        };
        return stepOf<LeaderContext, Message>(book.leader, leader, event)!;
      });
  }

  #proposed(leader: Leader, slot: number, value: string, known: Known): readonly Leader[] {
    const made = this.#proposalsOf(leader).find((proposal) => proposal.slot === slot);
    if (made !== undefined) return made.value === value ? [leader] : [];
    let last = leader;
    for (let next = this.#next(leader); next <= slot; next++) {
      const command = next === slot ? value : known(next);
      if (command === undefined) return [];
      const event = { type: 'command', value: command };
      last = stepOf<LeaderContext, Message>(book.leader, last, event)!;
    }
    return last === leader ? [] : [last];
  }

  /** What it could have proposed in that slot, or next. */
  #near(leader: Leader, slot: number): readonly string[] {
    const made = this.#proposalsOf(leader).filter((proposal) => proposal.slot === slot);
    const ballot = ballotName(this.ballot!);
    return [
      ...made.map((proposal) => `accept ${ballot} ${showDecree(proposal)}`),
      `accept ${ballot} ${this.#next(leader)}=any value`,
    ];
  }

  #next({ context }: Leader): number {
    return this.#before + nextSlot(context);
  }

  #proposalsOf({ context }: Leader) {
    return context.proposals.map((proposal) => ({ ...proposal, slot: this.#before + proposal.slot }));
  }
}

/** The bounds of an instance are no rules. */
const UNBOUND = {
  rounds: Number.POSITIVE_INFINITY,
  slots: Number.POSITIVE_INFINITY,
  commands: [],
  decided: [],
  first: 1,
  promises: [],
  proposals: [],
};
