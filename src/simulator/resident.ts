/**
 * A program that has a node within it: no network is between them, and what it has asked ends with their process. It writes when its node
 * begins to lead, and reads on and on while that leads, even from a node that only believes it, cut off from those who do now. Where nodes
 * hand on to the leader what they are asked, it writes whoever leads, and in some runs it reads whoever leads, with some of these under way
 * at once.
 */
import { type Client, connect } from '../node/client.js';
import type { Chance } from './chance.js';
import type { Host } from './host.js';
import type { Network } from './network.js';
import type { Answer, Command } from './register.js';
import { remoteEntry } from './remote-entry.js';
import { type Calls, called } from './simulated-client.js';
import { clockOf, type Time } from './timeline.js';
import type { Watch } from './watch.js';
import type { Entry } from './words.js';

/** How long it waits for an answer. */
const WITHIN_MS = 150;

/** On average so many pauses are between two writes of one whose node leads. */
const WRITES = 20;

/** So many rows of reads, and of writes, go on whoever leads. */
const ROWS = 3;

/** What is asked and answered is there at once. */
const WITHIN_PROCESS: Pick<Network, 'carryOnce'> = { carryOnce: (_from, _to, arrive) => arrive() };

export interface ResidentOptions {
  readonly host: Host;
  /** All that there are. */
  readonly hosts: readonly Host[];
  readonly watch: Watch;
  readonly calls: Calls;
  readonly chance: Chance;
  readonly registers: number;
  /** The pause between two reads, on average. */
  readonly everyMs: number;
  /** The pause between two reads of a row, whoever leads; null where there are none. */
  readonly alwaysMs: number | null;
  /** Whether its node hands on to the leader what it asks. */
  readonly isForwarding: boolean;
}

export class Resident {
  #isCalm = false;
  #commands = 0;
  readonly #client: Client<Command, Answer>;

  constructor(
    readonly options: ResidentOptions,
    readonly timeline: Time,
  ) {
    const { host, watch, chance } = options;
    const clock = clockOf(timeline, this.name);
    const entry = remoteEntry(host, this.name, WITHIN_PROCESS, watch);
    const own: Entry = {
      ...entry,
      request: (request) => host.whileUp(entry.request(request)),
      openSession: (nonce) => host.whileUp(entry.openSession(nonce)),
      read: (command, withinMs) => host.whileUp(entry.read(command, withinMs)),
    };
    this.#client = connect([own], { clock, random: chance.float, attemptMs: WITHIN_MS, withinMs: WITHIN_MS });
  }

  get name(): string {
    return `program of ${this.options.host.id}`;
  }

  /** Until the faults have ended. No read waits for a write. */
  async work(): Promise<void> {
    const { everyMs, alwaysMs, isForwarding } = this.options;
    const rows = (type: Command['type'], pauseMs: number | null): readonly Promise<void>[] =>
      pauseMs === null ? [] : Array.from({ length: ROWS }, () => this.#always(type, pauseMs));
    await Promise.all([
      this.#goOn('read'),
      this.#goOn('write'),
      ...rows('read', alwaysMs),
      ...rows('write', isForwarding ? everyMs : null),
    ]);
  }

  calmDown(): void {
    this.#isCalm = true;
  }

  /** One after the other; a write when its node begins to lead, and then now and then. */
  async #goOn(type: Command['type']): Promise<void> {
    const { host, hosts, watch, chance, everyMs } = this.options;
    for (let hasLed = false; !this.#isCalm; ) {
      if (!host.isLeading) {
        hasLed = false;
        await host.leads();
      }
      await this.#pause(everyMs);
      if (!host.isLeading || this.#isCalm) continue;
      const isDue = type === 'read' || !hasLed || chance.below(WRITES) === 0;
      hasLed = true;
      if (!isDue) continue;
      const isLed = hosts.some((other) => other !== host && other.isLeading);
      if (isLed && type === 'read') watch.saw('a leader was read from while another led');
      await this.#ask(type);
    }
  }

  async #always(type: Command['type'], everyMs: number): Promise<void> {
    while (!this.#isCalm) {
      await this.#pause(everyMs);
      if (this.options.host.node !== null && !this.#isCalm) await this.#ask(type);
    }
  }

  #pause(meanMs: number): Promise<void> {
    const ms = this.options.chance.exponential(meanMs);
    return new Promise((resolve) => void this.timeline.after(ms, resolve, `pause of ${this.name}`));
  }

  async #ask(type: Command['type']): Promise<void> {
    const { chance, registers } = this.options;
    const register = `r${1 + chance.below(registers)}`;
    const command: Command = { type, register, id: `${this.name}.${++this.#commands}` };
    await called(this.options, command, () =>
      type === 'read' ? this.#client.read(command) : this.#client.propose(command),
    );
  }
}
