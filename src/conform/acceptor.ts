/** A node's acceptor, as the book's: what is on its disk, and what it was asked. */
import { type Ballot, isAtLeast, isSameBallot } from '#spec/14-the-synod/ballot.js';
import type { SlotVote } from '#spec/16-the-parliament/messages.js';
import type { AcceptorContext } from '#spec/17-learning-and-snapshots/acceptor.js';
import type { Message } from '#spec/17-learning-and-snapshots/messages.js';
import { book, NO_STATE, stepOf } from './book.js';
import { NotAllowed } from './refusal.js';
import { ballotName, showTold, showVote } from './show.js';

/** A promise, as it is told: the slots through `decided` are known to be decided, and votes in them are left out. */
export interface Told {
  readonly decided: number;
  readonly votes: readonly SlotVote[];
}

/** A prepare, as it came in. */
interface Asked {
  readonly ballot: Ballot;
  readonly first: number;
  /** The number of the configuration that it is for. */
  readonly configuration: number;
}

export class Acceptor {
  /** What was on the disk after each batch of the last write, and before it; the last is what is there now. */
  #states: readonly AcceptorContext[];
  #prepares: readonly Asked[] = [];
  #accepts: readonly SlotVote[] = [];

  constructor(promised: Ballot | null, votes: readonly SlotVote[], decided: number) {
    this.#states = [compacted({ promised, votes, snapshot: null }, decided)];
  }

  get now(): AcceptorContext {
    return this.#states.at(-1)!;
  }

