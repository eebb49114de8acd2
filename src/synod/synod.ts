/** Synod, embedded: a member of a cluster within the program that uses it. */
import { connect, type Entry, type ProposeOptions, type Result } from '../node/client.js';
import { ClientPool } from '../node/client-pool.js';
import { type CallOptions, Deadline } from '../node/deadline.js';
import { handOver } from '../node/hand-over.js';
import { OutcomeUnknown, rejection } from '../node/outcome.js';
import type { SessionId } from '../paxos/decree.js';
import { limits as withLimits } from '../paxos/limits.js';
import { type NodeId, nodeId } from '../paxos/node-id.js';
import { noCounts } from '../transport/counts.js';
import { canonical } from './command.js';
import { assertCall, assertName, assertOpening, assertProposing, assertReading } from './given.js';
import { ATTEMPT_MS, type Member, openMember, WORLD, type World } from './member.js';
import { Members } from './members.js';
import { NodeClosed } from './node-closed.js';
import type { ReadOptions, SynodOptions } from './options.js';
import { situationOf } from './situation.js';
import type { SynodStatus } from './status.js';
import type { Watched } from './watch.js';

const WITHIN_MS = 20_000;

/** An open member. Made by {@link Synod.open}. */
export class Synod<Command, State, Answer> implements AsyncDisposable {
  /** Who the members are, and how that is changed. */
  readonly members: Members;
  readonly #clients: ClientPool<Command, Answer>;
  #closing: Promise<void> | undefined;
  #calls = 0;

  /**
   * Opens a member. It follows, votes and may lead from now on.
   *
   * @param world the time and the chance that it goes by, where a test has its own
   * @throws StorageError where the folder has not all that was kept in it, or another process has it.
   * @throws NotListening where it cannot have its address; InvalidCredentials where its certificates cannot be used.
   * @throws InvalidOption where an option is unknown, missing, or of another kind.
   */
  static async open<Command, State, Answer>(
    options: SynodOptions<Command, State, Answer>,
    world: World = WORLD,
  ): Promise<Synod<Command, State, Answer>> {
    assertOpening(options);
    return new Synod(options, world, await openMember(options, world));
  }

  private constructor(
    readonly options: SynodOptions<Command, State, Answer>,
    readonly world: World,
    readonly member: Member<Command, State, Answer>,
  ) {
    const limits = withLimits({ ...options.limits, ...member.store.identity.limits });
    const entries = [this.#guarded(member.entry)];
    const settings = {
      ...world,
      attemptMs: ATTEMPT_MS,
      withinMs: options.withinMs ?? WITHIN_MS,
      windowMax: limits.windowMax,
      // Well before the cluster closes a session that it does not hear of.
      idleMs: limits.sessionMs / 2,
      situation: () => situationOf(this.id, this.status),
    };
    this.#clients = new ClientPool(() => connect(entries, settings), limits);
    this.members = new Members({
      cluster: member.store.identity,
      clock: world.clock,
      configurations: () => this.status.configurations,
      reached: (slot) => member.watchers.reached(slot),
      change: (next, call) => this.#clients.first.change(next, call),
    });
  }

  /** The name of this member. */
  get id(): NodeId {
    return this.member.node.options.id;
  }

  /** What this member is and has at the moment. */
  get status(): SynodStatus<State> {
    const { node, transport, compared } = this.member;
    return {
      ...node.status,
      compared: compared(),
      ...(transport?.status ?? { counts: noCounts(), peers: {} }),
    };
  }

  /**
   * Has the command executed by the cluster, once. Any member takes it.
   *
   * @throws OutcomeUnknown where it may have been executed: the time was over, the call was given up, or its session is over.
   * @throws Rejected where it was not executed; Busy where that is since there is too much to do.
   * @throws InvalidInput where it is no plain data, or too large.
   * @throws NodeClosed where this member has stopped.
   */
  async propose(command: Command, call: ProposeOptions = {}): Promise<Result<Answer>> {
    assertProposing(call);
    const given = this.#canonical(command);
    return this.#logged('propose', () => this.#clients.propose(given, call));
  }

  /**
   * Opens a session, for a caller who numbers commands itself so that it can give them again after it has failed.
   *
   * @throws OutcomeUnknown, Rejected, NodeClosed where it may or could not be opened.
   */
  async openSession(call: CallOptions = {}): Promise<SessionId> {
    assertCall(call);
    return this.#clients.first.openSession(call);
  }

  /**
   * What the machine answers to a command that changes nothing. Nothing is decided for it.
   *
   * @throws what the machine throws.
   * @throws Rejected where the time was over before it could be answered.
   * @throws NodeClosed where this member has stopped.
   */
  async read(command: Command, call: ReadOptions = {}): Promise<Result<Answer>> {
    assertReading(call);
    const { consistency = call.after === undefined ? 'linearizable' : 'local' } = call;
    const given = this.#canonical(command);
    return this.#logged('read', () =>
      consistency === 'linearizable' ? this.#clients.first.read(given, call) : this.#readLocally(given, call),
    );
  }

