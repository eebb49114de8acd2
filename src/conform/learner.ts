/** The learners of a node, one for each open slot, as the book's: production tells a vote to the leader that asked for it. */
import type { SlotVote } from '#spec/16-the-parliament/messages.js';
import { configurationOf } from '#spec/24-adding-and-removing-nodes/configuration.js';
import type { LearnerContext } from '#spec/24-adding-and-removing-nodes/learner.js';
import type { Message } from '#spec/24-adding-and-removing-nodes/messages.js';
import { book, NO_STATE, stepOf } from './book.js';
import type { Voters } from './members.js';
import { list, showVote } from './show.js';
import { plain } from './words.js';

export class Learners {
  readonly #open = new Map<number, LearnerContext>();

  /** It was told of a vote in a slot that these govern; returns what the vote has decided. */
  hear(from: string, vote: SlotVote, { lives }: Voters): Message<'decided'> | undefined {
    const context = this.#open.get(vote.slot) ?? { listeners: [], votes: [], learned: [] };
    const event = { type: 'accepted', from, ...vote, configuration: configurationOf(lives) };
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
        ({ acceptors, ...vote }) => `${showVote({ slot, ...vote })} by ${acceptors.map(plain).join(' and ')}`,
      ),
    );
    return list(votes);
  }
}
