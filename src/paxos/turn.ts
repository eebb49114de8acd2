/**
 * One turn of a replica: what a single input makes of it, gathered while its roles take their steps one after the other.
 *
 * It alone knows what a message rests on, who an address stands for, and what the node says to itself. A request of its own
 * reaches its roles within the turn; an answer of its own only when what it tells is durable.
 */
import { type Configuration, memberOf } from './configuration.js';
import { type Facts, restsOn, waitingFor } from './durability.js';
import type { Persist, Send } from './effect.js';
import type { Outcome } from './execution.js';
import { configurationAt, firstOpen, openConfigurations } from './log.js';
import type { LogAcceptedMessage, LogPromiseMessage } from './log-message.js';
import type { NodeId } from './node-id.js';
import type { Quorums } from './quorum.js';
import type { ReplicaRecord } from './record.js';
import type { ReplicaEffect, TimerEffect } from './replica-effect.js';
import type { ReplicaMessage } from './replica-message.js';
import type { Replica, Settings } from './replica-state.js';

type RoleEffect<Command, State, Answer> =
  | Persist<ReplicaRecord<Command, State, Answer>>
  | Send<ReplicaMessage<Command, State, Answer>>
  | TimerEffect;

/** What a node does not say to itself. */
const FOR_OTHERS: readonly string[] = ['heartbeat', 'poll', 'ask'];

export class Turn<Command, State, Answer> {
  readonly #records: ReplicaRecord<Command, State, Answer>[] = [];
  readonly #effects: ReplicaEffect<Command, State, Answer>[] = [];
  /** What the node said to itself and is to hear in this turn. */
  readonly #own: ReplicaMessage<Command, State, Answer>[] = [];

  constructor(
    readonly settings: Settings<Command, State, Answer>,
    /** What the replica has become so far. */
    public replica: Replica<Command, State, Answer>,
  ) {}

  get id(): NodeId {
    return this.settings.id;
  }

  /** The configuration of the first open slot. */
  get configuration(): Configuration {
    return configurationAt(this.replica.log, firstOpen(this.replica.log));
  }

  /**
   * Whether an earlier life of this node is a member in an open slot. Its votes are not known here, so that this life must not count
   * in its place until the slots are decided.
   */
  get hasEarlierLife(): boolean {
    const { id, incarnation } = this.settings;
    const lives = openConfigurations(this.replica.log).map(({ configuration }) =>
      memberOf(configuration, id),
    );
    return lives.some((life) => life !== undefined && life.incarnation !== incarnation);
  }

  /** The quorums of the first open slot, as far as this node may count in them. */
  get quorums(): Quorums {
    const { quorums } = this.configuration;
    return { ...quorums, acceptors: this.#allowed(quorums.acceptors) };
  }

  become(part: Partial<Replica<Command, State, Answer>>): void {
    this.replica = { ...this.replica, ...part };
  }

  /** Takes over what a role has asked for. */
  take(effects: readonly RoleEffect<Command, State, Answer>[], facts: Facts): void {
    for (const effect of effects)
      if (effect.type === 'persist') this.#persist(effect.record, facts);
      else if (effect.type === 'send') this.send(effect, facts);
      else this.effect(effect);
  }

  effect(effect: ReplicaEffect<Command, State, Answer>): void {
    this.#effects.push(effect);
  }

  reply({ subject, reply }: Outcome<Answer>, notAfter?: number | null): void {
    // Replies tell of what is chosen, which holds whatever this node forgets.
    const late = typeof notAfter === 'number' ? { notAfter } : {};
    this.effect({ type: 'reply', to: subject, reply, restsOn: 0, ...late });
  }

  send({ to, message }: Omit<Send<ReplicaMessage<Command, State, Answer>>, 'type'>, facts: Facts): void {
    const rests = restsOn(this.replica.durability, facts);
    for (const node of 'node' in to ? [to.node] : this.#members(to.role === 'acceptor', message))
      if (node !== this.id) this.effect({ type: 'send', to: node, message, restsOn: rests });
      else if (FOR_OTHERS.includes(message.type)) continue;
      else if ((message.type === 'promise' || message.type === 'accepted') && rests > 0)
        this.#wait(message, rests);
      else this.#own.push(message);
  }

  /** The next message that the node said to itself. */
  hear(): ReplicaMessage<Command, State, Answer> | undefined {
    return this.#own.shift();
  }

  /** What the replica is now, and all effects: what is to be kept comes first. */
  end(): readonly [Replica<Command, State, Answer>, readonly ReplicaEffect<Command, State, Answer>[]] {
    if (this.#records.length === 0) return [this.replica, this.#effects];
    const persist = { type: 'persist', number: this.#number, records: this.#records } as const;
    const { durability } = this.replica;
    return [
      { ...this.replica, durability: { ...durability, pending: this.#number } },
      [persist, ...this.#effects],
    ];
  }

  /** The number of the persist that this turn asks for, if it asks for one. */
  get #number(): number {
    return this.replica.durability.pending + 1;
  }

  #persist(record: ReplicaRecord<Command, State, Answer>, facts: Facts): void {
    this.#records.push(record);
    const { durability } = this.replica;
    if (facts !== 'none')
      this.become({ durability: { ...durability, last: { ...durability.last, [facts]: this.#number } } });
  }

  #wait(message: LogPromiseMessage<Command> | LogAcceptedMessage<Command>, rests: number): void {
    this.become({ durability: waitingFor(this.replica.durability, rests, message) });
  }

  /** The voters of the configuration that the message names, or else of the first open slot; or all members of open slots. */
  #members(areVoters: boolean, message: ReplicaMessage<Command, State, Answer>): readonly NodeId[] {
    const configurations = openConfigurations(this.replica.log);
    if (!areVoters)
      return [
        ...new Set(configurations.flatMap(({ configuration }) => configuration.members.map(({ id }) => id))),
      ];
    const named = 'configuration' in message ? message.configuration : undefined;
    const found = configurations.find(({ configuration }) => configuration.id === named);
    return this.#allowed((found?.configuration ?? this.configuration).quorums.acceptors);
  }

  #allowed(acceptors: readonly NodeId[]): readonly NodeId[] {
    return this.hasEarlierLife ? acceptors.filter((id) => id !== this.id) : acceptors;
  }
}
