/** What each node has sent to each other one, so that what is received can be found there. */

import { digestOf } from '../trace/digest.js';
import type { TracedMessage } from '../trace/event.js';
import { brief } from './words.js';

/** So many of the last different messages from one node to another are remembered. */
export const LINK_MAX = 100_000;

export class Links {
  readonly #sent = new Map<string, Set<string>>();

  constructor(readonly max = LINK_MAX) {}

  send(from: string, to: string, message: string): void {
    const link = `${from} ${to}`;
    const sent = this.#sent.get(link) ?? new Set();
    this.#sent.set(link, sent);
    sent.delete(message);
    sent.add(message);
    if (sent.size > this.max) sent.delete(sent.values().next().value!);
  }

  /** A message may be lost, repeated, and overtaken by others. */
  hasSent(from: string, to: string, message: string): boolean {
    return this.#sent.get(`${from} ${to}`)?.has(message) ?? false;
  }
}

/** A message by its content, which has its sender's incarnation and start; of few bytes, since many are remembered. */
export function keyOf(said: TracedMessage<unknown>): string {
  return digestOf(brief(said));
}
