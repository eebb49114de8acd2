/**
 * A client of a cluster: it finds the leader, and repeats a command under its number until it knows what came of it.
 *
 * It may repeat as often as it likes: within its session the cluster executes each command once. If the session is lost while
 * a command is under way, nobody can tell any more whether it was executed, and the client says so.
 */
import type { Request, SessionId } from '../paxos/decree.js';
import { LIMITS } from '../paxos/limits.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Rejection, Reply } from '../paxos/reply.js';
import { ClientSession } from './client-session.js';
import { type CallOptions, Deadline } from './deadline.js';
import { AGAINST, type MemberChange, type Succession } from './member-change.js';
import { type Attempt, OutcomeUnknown, rejection, SessionOver } from './outcome.js';
import type { Clock, Random } from './ports.js';

/** A node, as its clients see it. */
export interface Entry<Command, Answer> {
  readonly options: { readonly id: NodeId };
  request(request: Request<Command>): Promise<Reply<Answer>>;
  openSession(nonce: string): Promise<Reply<Answer>>;
  change(change: MemberChange | Succession): Promise<Reply<Answer>>;
  read(command: Command, withinMs: number): Promise<Reply<Answer>>;
}

export interface Result<Answer> {
  /** Where it was executed; of a read, the last slot before it. */
  readonly slot: number;
  readonly answer: Answer;
}

export interface ProposeOptions extends CallOptions {
  /**
   * The number of the command, in a session that its proposer has opened. A command that is proposed again under its number, at any
   * member, is executed once, and has the answer of that time. Without it the client numbers its commands itself.
   */
  readonly request?: Omit<Request<unknown>, 'command'>;
}

export interface ClientOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How long to wait for one node before the next is asked. */
  readonly attemptMs?: number;
  /** How long to try at all. */
  readonly withinMs?: number;
  /** After so long without a command a new session is taken, since the cluster may have closed the old one. */
  readonly idleMs?: number;
  /** How many commands of a session the cluster executes at once: its `windowMax`. More than that wait here. */
  readonly windowMax?: number;
  /** How the cluster looks from here, for the errors of calls that have no answer. */
  readonly situation?: () => string;
}

/**
 * A client of the cluster that these nodes are part of.
 *
 * @example
 * const client = connect<number, number>([], { clock: systemClock, random: Math.random, withinMs: 5 });
 * await client.propose(1).catch((error: Error) => error.name); // → 'Rejected'
 */
export function connect<Command, Answer>(
  nodes: readonly Entry<Command, Answer>[],
  options: ClientOptions,
): Client<Command, Answer> {
  return new Client(nodes, options);
}

export class Client<Command, Answer> {
  #session: Promise<ClientSession> | undefined;
  /** The node to ask next. */
  #at = 0;

  constructor(
    readonly nodes: readonly Entry<Command, Answer>[],
    readonly options: ClientOptions,
  ) {}

