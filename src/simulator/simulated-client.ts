/** A client of the cluster: it has some commands under way at once, each until it is answered or given up. */
import type { CallHistory } from '#model/index.js';
import { type Client, connect } from '../node/client.js';
import { OutcomeUnknown, Rejected } from '../node/outcome.js';
import type { Chance } from './chance.js';
import type { Circumstances } from './circumstances.js';
import type { Host } from './host.js';
import type { Network } from './network.js';
import type { Answer, Command } from './register.js';
import { remoteEntry } from './remote-entry.js';
import { clockOf, type Time } from './timeline.js';
import type { Watch } from './watch.js';

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
    const clock = clockOf(timeline, name);
    const first = chance.below(hosts.length);
    const nodes = [...hosts.slice(first), ...hosts.slice(0, first)].map((host) =>
      remoteEntry(host, name, network, watch),
    );
    const options = { clock, random: chance.float, attemptMs: circumstances.attemptMs, withinMs: 2_000 };
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
    const { chance, circumstances } = this;
    const id = `${this.name}.${++this.#commands}`;
    const register = `r${1 + chance.below(circumstances.registers)}`;
    const command: Command = { type: chance.happens(circumstances.reads) ? 'read' : 'write', register, id };
    return called(this, command, () =>
      command.type === 'read' ? this.#reader.read(command) : this.#client.propose(command),
    );
  }
}

/** Writes down that somebody asks a command, and what comes of it. Returns whether it was answered. */
export async function called(
  { calls, watch }: { readonly calls: Calls; readonly watch: Watch },
  command: Command,
  ask: () => Promise<{ readonly answer: Answer }>,
): Promise<boolean> {
  const { id } = command;
  calls.push({ type: 'call', id, operation: command });
  try {
    const { answer } = await ask();
    calls.push({ type: 'return', id, result: answer });
    return true;
  } catch (error) {
    if (error instanceof Rejected) watch.rejected(id);
    else if (!(error instanceof OutcomeUnknown)) throw error;
    else watch.saw('a client gave up, not knowing what came of its command');
    return false;
  }
}
