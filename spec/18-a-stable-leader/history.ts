/** History: what clients were told, by whom, and who told them too little. Only properties read it. */
import { including, observe } from '#model/index.js';
import type { Value } from '../14-the-synod/messages.js';
import type { Message } from './messages.js';

/** All sets, sorted. */
export interface Told {
  /** The commands whose clients were told that they are executed. */
  readonly done: readonly Value[];
  /** The nodes that have answered a read. */
  readonly answered: readonly string[];
  /** Those that left out a command of which its client had been told. */
  readonly stale: readonly string[];
}

// #region told
export const toldClients = observe<Told, Message<'done' | 'answer'>>(
  { done: [], answered: [], stale: [] },
  {
    done: (told, { value }) => ({ ...told, done: including(told.done, value) }),
    answer: ({ done, answered, stale }, { from, values }) => ({
      done,
      answered: including(answered, from),
      stale: done.every((value) => values.includes(value)) ? stale : including(stale, from),
    }),
  },
);
// #endregion
