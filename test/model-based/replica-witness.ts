/** What is watched in a cluster of replicas: what must never be, what a client was told, and what has to happen at times. */
import { isAbove } from '#src/paxos/ballot.js';
import type { Decree } from '#src/paxos/decree.js';
import { decidedThrough, isDecided, isInReach, openConfigurations } from '#src/paxos/log.js';
import type { NodeId } from '#src/paxos/node-id.js';
import type { ReplicaEffect } from '#src/paxos/replica-effect.js';
import { sameValue, showValue } from '#src/paxos/value.js';
import { Memberships } from '#src/simulator/memberships.js';
import { first } from '#test/unit/paxos/log-words.js';
import type { Answer, Effect, Input, ReplicaNode, Sent, State } from './replica-node.js';
import { type Kind, Violation } from './violation.js';

export const HAPPENINGS = [
  'a command was answered',
  'a read was answered',
  'two led at once',
  'a hole was filled by a no-op',
  'a value was adopted',
  'a decision was learned beyond a hole',
  'two commands stood in one decree',
  'two proposals were under way at once',
  'a snapshot was installed',
  'a leader had to recover decrees',
  'a retry was answered from the table',
  'a session was evicted',
  'a session expired',
  'a crash met a persist under way',
  'a leader was refused',
  'a client was told that it is not known',
] as const;

/** Where members come and go. */
export const CHANGES = [
  'a change of members governs',
  'two changes were in flight',
  'a node led that was no first member',
  'a leader had to prepare again, for a new configuration',
  'a snapshot had a change that did not govern yet',
] as const;

export type Happening = (typeof HAPPENINGS)[number] | (typeof CHANGES)[number];

const FIRST: readonly string[] = ['n1', 'n2', 'n3'];

interface AskedRead {
  readonly read: number;
  /** What was answered before it was asked. */
  readonly before: ReadonlySet<string>;
}

type Take = (node: ReplicaNode, input: Input) => void;

export class Witness {
  readonly seen = new Set<Happening>();
  /** The commands that a client was told the answer of. */
  readonly answered = new Map<string, number>();
  readonly #decrees = new Map<number, string>();
  readonly #states = new Map<number, string>();
  /** The client's session, and the requests that it has no answer to. */
  #session: number | null = null;
  #open: number[] = [];
  #next = 1;
  #told = 0;
  #nonces = 0;
  readonly #reads = new Map<number, AskedRead>();
  #sessionsSeen = new Set<number>();
  readonly #looked = new WeakSet<ReplicaNode['replica']>();
  readonly #memberships: Memberships;

  constructor(readonly alpha: number) {
    this.#memberships = new Memberships(first, alpha);
  }