  hearPrepare(prepare: Asked): void {
    if (!this.#prepares.some(({ ballot }) => isSameBallot(ballot, prepare.ballot)))
      this.#prepares = [...this.#prepares, prepare];
  }

  hearAccept(vote: SlotVote): void {
    if (!this.#accepts.some((asked) => isSameVote(asked, vote))) this.#accepts = [...this.#accepts, vote];
  }

  /** A write is done: what rests on it may be said now, and what rested only on those before it was said. */
  beginWrite(): void {
    this.#states = [this.now];
  }

  endBatch(): void {
    this.#states = [...this.#states, this.now];
  }

  /** Forgets what it can no longer be asked for. */
  endWrite(): void {
    const { promised, snapshot } = this.#states[0]!;
    this.#prepares = this.#prepares.filter(({ ballot }) => isAtLeast(ballot, promised));
    this.#accepts = this.#accepts.filter(
      ({ ballot, slot }) => isAtLeast(ballot, promised) && slot > (snapshot?.slot ?? 0),
    );
  }

  /** It has promised; returns what it tells of it. */
  promise(ballot: Ballot, ownFirst?: number): Told {
    const first = ownFirst ?? this.#askedFor(ballot)?.first;
    if (first === undefined)
      throw new NotAllowed({
        rule: 'an acceptor promises what it was asked for',
        expected: `a prepare for ballot ${ballotName(ballot)} before it is promised`,
        got: 'a promise that nobody asked for',
        nearest: this.#prepares.map((asked) => `promise ${ballotName(asked.ballot)}`),
      });
    const event = prepareOf(ballot, first);
    const taken = stepOf<AcceptorContext, Message<'promise'>>(book.acceptor, localOf(this.now), event);
    if (taken === undefined)
      throw new NotAllowed({
        rule: 'a promise is above the one before it',
        expected: `a ballot above ${showPromised(this.now)}`,
        got: `a promise for ballot ${ballotName(ballot)}`,
        nearest: this.#prepares
          .filter((asked) => isAtLeast(asked.ballot, this.now.promised))
          .map((asked) => `promise ${ballotName(asked.ballot)}`),
      });
    this.#become(taken.context);
    return toldBy(this.now, taken.said[0]!);
  }

  vote(vote: SlotVote, isOwn: boolean): void {
    const mayCast = (asked: SlotVote): boolean =>
      stepOf(book.acceptor, localOf(this.now), acceptOf(asked)) !== undefined;
    const nearest = this.#accepts.filter(mayCast).map((asked) => `vote ${showVote(asked)}`);
    const taken = stepOf<AcceptorContext, Message<'accepted'>>(
      book.acceptor,
      localOf(this.now),
      acceptOf(vote),
    );
    if (taken === undefined)
      throw new NotAllowed({
        rule: 'a vote is not below the promise',
        expected: `a ballot not below ${showPromised(this.now)}, in a slot above ${this.now.snapshot?.slot ?? 0}`,
        got: `a vote ${showVote(vote)}`,
        nearest,
      });
    if (!isOwn && !this.#accepts.some((asked) => isSameVote(asked, vote)))
      throw new NotAllowed({
        rule: 'an acceptor votes for what was proposed to it',
        expected: `an accept of ballot ${ballotName(vote.ballot)} for that value in slot ${vote.slot} before the vote`,
        got: `a vote ${showVote(vote)} that nobody asked for`,
        nearest,
      });
    this.#become(taken.context);
  }

  /** The node knows what is decided through that slot: the votes there are of no use any more. */
  forget(decided: number): void {
    this.#become(compacted(this.now, decided));
  }

  /** A promise is told: it has to be on the disk, and to tell all votes that were there. Returns what it answers. */
  assertPromised(ballot: Ballot, told: Told): Asked {
    const asked = this.#askedFor(ballot);
    const promised = this.#states.filter((state) => isSameBallot(ballot, state.promised));
    if (asked === undefined || promised.length === 0)
      throw new NotAllowed({
        rule: 'a promise is durable before it is told',
        expected: `a promise for ${this.#states.map(showPromised).at(-1)}, which is on the disk`,
        got: `a promise for ballot ${ballotName(ballot)}`,
      });
    // The book's acceptor promises a ballot once; production tells it again, with the votes that it has then.
    const truths = promised.map((state) => {
      const unpromised = { ...compacted(state, told.decided), promised: null };
      const { said } = stepOf<AcceptorContext, Message<'promise'>>(
        book.acceptor,
        localOf(unpromised),
        prepareOf(ballot, asked.first),
      )!;
      return toldBy(unpromised, said[0]!);
    });
    const wanted = truths.map(showTold);
    if (wanted.includes(showTold(told))) return asked;
    throw new NotAllowed({
      rule: 'a promise tells how far its node knows the log, and every vote after that',
      expected: wanted[0]!,
      got: showTold(told),
      nearest: [...new Set(wanted)].map((truth) => `promise ${ballotName(ballot)}, ${truth}`),
    });
  }

  /** A vote is told: it has to be on the disk. */
  assertVoted(vote: SlotVote): void {
    const votes = this.#states.flatMap((state) => state.votes);
    if (votes.some((cast) => isSameVote(cast, vote))) return;
    const shown = this.now.votes.map((cast) => `accepted ${showVote(cast)}`);
    throw new NotAllowed({
      rule: 'a vote is durable before it is told',
      expected: `a vote that is on the disk`,
      got: `accepted ${showVote(vote)}`,
      nearest: shown,
    });
  }

  #askedFor(ballot: Ballot): Asked | undefined {
    return this.#prepares.find((asked) => isSameBallot(ballot, asked.ballot));
  }

  #become(state: AcceptorContext): void {
    this.#states = this.#states.with(-1, state);
  }
}

export function isSameVote(one: SlotVote, other: SlotVote): boolean {
  return one.slot === other.slot && one.value === other.value && isSameBallot(one.ballot, other.ballot);
}

function localOf(context: AcceptorContext) {
  return { value: NO_STATE, context };
}

function prepareOf(ballot: Ballot, slot: number) {
  return { type: 'prepare', from: ballot.proposer, ballot, slot };
}

function acceptOf(vote: SlotVote) {
  return { type: 'accept', from: vote.ballot.proposer, ...vote };
}

/** What is known to be decided stands, in the book, in a snapshot: its state is not compared here. */
function compacted(state: AcceptorContext, decided: number): AcceptorContext {
  if (decided <= (state.snapshot?.slot ?? 0)) return state;
  const event = { type: 'compacted', from: '', snapshot: { slot: decided, state: [] } };
  return stepOf<AcceptorContext, never>(book.acceptor, localOf(state), event)!.context;
}

function toldBy({ snapshot }: AcceptorContext, { votes }: Message<'promise'>): Told {
  return { decided: snapshot?.slot ?? 0, votes };
}

function showPromised({ promised }: AcceptorContext): string {
  return promised === null ? 'none' : ballotName(promised);
}
