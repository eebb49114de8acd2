/**
 * The driver: it gives a replica its inputs and performs its effects, and does the duties that src/paxos/README.md numbers.
 *
 * It decides nothing. Where the disk fails, or a guarantee is found broken, it latches shut: it sends and answers nothing
 * any more, and does not start again by itself.
 */
import type { Request } from '../paxos/decree.js';
import type { Executed } from '../paxos/execution.js';
import { InvalidInput } from '../paxos/invalid-input.js';
import { clusterLimits, limits as withLimits } from '../paxos/limits.js';
import type { NodeId } from '../paxos/node-id.js';
import { type ReplicaFunctions, replicaOf } from '../paxos/replica.js';
import type { ReplicaEffect, Timer } from '../paxos/replica-effect.js';
import type { ReplicaInput } from '../paxos/replica-input.js';
import type { Replica } from '../paxos/replica-state.js';
import { type Rejection, type Reply, rejected, type Subject } from '../paxos/reply.js';
import { enabledBy, enabledIn } from '../paxos/versions.js';
import { Gathering, isFilled } from './gathering.js';
import { highestOf, VERSIONS } from './handshake.js';
import { timersWithout } from './lost-leader.js';
import type { MemberChange, Succession } from './member-change.js';
import { Members } from './members.js';
import { isKeptBack, isMissed } from './nearly-full.js';
import type { NodeMessage } from './node-message.js';
import type { NodeOptions } from './node-options.js';
import { type Held, heldMax, Outbox } from './outbox.js';
import type { Ports } from './ports.js';
import { Reading } from './reading.js';
import { Standing } from './standing.js';
import { Standstill } from './standstill.js';
import { type NodeStatus, statusOf } from './status.js';
import { Timers } from './timers.js';
import { Waiting, waitingMax } from './waiting.js';
import { Writing } from './writing.js';

type NodePorts<Command, State, Answer> = Ports<Command, State, Answer, NodeMessage<Command, State, Answer>>;

/**
 * Starts a node from what its storage has kept.
 *
 * @param functions the replica's, where somebody looks on.
 * @throws RecordViolation where that cannot be this node's.
 *
 * @example
 * const member = { id: nodeId('n1'), incarnation: 0, part: 'voter' } as const;
 * const members = configuration({ id: configurationId(1), members: [member] });
 * const machine = { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const };
 * const options = { ...member, configuration: members, machine, cluster: 'sums', limits: { alpha: 8, proposalsMax: 8 } };
 * const storage = memoryStorage<number, number, number>({ alpha: 8, configuration: members });
 * const ports = { storage, transport: memoryNetwork().join(), clock: systemClock, random: Math.random };
 * const node = await openNode(options, ports);
 * node.status.phase; // → 'following'
 * node.close();
 */
export async function openNode<Command, State, Answer>(
  options: NodeOptions<Command, State, Answer>,
  ports: NodePorts<Command, State, Answer>,
  functions: ReplicaFunctions<Command, State, Answer> = replicaOf({
    ...options,
    known: highestOf(options.versions ?? VERSIONS),
    bytesOf: (command) => ports.transport.bytesOf?.(command) ?? 0,
  }),
): Promise<SynodNode<Command, State, Answer>> {
  const [replica, effects] = functions.start(await ports.storage.load());
  const node = new SynodNode(options, ports, functions, replica);
  node.begin(effects);
  return node;
}

export class SynodNode<Command, State, Answer> {
  /** What waits for the disk, and who for a reply. */
  readonly outbox: Outbox<Command, State, Answer>;
  readonly waiting: Waiting<Answer>;
  readonly #timers: Timers;
  readonly #standstill: Standstill;
  readonly #standing: Standing<Command, State, Answer>;
  /** Who the members are, as this node knows them. */
  readonly members: Members;
  readonly #writing: Writing<Command, State, Answer>;
  readonly #gathering: Gathering<Command>;
  readonly #reading: Reading<Command, State, Answer>;
  #replica: Replica<Command, State, Answer>;
  isClosed = false; // Or has latched shut. What still comes then is dropped; tests meet it by chance only.

