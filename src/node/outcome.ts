/** What is thrown where a call has no answer: that it is not known what came of it, or that it did not happen. */
import type { Rejection } from '../paxos/reply.js';
import { AGAINST } from './member-change.js';

/** A call that has no answer. */
export interface Attempt {
  readonly kind: 'command' | 'read';
  readonly withinMs: number;
  /** How the cluster looks from here, in sentences. */
  readonly situation?: string | undefined;
  /** What the last node that was asked has said of its reason. */
  readonly why?: string | undefined;
}

/** It may have happened. */
export class OutcomeUnknown extends Error {
  override readonly name: string = 'OutcomeUnknown';

  constructor(why: string, situation?: string, options?: ErrorOptions) {
    super(
      sentences(
        `expected an answer; got none: ${why}.`,
        situation,
        'The command may have been executed; read the state to find out.',
      ),
      options,
    );
  }
}

/** It may have happened, and no further try can tell: the session is gone, or says that the answer was given. */
export class SessionOver extends OutcomeUnknown {
  override readonly name = 'SessionOver';

  constructor(readonly reason: Extract<Rejection, 'unknownSession' | 'alreadyAnswered'>) {
    super(REASONS[reason]);
  }
}

/** It did not happen, and will not: every node that was asked said so. */
export class Rejected extends Error {
  override readonly name: string = 'Rejected';

  constructor(
    /** What the last one said: `notLeader` where there was no leader. */
    readonly reason: Rejection,
    { kind, withinMs, situation, why }: Attempt,
  ) {
    const [expected, next] = hopeOf(reason, kind, withinMs);
    const got = `${reason}: ${REASONS[reason]}${why === undefined ? '' : `: ${why}`}`;
    // Whom a member that was removed reaches says nothing of the cluster.
    super(sentences(`expected ${expected}; got ${got}.`, reason === 'removed' ? undefined : situation, next));
  }
}

/** It did not happen, since the cluster has more to do than it can: try again later, and less often. */
export class Busy extends Rejected {
  override readonly name = 'Busy';
}

export function rejection(reason: Rejection, attempt: Attempt): Rejected {
  return reason === 'busy' || reason === 'outsideWindow'
    ? new Busy(reason, attempt)
    : new Rejected(reason, attempt);
}

/** What was expected of the call, and what can be done now. */
function hopeOf(
  reason: Rejection,
  kind: Attempt['kind'],
  withinMs: number,
): readonly [expected: string, next: string] {
  if (AGAINST.includes(reason)) return ['a change that can be made', 'Nothing was changed.'];
  if (reason === 'removed') return ['a member of the cluster', 'Nothing was done. Ask another member.'];
  if (kind === 'read') return [`an answer to the read within ${withinMs} ms`, 'The read can be tried again.'];
  return [
    `a node that takes the command within ${withinMs} ms`,
    'The command was not executed, and can be tried again.',
  ];
}

const REASONS: Readonly<Record<Rejection, string>> = {
  notLeader: 'no leader was found',
  busy: 'there is too much to do',
  diskFull: 'the disk of the node is nearly full',
  overtaken: 'another leader’s decree took its slot',
  unknownSession: 'its session is gone',
  alreadyAnswered: 'its answer was given before',
  outsideWindow: 'too many commands of this client are under way',
  outdated: 'the members have changed',
  memberExists: 'there is such a member',
  noMember: 'there is no such member',
  cannotLead: 'the member could not take over',
  quorumAtRisk: 'after the change no quorum could vote at once',
  removed: 'this node is no member any more',
  notEnabled: 'some members may not know this kind of decree',
  late: 'the time was over',
};

function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
