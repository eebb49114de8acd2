/** The learners of a node, one for each open slot, as the book's: production tells a vote to the leader that asked for it. */
import type { LearnerContext } from '#spec/14-the-synod/learner.js';
import type { Quorum } from '#spec/14-the-synod/quorum.js';
import type { Message, SlotVote } from '#spec/16-the-parliament/messages.js';
import { book, NO_STATE, stepOf } from './book.js';
import { list, showVote } from './show.js';

export class Learners {
  readonly #open = new Map<number, LearnerContext>();

  constructor(readonly quorums: readonly Quorum[]) {}

  /** It was told of a vote; returns what the vote has decided. */
  hear(from: string, vote: SlotVote): Message<'decided'> | undefined {
    const context = this.#open.get(vote.slot) ?? { quorums: this.quorums, votes: [], learned: [] };
    const event = { type: 'accepted', from, ...vote };
    const taken = stepOf<LearnerContext, Message<'decided'>>(
      book.learner,
      { value: NO_STATE, context },
      event,
    );
    if (taken !== undefined) this.#open.set(vote.slot, taken.context);
    return taken?.said[0];
  }

  forget(decided: number): void {
    for (const slot of this.#open.keys()) if (slot <= decided) this.#open.delete(slot);
  }

  show(): string {
    const votes = [...this.#open].flatMap(([slot, context]) =>
      context.votes.map(
        ({ acceptors, ...vote }) => `${showVote({ slot, ...vote })} by ${acceptors.join(' and ')}`,
      ),
    );
    return list(votes);
  }
}