  /** A client's next input to one of the nodes. */
  ask(nodes: readonly ReplicaNode[], take: Take, choice: number): void {
    const node = nodes[choice % nodes.length]!;
    const now = 0;
    if (choice % 7 === 0) {
      const read = this.#reads.size + 1;
      this.#reads.set(read, { read, before: new Set(this.answered.keys()) });
      take(node, { type: 'read', read, command: 'read', now });
    } else if (this.#session === null || choice % 23 === 0)
      take(node, { type: 'openSession', nonce: `nonce ${++this.#nonces}`, now });
    else this.#request(node, take, choice, this.#session);
  }

  #request(node: ReplicaNode, take: Take, choice: number, session: number): void {
    if (this.#open.length < 4 && choice % 2 === 0) this.#open.push(this.#next++);
    const sequence = this.#open[choice % Math.max(1, this.#open.length)];
    if (sequence === undefined) return;
    const answered = Math.min(...this.#open) - 1;
    const command = `${session}:${sequence}`;
    take(node, { type: 'request', request: { session, sequence, answered, command }, now: 0 });
  }

  /** A message leaves a node: what it tells has to be on the disk. */
  sent({ id, kept }: ReplicaNode, { message }: Sent): void {
    if (message.type === 'promise' && (kept.promised === null || isAbove(message.ballot, kept.promised)))
      throw new Violation('a promise told before it is durable', `${id} has told ${showValue(message)}`);
    if (message.type === 'accepted') {
      const isKept = kept.votes.some(
        ({ slot, ballot }) => slot === message.slot && !isAbove(message.ballot, ballot),
      );
      if (!isKept && !isDecided(kept.log, message.slot))
        throw new Violation('a vote told before it is durable', `${id} has told ${showValue(message)}`);
    }
    if (message.type === 'prepare' && message.ballot.round > kept.round)
      throw new Violation(
        'a ballot begun before its round is durable',
        `${id} has told ${showValue(message)}; the last round that it has kept is ${kept.round}`,
      );
  }

  told(from: NodeId, effect: Effect): void {
    if (effect.type === 'apply') this.#applied(from, effect);
    else if (effect.type === 'reply') this.#replied(effect);
  }

  #applied(from: NodeId, { slot, decree, outcomes }: Extract<Effect, { type: 'apply' }>): void {
    const isFirst = !this.#decrees.has(slot);
    this.#agree('two decrees in one slot', this.#decrees, slot, JSON.stringify(decree), from);
    if (isFirst && decree.type === 'configuration') this.#memberships.applied(slot, decree);
    if (decree.type === 'batch' && decree.requests.length > 1)
      this.seen.add('two commands stood in one decree');
    if (decree.type === 'noOp') this.seen.add('a hole was filled by a no-op');
    for (const { reply } of outcomes)
      if (reply.type === 'answered' && reply.slot < slot)
        this.seen.add('a retry was answered from the table');
    if (decree.type === 'expireSession') this.seen.add('a session expired');
  }

  #replied({ to, reply }: Extract<ReplicaEffect<string, State, Answer>, { type: 'reply' }>): void {
    if (reply.type === 'unknown') this.seen.add('a client was told that it is not known');
    if (to.type === 'session' && reply.type === 'opened') this.#begin(reply.session);
    if (to.type === 'read' && reply.type === 'answered') {
      this.seen.add('a read was answered');
      const missing = [...this.#reads.get(to.read)!.before].filter(
        (command) => !reply.answer.includes(command),
      );
      if (missing.length > 0)
        throw new Violation('a stale read', `it lacks ${missing}, answered before it was asked`);
    }
    if (to.type !== 'request') return;
    const command = `${to.session}:${to.sequence}`;
    if (reply.type === 'answered') {
      this.seen.add('a command was answered');
      this.answered.set(command, reply.slot);
      if (!this.#decrees.get(reply.slot)?.includes(`"${command}"`))
        throw new Violation(
          'an answer from a slot that does not hold the command',
          `${command} was answered in slot ${reply.slot}`,
        );
      if (reply.answer.at(-1) !== command)
        throw new Violation(
          'an answer from a slot that does not hold the command',
          `${command} was told that of ${reply.answer.at(-1)}`,
        );
      if (to.session === this.#session) this.#open = this.#open.filter((open) => open !== to.sequence);
    }
    if (reply.type === 'rejected' && reply.reason === 'unknownSession' && to.session === this.#session)
      this.#session = null;
  }

  #begin(session: number): void {
    if (session <= this.#told) return;
    this.#told = session;
    this.#session = session;
    this.#open = [];
    this.#next = 1;
  }

  arrives({ replica }: ReplicaNode, message: Sent['message']): void {
    if (message.type === 'refused' && replica.leader.phase !== 'following')
      this.seen.add('a leader was refused');
    if (message.type === 'snapshot' && message.snapshot.through > replica.executed.through)
      this.seen.add('a snapshot was installed');
    if (message.type === 'promise' && message.votes.length > 0 && replica.leader.phase === 'preparing')
      this.seen.add('a value was adopted');
  }

  crashed({ persists }: ReplicaNode): void {
    if (persists.length > 0) this.seen.add('a crash met a persist under way');
  }

  /** Looks at all nodes after each step. */
  look(nodes: readonly ReplicaNode[]): void {
    const phases = nodes.map(({ replica }) => replica.leader.phase);
    if (phases.filter((phase) => phase === 'leading').length > 1) this.seen.add('two led at once');
    if (phases.includes('recovering')) this.seen.add('a leader had to recover decrees');
    for (const { id, replica } of nodes) {
      // Nothing can change it, so once is enough.
      if (this.#looked.has(replica)) continue;
      this.#looked.add(replica);
      const { through, state, sessions } = replica.executed;
      if (new Set(state).size < state.length)
        throw new Violation('a command executed twice', `${id} has executed ${state}`);
      this.#agree('two states after one slot', this.#states, through, JSON.stringify([state, sessions]), id);
      this.#govern(id, replica);
      this.#changes(id, replica);
      if (replica.log.beyond.length > 0) this.seen.add('a decision was learned beyond a hole');
      if (replica.leader.phase === 'leading' && replica.leader.proposals.length > 1)
        this.seen.add('two proposals were under way at once');
      this.#bounded(replica);
      const gone = [...this.#sessionsSeen].some((session) => !sessions.some(({ id }) => id === session));
      if (gone && sessions.length === 2) this.seen.add('a session was evicted');
      for (const session of sessions) this.#sessionsSeen.add(session.id);
    }
  }

  #changes(id: NodeId, { log, leader, snapshot }: ReplicaNode['replica']): void {
    const open = openConfigurations(log);
    const [now] = open;
    if (now!.configuration.id > 1) this.seen.add('a change of members governs');
    if (open.length > 2) this.seen.add('two changes were in flight');
    if (leader.phase === 'leading' && !FIRST.includes(id))
      this.seen.add('a node led that was no first member');
    if (leader.phase === 'preparing' && leader.configuration > 1)
      this.seen.add('a leader had to prepare again, for a new configuration');
    if (snapshot?.configurations.some(({ from }) => from > snapshot.through + 1))
      this.seen.add('a snapshot had a change that did not govern yet');
  }

  #govern(id: NodeId, { log, acceptor, leader }: ReplicaNode['replica']): void {
    const expected = this.#memberships.after(decidedThrough(log));
    const got = openConfigurations(log);
    if (!sameValue(expected, got))
      throw new Violation(
        'other members than were decided',
        `expected ${showValue(expected)} after slot ${decidedThrough(log)}; ${id} has ${showValue(got)}`,
      );
    const acting = [...acceptor.votes, ...(leader.phase === 'leading' ? leader.proposals : [])];
    const early = acting.find(({ slot }) => !isInReach({ ...log, alpha: this.alpha }, slot));
    if (early !== undefined)
      throw new Violation(
        'a vote or a proposal in a slot of which nobody can know who governs it',
        `${id} acts in slot ${early.slot}, and knows what is decided through ${decidedThrough(log)}`,
      );
  }

  #bounded({ log, acceptor, learner, clients, durability, snapshot }: ReplicaNode['replica']): void {
    const sizes = { beyond: log.beyond.length, votes: acceptor.votes.length, open: learner.open.length };
    for (const [what, size] of Object.entries(sizes))
      if (size > this.alpha)
        throw new Violation('memory without a bound', `${what} has ${size}, more than α`);
    if (log.decrees.length > 4 + 5 || durability.pending > 3 || clients.proposed.length > this.alpha)
      throw new Violation(
        'memory without a bound',
        `${log.decrees.length} decrees, ${durability.pending} persists`,
      );
    if (log.base > (snapshot?.through ?? 0)) throw new Error('decrees were left out without a snapshot');
  }

  #agree(kind: Kind, known: Map<number, string>, slot: number, text: string, id: NodeId): void {
    const before = known.get(slot);
    if (before !== undefined && before !== text)
      throw new Violation(kind, `slot ${slot} had ${before}; ${id} has ${text}`);
    known.set(slot, text);
  }

  /** The decrees that any node has executed. */
  get decrees(): readonly Decree<string>[] {
    return [...this.#decrees.values()].map((text) => JSON.parse(text));
  }
}
