/** What an onlooker sees of a cluster's run, and what must be so of it. No node can see this. */
import { showBallot } from '#src/paxos/ballot.js';
import type { Message, Received, Timeout } from '#src/paxos/message.js';
import type { NodeId } from '#src/paxos/node-id.js';

/** What can happen in a run, and does in some. */
export const happenings = [
  'something was decided',
  'two proposers prepared',
  'a proposer adopted a value',
  'an acceptor voted after a restart',
  'a proposer prepared after a restart',
] as const;

export type Happening = (typeof happenings)[number];

export class Observed {
  /** The values of which the client was told that they are decided. */
  readonly decided = new Set<string>();
  readonly happenings = new Set<Happening>();
  /** The acceptors that voted, by ballot and value. */
  readonly #votes = new Map<string, { readonly value: string; readonly voters: Set<NodeId> }>();
  readonly #prepared = new Set<NodeId>();
  readonly #restarted = new Set<NodeId>();

  /** @param requests what each proposer was asked for. */
  constructor(readonly requests: ReadonlyMap<NodeId, string>) {}

  sent(from: NodeId, message: Message<string>): void {
    if (message.type === 'accepted') this.#vote(from, message);
    if (message.type === 'accept' && message.value !== this.requests.get(from))
      this.happenings.add('a proposer adopted a value');
    if (message.type === 'prepare') {
      this.#prepared.add(from);
      if (this.#prepared.size > 1) this.happenings.add('two proposers prepared');
      if (this.#restarted.has(from)) this.happenings.add('a proposer prepared after a restart');
    }
  }

  told(input: Received<Message<string>> | Timeout): void {
    if (input.type === 'timeout' || input.message.type !== 'decided') return;
    this.decided.add(input.message.value);
    this.happenings.add('something was decided');
  }

  restarted(id: NodeId): void {
    this.#restarted.add(id);
  }

  /** The values for which two of the three acceptors voted in one ballot. */
  chosen(): ReadonlySet<string> {
    const votes = [...this.#votes.values()];
    return new Set(votes.filter(({ voters }) => voters.size >= 2).map(({ value }) => value));
  }

  /** What is wrong; undefined where nothing is. */
  wrong(): string | undefined {
    const chosen = this.chosen();
    const asked = [...this.requests.values()];
    if (chosen.size > 1) return `agreement: ${[...chosen].join(' and ')} are both chosen`;
    for (const value of this.decided)
      if (!chosen.has(value)) return `learned implies chosen: ${value} is told and not chosen`;
    for (const value of chosen) if (!asked.includes(value)) return `validity: nobody asked for ${value}`;
    return undefined;
  }

  #vote(from: NodeId, { ballot, value }: Extract<Message<string>, { type: 'accepted' }>): void {
    const key = `${showBallot(ballot)} ${value}`;
    const voters = this.#votes.get(key)?.voters ?? new Set();
    this.#votes.set(key, { value, voters: voters.add(from) });
    if (this.#restarted.has(from)) this.happenings.add('an acceptor voted after a restart');
  }
}