  constructor(
    readonly options: NodeOptions<Command, State, Answer>,
    readonly ports: NodePorts<Command, State, Answer>,
    readonly functions: ReplicaFunctions<Command, State, Answer>,
    replica: Replica<Command, State, Answer>,
  ) {
    this.#replica = replica;
    const limits = withLimits(options.limits);
    this.outbox = new Outbox(heldMax(limits), (effect) => this.#release(effect));
    this.waiting = new Waiting(waitingMax(limits));
    const { cluster, id, incarnation, machine, report, versions = VERSIONS } = options;
    // Each part is given what it needs, field by field: spread, the ports and the options cost more than all else here.
    const { storage, transport, clock } = ports;
    this.members = new Members({
      hello: { cluster, id, incarnation, start: storage.start, ...versions, limits: clusterLimits(limits) },
      first: options.configuration,
      log: () => this.#replica.log,
      silentMs: limits.electionMs,
      now: () => this.#now,
      transport,
    });
    const voidLeases = () => this.#give({ type: 'stoodStill' });
    this.#standstill = new Standstill(clock, limits.leaseMarginMs / 2, voidLeases);
    this.#writing = new Writing({
      ...{ storage, clock, persistsMax: limits.persistsMax, outbox: this.outbox },
      witnessed: () => this.#standing.takeUnwritten(),
      durable: (number, after) => this.#give({ type: 'durable', number, after }),
      failed: (error) => this.#stop(error),
    });
    this.#gathering = new Gathering({
      ...{ transport, clock, limits, report },
      mayWait: () => isFilled(this.#replica, limits),
      give: (requests) => this.#give({ type: 'requests', requests, now: this.#now }),
    });
    this.#reading = new Reading({
      ...{ incarnation, storage, clock, machine, limits },
      executed: () => this.executed,
      isAsking: (read) => !this.isClosed && this.#replica.reads.some((each) => each.read === read),
      ask: (input) => this.#ask({ type: 'read', read: input.read }, () => this.#give(input)),
    });
    this.#timers = new Timers(ports, (timer) => this.#runOut(timer));
    this.#standing = new Standing({
      ...{ id, incarnation, storage, clock },
      askAgainMs: limits.resendMs,
      configurations: () => this.members.configurations,
      send: (to, message) => transport.send(to, message),
    });
  }

  /** What the node is at the moment. */
  get status(): NodeStatus<State> {
    const [{ membership }, { hasJoined }, { gathered }] = [this.members, this.#standing, this.#gathering];
    const { isClosed } = this;
    return statusOf(this.#replica, this.options, { membership, hasJoined, gathered, isClosed });
  }

  /** The state after the last slot that it has executed, with the sessions. */
  get executed(): Executed<State, Answer> {
    return this.#replica.executed;
  }

  /** Takes part in the cluster as soon as enough others say that its store has all that they know of it. */
  begin(effects: readonly ReplicaEffect<Command, State, Answer>[]): void {
    const gone = (id: NodeId): void => this.#timers.setAll(timersWithout(id, this.#replica, this.#now));
    this.ports.transport.open(this.members.peer((from, said) => this.#hear(from, said), gone));
    this.members.meet();
    this.#standing.join(() => this.#perform(effects));
  }

  /**
   * Gives a client's request to the replica; the reply tells what is known of it.
   *
   * @throws InvalidInput where the request cannot be, or its command is too large.
   */
  request(request: Request<Command>): Promise<Reply<Answer>> {
    const { session, sequence } = request;
    return this.#ask({ type: 'request', session, sequence }, () => this.#gathering.add(request));
  }

  /** Opens a session; the nonce is the client's, and like no other. */
  openSession(nonce: string): Promise<Reply<Answer>> {
    const input = { type: 'openSession', nonce, now: this.#now } as const;
    return this.#ask({ type: 'session', nonce }, () => this.#give(input));
  }

  /** Answers a command that changes nothing from the present state, without a decree. */
  read(command: Command, withinMs: number): Promise<Reply<Answer>> {
    return this.#reading.read(command, withinMs);
  }

  /** As a leader: has the members changed, or another lead, unless something speaks against it. */
  change(change: MemberChange | Succession): Promise<Reply<Answer>> {
    const { leader, election } = this.#replica;
    if (leader.phase !== 'leading') return Promise.resolve(this.members.elsewhere(election.hears));
    if (change.type === 'lead' && this.members.againstLeading(change.id) === null) this.transfer(change.id);
    const configuration = this.members.change(change);
    if ('type' in configuration) return Promise.resolve(configuration);
    const input = { type: 'configure', configuration, now: this.#now } as const;
    return this.#ask({ type: 'configuration', configuration }, () => this.#give(input));
  }

  /** As a leader: lets that voter lead. */
  transfer(to: NodeId): void {
    this.#give({ type: 'transfer', to, now: this.#now });
  }

  /** Writes what it has kept back, and closes. */
  end(): Promise<void> {
    return this.#writing.end().then(() => this.close());
  }

  /** Takes no part any more. Whoever waits is told that it is not known what came of it. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const each of [this.#timers, this.#standing, this.#writing, this.#reading, this.ports.transport])
      each.close();
    this.waiting.tellAll({ type: 'unknown', slot: 0 });
  }

  get #now(): number {
    return this.ports.clock.now();
  }

  /** Takes what another node says: until this one takes part, its replica hears nothing. */
  #hear(from: NodeId, said: NodeMessage<Command, State, Answer>): void {
    if (this.isClosed) return;
    try {
      const message = this.#standing.receive(from, said);
      if (message === undefined || isMissed(message, this.options.id, this.ports.storage)) return;
      if (said.type === 'told') this.members.hear(from, said.incarnation, message);
      this.#give({ type: 'message', from, message, now: this.#now });
    } catch (error) {
      this.#stop(error);
    }
  }

  #ask(subject: Subject, give: () => Error | undefined): Promise<Reply<Answer>> {
    const reason = this.#against(subject);
    return reason === undefined ? this.waiting.ask(subject, give) : Promise.resolve(rejected(reason));
  }

  /** Why nothing is asked of the replica at the moment. */
  #against({ type }: Subject): Rejection | undefined {
    if (this.members.membership === 'removed') return 'removed';
    if (this.isClosed || !this.#standing.hasJoined) return 'notLeader';
    return type !== 'read' && this.ports.storage.isNearlyFull?.() ? 'diskFull' : undefined;
  }

  /** A timer has run out. A leader that hears of a version which all know has it enabled; a member that was removed does not elect. */
  #runOut(timer: Timer): void {
    const { phase } = this.#replica.leader;
    if (timer === 'election' && phase === 'following' && this.members.membership === 'removed') return;
    this.#give({ type: 'timer', timer, now: this.#now });
    const { leader, executed } = this.#replica;
    const version = enabledBy(this.members.version ?? 1, this.options.kinds);
    if (leader.phase === 'leading' && version > enabledIn(executed))
      this.#give({ type: 'enable', version, now: this.#now });
  }

  /** Gives an input to the replica. Returns the error where it was refused. */
  #give(input: ReplicaInput<Command, State, Answer>): Error | undefined {
    if (this.isClosed) return undefined;
    this.#standstill.look();
    try {
      const before = this.#replica.executed.through;
      const [replica, effects] = this.functions.step(this.#replica, input);
      this.#replica = replica;
      this.#perform(effects);
      if (replica.executed.through === before) return undefined;
      const applied = effects.filter((effect) => effect.type === 'apply');
      this.options.follow?.(this.status, applied);
      if (this.isClosed) return undefined;
      this.members.meet();
      const { successor } = this.members;
      if (successor !== undefined) this.transfer(successor);
    } catch (error) {
      if (error instanceof InvalidInput) {
        this.options.report?.(error);
        return error;
      }
      this.#stop(error);
    }
    return undefined;
  }

  /** A guarantee does not hold, or this program is wrong: better silent than wrong. */
  #stop(error: unknown): void {
    this.options.report?.(error);
    this.close();
  }

  #perform(effects: readonly ReplicaEffect<Command, State, Answer>[]): void {
    // As many as there are replies: told apart without a pattern's cost.
    for (const effect of effects)
      if (effect.type === 'persist') this.outbox.persist(effect);
      else if (effect.type === 'setTimer') this.#timers.set(effect);
      // The others are for those who follow the state, and are told when all is performed.
      else if (effect.type !== 'apply') this.outbox.put(effect);
    this.#writing.write();
    this.#gathering.look();
  }

  #release(effect: Held<Command, State, Answer>): void {
    if (this.isClosed) return;
    if (effect.type === 'send') {
      const { to, message } = effect;
      const isSaid = !isKeptBack(message, this.ports.storage) && this.members.knows(to, message.type);
      if (isSaid) this.#standing.send(to, message);
      return;
    }
    const { to, reply, notAfter = Number.POSITIVE_INFINITY } = effect;
    const isLate = this.#now > notAfter || ('byLease' in reply && this.#standstill.look());
    this.waiting.tell(to, isLate ? rejected('late') : reply);
  }
}
