/** A node's leases: what it was asked to grant, and what others have granted to it. Events have no time, so when a grant runs out is not seen. */
import { match } from 'ts-pattern';
import { type Ballot, ballotName, isAtLeast, isSameBallot } from '#spec/14-the-synod/ballot.js';
import type { Configuration } from '../paxos/configuration.js';
import type { NodeId } from '../paxos/node-id.js';
import { hasQuorum } from '../paxos/quorum.js';
import type { HeardMessage } from '../paxos/replica-message.js';
import type { Told } from './messages.js';
import { NotAllowed } from './refusal.js';
import { ballotOf } from './words.js';

interface Request {
  readonly ballot: Ballot;
  readonly asked: number;
}

export class Leases {
  /** The last request of each leader. */
  readonly #requests = new Map<string, Request>();
  /** The ballot in which it has asked last, and by whom which of its requests was granted. */
  #ballot: Ballot | null = null;
  #granted = new Map<string, number>();
  /** In that ballot: what it asked for by then counts no more. */
  #released = Number.NEGATIVE_INFINITY;

  constructor(
    readonly id: NodeId,
    readonly members: Configuration,
  ) {}

  hear(from: string, message: Told): void {
    if (message.type === 'heartbeat') {
      const { asked } = message;
      if (asked === undefined) this.#requests.delete(from);
      else this.#requests.set(from, { ballot: this.#ballotOf(message), asked });
    } else if (message.type === 'heard' && message.granted !== undefined) {
      if (!isSameBallot(this.#ballotOf(message), this.#ballot)) return;
      this.#granted.set(from, Math.max(message.granted, this.#granted.get(from) ?? Number.NEGATIVE_INFINITY));
    }
  }

  /** @throws NotAllowed where it grants what it must not grant, or says that it holds a lease that it cannot hold. */
  say(to: string, message: Told, promised: Ballot | null): void {
    match(message)
      .with({ type: 'heartbeat' }, (beat) => {
        const ballot = this.#ballotOf(beat);
        if (isSameBallot(ballot, this.#ballot)) return;
        this.#ballot = ballot;
        this.#granted = new Map();
        this.#released = Number.NEGATIVE_INFINITY;
      })
      .with({ type: 'release' }, ({ asked }) => {
        this.#released = Math.max(asked, this.#released);
      })
      .with({ type: 'heard' }, (heard) => {
        if (heard.granted !== undefined) this.#assertGrants(to, heard, promised);
      })
      .with({ type: 'frontier', isLeased: true }, () => this.#assertHolds())
      .otherwise(() => {});
  }

  #assertGrants(to: string, heard: HeardMessage, promised: Ballot | null): void {
    const ballot = this.#ballotOf(heard);
    const request = this.#requests.get(to);
    if (request === undefined || !isSameBallot(request.ballot, ballot) || request.asked !== heard.granted)
      throw new NotAllowed({
        rule: 'a grant answers the last request for a lease',
        expected: request ? show(request) : `no grant, since ${to} has asked for none`,
        got: show({ ballot, asked: heard.granted! }),
      });
    if (!isAtLeast(ballot, promised))
      throw new NotAllowed({
        rule: 'no lease is granted below the promise',
        expected: `a ballot not below ${promised === null ? 'none' : ballotName(promised)}`,
        got: show(request),
      });
  }

  #assertHolds(): void {
    const granting = [...this.#granted].filter(([, asked]) => asked > this.#released).map(([id]) => id);
    const all = [this.id, ...(granting as NodeId[])];
    if (this.#ballot !== null && hasQuorum(this.members.quorums, 'phase2', all)) return;
    throw new NotAllowed({
      rule: 'a leader answers by a lease that a quorum has granted in its ballot, and that it has not released',
      expected: `the grants of ${this.members.quorums.phase2}, its own included`,
      got: this.#ballot === null ? 'a node that has not led' : `those of ${all.join(', ')}`,
    });
  }

  #ballotOf({ ballot }: Pick<HeardMessage, 'ballot'>): Ballot {
    return ballotOf(ballot, this.members);
  }
}

function show({ ballot, asked }: Request): string {
  return `a grant in ballot ${ballotName(ballot)} of what was asked for at ${asked}`;
}
