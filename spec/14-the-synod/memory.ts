/** What survives a crash: of each role, the keys of its context that are durable. */
import type { AcceptorContext } from './acceptor.js';
import type { ClientContext } from './client.js';
import type { LearnerContext } from './learner.js';
import type { ProposerContext } from './proposer.js';

/** Part of a participant's input: what was durable of its context before a crash; absent at its first start. */
export interface Restored<Context> {
  readonly durable?: Partial<Context>;
}

/** By role, what is durable. */
export interface Memory {
  readonly acceptor: readonly (keyof AcceptorContext)[];
  readonly proposer: readonly (keyof ProposerContext)[];
  readonly learner: readonly (keyof LearnerContext)[];
  readonly client: readonly (keyof ClientContext)[];
}

/** All that the protocol asks of a disk (The Part-Time Parliament, §2.3: what a priest notes at the back of his ledger). */
// #region memory
export const memory: Memory = {
  /** Its word, given to others who have acted on it. */
  acceptor: ['promised', 'vote'],
  /** Its last ballot, so that the next is a new one. For a value it can be asked again. */
  proposer: ['ballot'],
  /** Nothing: what is chosen stays chosen, and can be learned again. */
  learner: [],
  /** What it was told, since it may have acted on it: claims about clients would be easy to keep if they forgot. */
  client: ['told'],
};
// #endregion
