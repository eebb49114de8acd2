/** A client of the cluster: it has some commands under way at once, each until it is answered or given up. */
import type { CallHistory } from '#model/index.js';
import { type Client, connect } from '../node/client.js';
import { OutcomeUnknown, Rejected } from '../node/outcome.js';
import type { Clock } from '../node/ports.js';
import type { Chance } from './chance.js';
import type { Circumstances } from './circumstances.js';
import { ATTEMPT_MS, type Host } from './host.js';
import type { Network } from './network.js';
import type { Answer, Command } from './register.js';
import type { Time } from './timeline.js';
import type { Watch } from './watch.js';
import type { Entry, Reply } from './words.js';

/** What clients have called and what has returned, in order. */
export type Calls = CallHistory<Command, Answer>[number][];

export class SimulatedClient {
  /** How many rows of its commands go on. */
  #rows = 0;
  #isCalm = false;
  #commands = 0;
  readonly #client: Client<Command, Answer>;
  readonly #reader: Client<Command, Answer>;

  constructor(
    readonly name: string,
    readonly hosts: readonly Host[],
    readonly timeline: Time,
    readonly network: Network,
    readonly circumstances: Circumstances,
    readonly chance: Chance,
    readonly watch: Watch,
    readonly calls: Calls,
  ) {
    const clock: Clock = {
      now: () => timeline.now,
      after: (ms, callback) => timeline.after(ms, callback, `clock of ${name}`),
    };
    const first = chance.below(hosts.length);
    const nodes = [...hosts.slice(first), ...hosts.slice(0, first)].map((host) => this.#entry(host));
    const options = { clock, random: chance.float, attemptMs: ATTEMPT_MS, withinMs: 2_000 };
    this.#client = connect(nodes, options);
    this.#reader = circumstances.isReadingNearby ? connect(nodes, options) : this.#client;
  }

  /** It has asked for nothing more since the faults ended and it was answered. */
  get isContent(): boolean {
    return this.#rows === 0;
  }

  async live(): Promise<void> {
    this.#rows = this.circumstances.atOnce;
    await Promise.all(Array.from({ length: this.#rows }, () => this.#askAgainAndAgain()));
  }

  /** Until the faults have ended and a command is answered that began since. */
  async #askAgainAndAgain(): Promise<void> {
    for (let isContent = false; !isContent; ) {
      await this.#pause();
      const began = this.#isCalm;
      const isAnswered = await this.#ask();
      isContent = began && isAnswered;
    }
    this.#rows--;
  }

  calmDown(): void {
    this.#isCalm = true;
  }

  #pause(): Promise<void> {
    const ms = this.chance.exponential(this.circumstances.pauseMs);
    return new Promise((resolve) => void this.timeline.after(ms, resolve, `pause of ${this.name}`));
  }

  /** One command. Returns whether it was answered. */
  async #ask(): Promise<boolean> {
    const { chance, circumstances, calls } = this;
    const id = `${this.name}.${++this.#commands}`;
    const register = `r${1 + chance.below(circumstances.registers)}`;
    const command: Command = { type: chance.happens(circumstances.reads) ? 'read' : 'write', register, id };
    calls.push({ type: 'call', id, operation: command });
    try {
      const { answer } = await (command.type === 'read'
        ? this.#reader.read(command)
        : this.#client.propose(command));
      calls.push({ type: 'return', id, result: answer });
      return true;
    } catch (error) {
      if (error instanceof Rejected) this.watch.rejected(id);
      else if (!(error instanceof OutcomeUnknown)) throw error;
      else this.watch.saw('a client gave up, not knowing what came of its command');
      return false;
    }
  }

  /** A node, at the other end of the network. */
  #entry(host: Host): Entry {
    return {
      options: host.options,
      request: (request) => this.#call(host, request.command, (entry) => entry.request(request)),
      openSession: (nonce) => this.#call(host, null, (entry) => entry.openSession(nonce)),
      change: (change) => this.#call(host, null, (entry) => entry.change(change)),
      read: (command, withinMs) =>
        this.#call(
          host,
          null,
          (entry) => entry.read(command, withinMs),
          () => this.watch.saw('a read was answered without a decree'),
        ),
    };
  }

  #call(
    host: Host,
    command: Command | null,
    ask: (entry: Entry) => Promise<Reply>,
    answered: () => void = () => {},
  ): Promise<Reply> {
    const { id } = host.options;
    return new Promise((resolve) => {
      const arrive = (): void => {
        const { node, entry } = host;
        if (node === null || entry === null) return;
        void ask(entry).then(
          (reply) => {
            // A process that is gone tells nothing, and one that latches shut has not been told by its replica.
            if (host.node !== node || node.status.isClosed) return;
            this.watch.replied(command, reply);
            if (reply.type === 'answered') answered();
            this.network.carryOnce(id, this.name, () => resolve(reply), 'reply');
          },
          () => {
            // The driver has reported why it was refused, and so has the watch.
          },
        );
      };
      // A client asks within a process, or over a connection, which repeats nothing.
      this.network.carryOnce(this.name, id, () => host.computer.whenAwake(arrive), 'call');
    });
  }
}
