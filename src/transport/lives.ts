/**
 * Lives: which process is the latest of a member.
 *
 * A member's storage counts its starts. Of two processes of one member the one with the higher start is the later; the earlier
 * is dead or was cut off, and is not listened to any more. Two processes with the same start were started from copies of one disk.
 */
import { memberKey } from '../node/witness.js';
import type { Greeting } from './greeting.js';
import type { Refusal } from './refusal.js';

type Life = Pick<Greeting, 'start' | 'boot'>;

export class Lives {
  readonly #latest = new Map<string, Life>();

  /** Why the greeting is not of the member's latest process; null where it is, which is then remembered. */
  objection({ id, incarnation, start, boot }: Greeting): Refusal | null {
    const key = memberKey(id, incarnation);
    const latest = this.#latest.get(key);
    if (latest !== undefined && start < latest.start)
      return {
        kind: 'earlierStart',
        why: `it is start ${start} of ${id}, and start ${latest.start} has been here: a process of before, or a copied disk`,
      };
    if (latest !== undefined && start === latest.start && boot !== latest.boot)
      return {
        kind: 'copy',
        why: `start ${start} of ${id} is another process: two run from copies of one disk`,
      };
    this.#latest.set(key, { start, boot });
    return null;
  }
}
