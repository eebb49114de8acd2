/** A node's leases: what it was asked to grant, and what others have granted to it. Events have no time, so when a grant runs out is not seen. */
import { match } from 'ts-pattern';
import { type Ballot, isAtLeast, isSameBallot } from '#spec/14-the-synod/ballot.js';
import { includesQuorum } from '#spec/14-the-synod/quorum.js';
import type { Configuration } from '../paxos/configuration.js';
import type { HeardMessage } from '../paxos/replica-message.js';
import type { LogOfNode } from './log.js';
import type { Members } from './members.js';
import type { Told } from './messages.js';
import { NotAllowed } from './refusal.js';
import { ballotName } from './show.js';
import { ballotOf, lifeOf, plain } from './words.js';

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
  /** The last change of members that it has proposed in each slot: others may know first that it is decided. */
  readonly #changes = new Map<number, { readonly ballot: Ballot; readonly configuration: Configuration }>();
  /** In that ballot: what it asked for by then counts no more. */
  #released = Number.NEGATIVE_INFINITY;

  constructor(
    readonly id: string,
    readonly members: Members,
    readonly log: LogOfNode,
  ) {}

  hear(from: string, incarnation: number, message: Told): void {
    if (message.type === 'heartbeat') {
      const { asked } = message;
      if (asked === undefined) this.#requests.delete(from);
      else this.#requests.set(from, { ballot: ballotOf(message.ballot), asked });
    } else if (message.type === 'heard' && message.granted !== undefined) {
      if (!isSameBallot(ballotOf(message.ballot), this.#ballot)) return;
      const life = lifeOf(from, incarnation);
      this.#granted.set(life, Math.max(message.granted, this.#granted.get(life) ?? Number.NEGATIVE_INFINITY));
    }
  }

  /** @throws NotAllowed where it grants what it must not grant, or says that it holds a lease that it cannot hold. */
  say(to: string, message: Told, promised: Ballot | null): void {
    match(message)
      .with({ type: 'heartbeat' }, (beat) => {
        const ballot = ballotOf(beat.ballot);
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
      .with({ type: 'accept', value: { type: 'configuration' } }, ({ slot, ballot, value }) => {
        this.#changes.set(slot, { ballot: ballotOf(ballot), configuration: value.configuration });
      })
      .with({ type: 'frontier', isLeased: true }, ({ last }) => this.#assertHolds(last))
      .otherwise(() => {});
  }

  #assertGrants(to: string, heard: HeardMessage, promised: Ballot | null): void {
    const ballot = ballotOf(heard.ballot);
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

  /** It has executed everything through that slot. */
  #assertHolds(executed: number): void {
    const granting = [...this.#granted].filter(([, asked]) => asked > this.#released).map(([life]) => life);
    const all = [this.id, ...granting];
    const proposed = [...this.#changes].filter(
      ([slot, { ballot }]) =>
        isSameBallot(ballot, this.#ballot) && slot > executed && this.log.known(slot) === undefined,
    );
    const governing = [
      ...this.members.after(executed),
      ...proposed.map(([, { configuration }]) => this.members.votersOf(configuration)),
    ];
    const lacking = governing.find(({ quorums }) => !includesQuorum(all, quorums));
    if (this.#ballot !== null && lacking === undefined) return;
    throw new NotAllowed({
      rule: 'a leader answers by a lease that a quorum has granted in its ballot, and that it has not released',
      expected: `the grants of a majority of ${(lacking ?? governing[0]!).lives.map(plain).join(', ')}, its own included`,
      got: this.#ballot === null ? 'a node that has not led' : `those of ${all.map(plain).join(', ')}`,
    });
  }
}

function show({ ballot, asked }: Request): string {
  return `a grant in ballot ${ballotName(ballot)} of what was asked for at ${asked}`;
}