  /**
   * Has the command executed, once.
   *
   * @throws OutcomeUnknown where that is not known: there was no answer in time; SessionOver where the session was lost.
   * @throws Rejected where it was not executed; Busy where that is since there is too much to do.
   * @throws InvalidInput where the command is too large.
   * @throws the signal's reason where it was given up before it could be executed.
   */
  async propose(command: Command, { request, ...call }: ProposeOptions = {}): Promise<Result<Answer>> {
    const deadline = this.#deadline(call);
    if (request !== undefined)
      return this.#until('command', deadline, (node) => node.request({ ...request, command }), OF_WINDOW);
    const [opening, session, sequence] = await this.#begin(deadline);
    try {
      return await this.#until('command', deadline, (node) =>
        node.request({ session: session.id, sequence, answered: session.answered, command }),
      );
    } catch (error) {
      // Its number may have been executed or not, and will never be asked for again.
      this.#forget(opening);
      throw error;
    } finally {
      session.end(sequence, this.options.clock.now());
    }
  }

  /**
   * Opens a session for {@link ProposeOptions.request}. It ends when it was not used for long, or many others were used since.
   *
   * @throws OutcomeUnknown, Rejected where it may or could not be opened.
   */
  async openSession(call: CallOptions = {}): Promise<SessionId> {
    const nonce = `${this.options.random()} ${this.options.random()}`;
    const { slot } = await this.#until('command', this.#deadline(call), (node) => node.openSession(nonce));
    return slot;
  }

  /**
   * Answers a command that changes nothing, from a state that has all that was answered before.
   *
   * @throws Rejected where the time was over before that; what the machine has thrown where it has.
   */
  read(command: Command, call: CallOptions = {}): Promise<Result<Answer>> {
    const { attemptMs = ATTEMPT_MS } = this.options;
    return this.#until('read', this.#deadline(call), (node) => node.read(command, attemptMs));
  }

  /**
   * Changes the members, or which of them leads. Asked for again, a change that was made is not made twice. Returns the slot of its decree.
   *
   * @param next the change, based on the last configuration that is known: asked for anew before each try, until one of them may have been made
   * @throws Rejected where it was not made: what speaks against it is its reason.
   * @throws OutcomeUnknown where that is not known.
   */
  async change(next: () => MemberChange | Succession, call: CallOptions = {}): Promise<number> {
    let change = next();
    const { slot } = await this.#until('command', this.#deadline(call), (node, mayHaveHappened) => {
      if (!mayHaveHappened) change = next();
      return node.change(change);
    });
    return slot;
  }

  #deadline({ withinMs = this.options.withinMs ?? WITHIN_MS, signal }: CallOptions): Deadline {
    return new Deadline(this.options.clock, withinMs, signal);
  }

  #forget(session: Promise<ClientSession>): void {
    if (this.#session === session) this.#session = undefined;
  }

  /**
   * The next number in the session of all calls, once there is room for it. Each waits until its own deadline, and none of them ends
   * the opening for the others.
   */
  async #begin(
    deadline: Deadline,
  ): Promise<readonly [opening: Promise<ClientSession>, session: ClientSession, sequence: number]> {
    const { clock, idleMs = Number.POSITIVE_INFINITY } = this.options;
    let reason: Rejection = 'notLeader';
    for (;;) {
      this.#session ??= this.#openSession();
      const opening = this.#session;
      const session = await deadline.wait(opening, Number.POSITIVE_INFINITY).catch((error: unknown) => {
        this.#forget(opening);
        throw error;
      });
      if (session === null || deadline.isOver) {
        deadline.signal?.throwIfAborted();
        throw rejection(reason, this.#attempt('command', deadline));
      }
      if (!session.isInUse && clock.now() - session.usedAt >= idleMs) this.#forget(opening);
      else if (session.hasRoom) return [opening, session, session.begin()];
      else {
        reason = 'outsideWindow';
        const sequence = await session.beginLater(deadline);
        if (sequence === null) continue;
        if (this.#session === opening && !deadline.isOver) return [opening, session, sequence];
        // It was never asked for: the next that waits has its place.
        session.end(sequence);
      }
    }
  }

  async #openSession(): Promise<ClientSession> {
    const { clock, windowMax = LIMITS.windowMax } = this.options;
    return new ClientSession(await this.openSession(), windowMax, clock.now());
  }

  /** Asks one node after the other until one has the answer. */
  async #until(
    kind: Attempt['kind'],
    deadline: Deadline,
    ask: (node: Entry<Command, Answer>, mayHaveHappened: boolean) => Promise<Reply<Answer>>,
    /** What no further try would change. */
    final = AGAINST,
  ): Promise<Result<Answer>> {
    const { clock, attemptMs = ATTEMPT_MS } = this.options;
    let mayHaveHappened = false;
    let reason: Rejection = 'notLeader';
    let why: string | undefined;
    // Its own, so that calls that are under way at once do not send each other on before a node was asked.
    let at = this.#at;
    const fail = (cause: unknown): never => {
      throw mayHaveHappened ? new OutcomeUnknown('its node was closed', undefined, { cause }) : cause;
    };
    while (!deadline.isOver) {
      const node = this.nodes[at % this.nodes.length];
      const reply =
        node === undefined ? null : await deadline.wait(ask(node, mayHaveHappened), attemptMs).catch(fail);
      if (reply?.type === 'answered') return reply;
      if (reply?.type === 'opened') return { slot: reply.session, answer: undefined as Answer };
      if (reply?.type === 'decided') return { slot: reply.slot, answer: undefined as Answer };
      if (reply?.type === 'failed') throw reply.error;
      if (reply?.type === 'rejected') {
        if (reply.reason === 'unknownSession' || reply.reason === 'alreadyAnswered')
          throw new SessionOver(reply.reason);
        ({ reason, why } = reply);
        if (final.includes(reason) || (reason === 'removed' && this.nodes.length === 1)) break;
      } else if (kind === 'read') reason = 'late';
      else if (node !== undefined) mayHaveHappened = true;
      const leader = reply?.type === 'rejected' ? reply.leader : null;
      const known = this.nodes.findIndex(({ options }) => options.id === leader);
      at = known === -1 ? at + 1 : known;
      this.#at = at;
      await new Promise<void>((resolve) => clock.after(PAUSE_MS, resolve));
    }
    const { signal } = deadline;
    const attempt = this.#attempt(kind, deadline);
    if (mayHaveHappened)
      throw new OutcomeUnknown(
        signal?.aborted
          ? 'it was given up'
          : final.includes(reason)
            ? [reason, why].filter(Boolean).join(': ')
            : `no node answered within ${attempt.withinMs} ms`,
        attempt.situation,
        { cause: signal?.reason },
      );
    signal?.throwIfAborted();
    throw rejection(reason, { ...attempt, why });
  }

  #attempt(kind: Attempt['kind'], { withinMs }: Deadline): Attempt {
    return { kind, withinMs, situation: this.options.situation?.() };
  }
}

const ATTEMPT_MS = 2_000;
const WITHIN_MS = 20_000;
const PAUSE_MS = 20;

/** Only the proposer of a numbered command moves its window, by telling which answers it has. */
const OF_WINDOW: readonly Rejection[] = ['outsideWindow'];