  /**
   * All that this member executes, in order: first the state that there is, then each command.
   *
   * A state comes in the place of commands where the member has got a snapshot, or the reader is slow. It ends when the member
   * is closed, and throws the signal's reason when it is given up.
   *
   * @throws NodeClosed where this member has stopped.
   */
  async *watch({
    signal,
  }: Pick<CallOptions, 'signal'> = {}): AsyncGenerator<Watched<Command, State, Answer>> {
    this.#assertOpen();
    yield* this.member.watchers.watch(() => this.member.node.status, signal);
    if (this.member.failure() !== undefined) this.#assertOpen();
  }

  /**
   * Has that member lead, whoever leads now; without a name, another member in the place of this one, if this one leads.
   *
   * @throws Rejected where the member is no voter, has not caught up or is not there (`cannotLead`); without a name, where that is so of all.
   * @throws OutcomeUnknown where it may come to lead; NodeClosed where this member has stopped.
   */
  async transfer(to?: string, call: CallOptions = {}): Promise<void> {
    assertCall(call);
    if (to !== undefined) {
      assertName(to, 'transfer');
      await this.#clients.first.change(() => ({ type: 'lead', id: nodeId(to) }), call);
    } else await this.#handOver(call);
  }

  /**
   * Takes no part any more; a leader lets another lead first, if one can at once. What is under way then is told to be unknown; what is
   * written stays.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #handOver({ withinMs = this.options.withinMs ?? WITHIN_MS, signal }: CallOptions): Promise<void> {
    this.#assertOpen();
    signal?.throwIfAborted();
    const deadline = new Deadline(this.world.clock, withinMs, signal);
    const isDone = await handOver(this.member.node, this.world.clock, deadline);
    if (isDone && (!deadline.isOver || this.status.leader !== null)) return;
    const situation = situationOf(this.id, this.status);
    if (!deadline.isOver) throw rejection('cannotLead', { kind: 'command', withinMs, situation });
    const why = signal?.aborted ? 'it was given up' : `no other member led within ${withinMs} ms`;
    throw new OutcomeUnknown(why, situation, { cause: signal?.reason });
  }

  async #close(): Promise<void> {
    const { log, node, watchers, store } = this.member;
    if (node.status.phase === 'leading') await handOver(node, this.world.clock);
    await node.end();
    watchers.close();
    await store.close();
    log.info('closed');
  }

  async #readLocally(command: Command, { after = 0, ...call }: ReadOptions): Promise<Result<Answer>> {
    this.#assertOpen();
    const { withinMs = this.options.withinMs ?? WITHIN_MS, signal } = call;
    const deadline = new Deadline(this.world.clock, withinMs, signal);
    const reached = this.member.watchers.reached(after);
    if ((await deadline.wait(reached.promise, withinMs)) === null) {
      reached.forget();
      signal?.throwIfAborted();
      const { executed } = this.member.node.status;
      const situation = `${this.id} has executed slot ${executed}, and slot ${after} was asked for. ${situationOf(this.id, this.status)}`;
      throw rejection('late', { kind: 'read', withinMs, situation });
    }
    this.#assertOpen();
    const { executed, state } = this.member.node.status;
    return { slot: executed, answer: this.member.machine.apply(state, command)[1] };
  }

  #canonical(command: Command): Command {
    return canonical(command, this.member.store.identity.limits.valueBytesMax);
  }

  /** Writes down that it was asked and what came of it, under an id that no other request of the cluster has. */
  async #logged(kind: string, ask: () => Promise<Result<Answer>>): Promise<Result<Answer>> {
    const { log, store } = this.member;
    const request = `${this.id}.${store.start}.${++this.#calls}`;
    log.debug({ request }, kind);
    try {
      const result = await ask();
      log.debug({ request, slot: result.slot }, 'answered');
      return result;
    } catch (err) {
      log.debug({ request, err }, 'not answered');
      throw err;
    }
  }

  /** A node that is closed answers nothing: whoever asks it is told at once. */
  #guarded(entry: Entry<Command, Answer>): Entry<Command, Answer> {
    const guard = async <Reply>(ask: () => Promise<Reply>): Promise<Reply> => {
      this.#assertOpen();
      return ask();
    };
    return {
      options: entry.options,
      request: (request) => guard(() => entry.request(request)),
      openSession: (nonce) => guard(() => entry.openSession(nonce)),
      change: (change) => guard(() => entry.change(change)),
      read: (command, withinMs) => guard(() => entry.read(command, withinMs)),
    };
  }

  #assertOpen(): void {
    const { node, failure } = this.member;
    if (node.status.isClosed) throw new NodeClosed(this.id, failure());
  }
}
