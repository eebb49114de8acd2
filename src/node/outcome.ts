/** What is thrown where a call has no answer: that it is not known what came of it, or that it did not happen. */
import type { Rejection } from '../paxos/reply.js';

/** It may have happened. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';

  constructor(why: string, options?: ErrorOptions) {
    super(
      `expected an answer; got none: ${why}. The command may have been executed; read the state to find out.`,
      options,
    );
  }
}

/** It did not happen, and will not: every node that was asked said so. */
export class Rejected extends Error {
  override readonly name: string = 'Rejected';

  constructor(
    /** What the last one said: `notLeader` where there was no leader. */
    readonly reason: Rejection,
    withinMs: number,
    options?: ErrorOptions,
  ) {
    super(
      `expected a node that takes the command within ${withinMs} ms; the last one that was asked said ${reason}. It was not ` +
        'executed, and can be tried again.',
      options,
    );
  }
}

/** It did not happen, since the cluster has more to do than it can: try again later, and less often. */
export class Busy extends Rejected {
  override readonly name = 'Busy';
}

export function rejection(reason: Rejection, withinMs: number): Rejected {
  return reason === 'busy' || reason === 'outsideWindow'
    ? new Busy(reason, withinMs)
    : new Rejected(reason, withinMs);
}
