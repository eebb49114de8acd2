/**
 * A client of a cluster: it finds the leader, and repeats a command under its number until it knows what came of it.
 *
 * It may repeat as often as it likes: within its session the cluster executes each command once. If the session is lost while
 * a command is under way, nobody can tell any more whether it was executed, and the client says so.
 */
import type { Request } from '../paxos/decree.js';
import type { NodeId } from '../paxos/node-id.js';
import type { Rejection, Reply } from '../paxos/reply.js';
import type { Clock, Random } from './ports.js';

/** A node, as its clients see it. */
export interface Entry<Command, Answer> {
  readonly options: { readonly id: NodeId };
  request(request: Request<Command>): Promise<Reply<Answer>>;
  openSession(nonce: string): Promise<Reply<Answer>>;
  read(command: Command, withinMs: number): Promise<Reply<Answer>>;
}

export interface Result<Answer> {
  /** Where it was executed; of a read, the last slot before it. */
  readonly slot: number;
  readonly answer: Answer;
}

/** It may have happened. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';

  constructor(why: string) {
    super(
      `expected an answer; got none: ${why}. The command may have been executed; read the state to find out.`,
    );
  }
}

export interface ClientOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How long to wait for one node before the next is asked. */
  readonly attemptMs?: number;
  /** How long to try at all. */
  readonly withinMs?: number;
}

/** A session, and the numbers of the requests in it that have no answer yet. */
interface Session {
  readonly id: number;
  next: number;
  readonly open: Set<number>;
}

/**
 * A client of the cluster that these nodes are part of.
 *
 * @example
 * const client = connect<number, number>([], { clock: systemClock, random: Math.random, withinMs: 5 });
 * await client.propose(1).catch((error: Error) => error.name); // → 'OutcomeUnknown'
 */
export function connect<Command, Answer>(
  nodes: readonly Entry<Command, Answer>[],
  options: ClientOptions,
): Client<Command, Answer> {
  return new Client(nodes, options);
}

export class Client<Command, Answer> {
  #session: Promise<Session> | undefined;
  /** The node to ask next. */
  #at = 0;

  constructor(
    readonly nodes: readonly Entry<Command, Answer>[],
    readonly options: ClientOptions,
  ) {}

  /**
   * Has the command executed, once.
   *
   * @throws OutcomeUnknown where that is not known: there was no answer in time, or the session was lost.
   */
  async propose(command: Command): Promise<Result<Answer>> {
    this.#session ??= this.#openSession();
    const opening = this.#session;
    const session = await opening.catch((error: unknown) => {
      this.#forget(opening);
      throw error;
    });
    const sequence = session.next++;
    session.open.add(sequence);
    try {
      return await this.#until((node) => {
        const answered = Math.min(...session.open) - 1;
        return node.request({ session: session.id, sequence, answered, command });
      });
    } catch (error) {
      // Its number may have been executed or not, and will never be asked for again.
      this.#forget(opening);
      throw error;
    } finally {
      session.open.delete(sequence);
    }
  }

  /** Answers a command that changes nothing, from a state that has all that was answered before. */
  read(command: Command): Promise<Result<Answer>> {
    const { attemptMs = ATTEMPT_MS } = this.options;
    return this.#until((node) => node.read(command, attemptMs));
  }

  #forget(session: Promise<Session>): void {
    if (this.#session === session) this.#session = undefined;
  }

  async #openSession(): Promise<Session> {
    const { random } = this.options;
    const { slot } = await this.#until((node) => node.openSession(`${random()} ${random()}`));
    return { id: slot, next: 1, open: new Set() };
  }

  /** Asks one node after the other until one has the answer. */
  async #until(ask: (node: Entry<Command, Answer>) => Promise<Reply<Answer>>): Promise<Result<Answer>> {
    const { clock, withinMs = WITHIN_MS } = this.options;
    const end = clock.now() + withinMs;
    while (clock.now() < end) {
      const node = this.nodes[this.#at % this.nodes.length];
      const reply = node === undefined ? null : await this.#within(ask(node));
      if (reply?.type === 'answered') return reply;
      if (reply?.type === 'opened') return { slot: reply.session, answer: undefined as Answer };
      if (reply?.type === 'rejected' && ENDS.includes(reply.reason)) throw new OutcomeUnknown(reply.reason);
      const leader = reply?.type === 'rejected' ? reply.leader : null;
      const known = this.nodes.findIndex(({ options }) => options.id === leader);
      this.#at = known === -1 ? this.#at + 1 : known;
      await new Promise<void>((resolve) => clock.after(PAUSE_MS, resolve));
    }
    throw new OutcomeUnknown(`no node answered within ${withinMs} ms`);
  }

  /** The reply, or null where it takes too long. */
  #within(reply: Promise<Reply<Answer>>): Promise<Reply<Answer> | null> {
    const { clock, attemptMs = ATTEMPT_MS } = this.options;
    return new Promise((resolve, reject) => {
      const cancel = clock.after(attemptMs, () => resolve(null));
      reply.then(resolve, reject).finally(cancel);
    });
  }
}

const ATTEMPT_MS = 2_000;
const WITHIN_MS = 20_000;
const PAUSE_MS = 20;

/** After these no further try can tell what came of it. */
const ENDS: readonly Rejection[] = ['unknownSession', 'alreadyAnswered'];
