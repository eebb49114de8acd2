/**
 * The standing of a node among the others: whether it may take part, since its store has everything that it ever told.
 *
 * It asks when it has started, and takes part when a majority, itself included, knows of nothing that its store lacks. Whoever
 * learns later that something is missing says so, and the node stops. What only those know who do not answer in time, or have
 * lost it themselves, is not noticed.
 */
import type { Configuration } from '../paxos/configuration.js';
import type { NodeId } from '../paxos/node-id.js';
import type { ReplicaMessage } from '../paxos/replica-message.js';
import { LostBatches } from './lost-batches.js';
import type { NodeMessage } from './node-message.js';
import type { Clock, Storage } from './ports.js';
import { hasLost, memberKey, type Reach, type Reaches, Witness } from './witness.js';

export interface StandingOptions<Command, State, Answer> {
  readonly id: NodeId;
  readonly incarnation: number;
  readonly storage: Pick<Storage<Command, State, Answer>, 'start' | 'batch' | 'witnessed'>;
  readonly clock: Clock;
  /** After so much time without enough answers it asks again. */
  readonly askAgainMs: number;
  /** Those that may govern the slots to come. */
  readonly configurations: () => readonly Configuration[];
  readonly send: (to: NodeId, message: NodeMessage<Command, State, Answer>) => void;
}

export class Standing<Command, State, Answer> {
  readonly #witness: Witness;
  /** How far the store had come when it was opened. */
  readonly #opened: Reach;
  /** Those who know of nothing that the store lacks. */
  readonly #assenting: Set<NodeId>;
  /** What to call when it may take part; undefined once it does. */
  #join: (() => void) | undefined = () => {};
  #cancel = (): void => {};
  /** The last message that was sent, for the next peer that is told the same. */
  #said: Extract<NodeMessage<Command, State, Answer>, { type: 'told' }> | undefined;

  constructor(readonly options: StandingOptions<Command, State, Answer>) {
    this.#witness = new Witness(options.storage.witnessed);
    this.#opened = this.#reach;
    this.#assenting = new Set([options.id]);
  }

  /** Whether it takes part. */
  get hasJoined(): boolean {
    return this.#join === undefined;
  }

  /** Asks all others again and again, until it may take part; then calls that, once. */
  join(join: () => void): void {
    this.#join = join;
    this.#joinOrAsk();
  }

  close(): void {
    this.#cancel();
  }

  /** Sends a message of the replica. */
  send(to: NodeId, message: ReplicaMessage<Command, State, Answer>): void {
    const { incarnation, storage, send } = this.options;
    // The same object for all who are told the same: the transport encodes it once.
    if (this.#said?.message !== message || this.#said.reach.batch !== storage.batch)
      this.#said = { type: 'told', incarnation, reach: this.#reach, message };
    send(to, this.#said);
  }

  /**
   * Takes what another node says. Returns what its replica says, where that is to be taken.
   *
   * @throws LostBatches where it tells that this node's store has lost batches.
   */
  receive(
    from: NodeId,
    said: NodeMessage<Command, State, Answer>,
  ): ReplicaMessage<Command, State, Answer> | undefined {
    switch (said.type) {
      case 'told': {
        const { incarnation, reach, message } = said;
        const member = memberKey(from, incarnation);
        const judgement = this.#witness.hear(member, reach);
        if (judgement === 'lost') this.#tell(from, member, reach.start);
        return judgement === 'take' && this.hasJoined ? message : undefined;
      }
      case 'started': {
        const member = memberKey(from, said.incarnation);
        this.#witness.heardStart(member, said.start);
        this.#tell(from, member, said.start);
        return undefined;
      }
      case 'witnessed':
        if (said.start !== this.#opened.start) return undefined;
        if (said.reach !== null) this.#assertHas(from, said.reach);
        this.#assenting.add(from);
        if (this.#mayJoin) this.#joinOrAsk();
        return undefined;
    }
  }

  /** What is to be written of the others' stores with the next batch. */
  takeUnwritten(): Reaches {
    return this.#witness.takeUnwritten();
  }

  get #mayJoin(): boolean {
    return this.options.configurations().every(({ quorums: { acceptors } }) => {
      const assenting = acceptors.filter((id) => this.#assenting.has(id));
      return 2 * assenting.length > acceptors.length;
    });
  }

  #joinOrAsk(): void {
    this.#cancel();
    if (this.#mayJoin) {
      const join = this.#join;
      this.#join = undefined;
      join?.();
      return;
    }
    const { id: own, incarnation, configurations, send, clock, askAgainMs } = this.options;
    const members = configurations().flatMap((configuration) => configuration.members);
    for (const id of new Set(members.map((member) => member.id)))
      if (id !== own) send(id, { type: 'started', incarnation, start: this.#opened.start });
    this.#cancel = clock.after(askAgainMs, () => this.#joinOrAsk());
  }

  get #reach(): Reach {
    const { start, batch } = this.options.storage;
    return { start, batch };
  }

  #tell(to: NodeId, member: string, start: number): void {
    this.options.send(to, { type: 'witnessed', start, reach: this.#witness.furthest(member) });
  }

  #assertHas(from: NodeId, known: Reach): void {
    const isBehind = known.start === this.#opened.start && known.batch > this.#reach.batch;
    if (isBehind || hasLost(this.#opened, known)) throw new LostBatches(from, this.#opened, known);
  }
}
