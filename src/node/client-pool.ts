/**
 * Clients for many calls at once: the cluster executes so many commands of a session at a time and no more, so whoever has more under way
 * takes further sessions.
 */
import type { Limits } from '../paxos/limits.js';
import type { Client, ProposeOptions, Result } from './client.js';

interface Lane<Command, Answer> {
  readonly client: Client<Command, Answer>;
  underWay: number;
}

type PoolLimits = Pick<Limits, 'sessionsMax' | 'windowMax' | 'proposalsMax' | 'batchMax'>;

/**
 * How many sessions a member takes at most: as many as have, in their windows together, what fills the decrees under way twice, so that the
 * next ones are full, too. Beyond that commands wait.
 *
 * Of the sessions that the cluster keeps it takes a sixteenth at most, or it would have those of others evicted: more than sixteen members
 * take commands in no cluster.
 */
export function clientsMax({ sessionsMax, windowMax, proposalsMax, batchMax }: PoolLimits): number {
  const filling = Math.ceil((2 * proposalsMax * batchMax) / windowMax);
  return Math.max(1, Math.min(filling, Math.floor(sessionsMax / 16)));
}

export class ClientPool<Command, Answer> {
  readonly #lanes: [Lane<Command, Answer>, ...Lane<Command, Answer>[]];

  constructor(
    readonly connect: () => Client<Command, Answer>,
    readonly limits: PoolLimits,
  ) {
    this.#lanes = [{ client: connect(), underWay: 0 }];
  }

  /** The one for all that needs no session. */
  get first(): Client<Command, Answer> {
    return this.#lanes[0].client;
  }

  /** Has the command executed, once, as a client does. */
  async propose(command: Command, call: ProposeOptions): Promise<Result<Answer>> {
    const lane = this.#lane();
    lane.underWay++;
    try {
      return await lane.client.propose(command, call);
    } finally {
      lane.underWay--;
    }
  }

  #lane(): Lane<Command, Answer> {
    const free = this.#lanes.find(({ underWay }) => underWay < this.limits.windowMax);
    if (free !== undefined) return free;
    if (this.#lanes.length >= clientsMax(this.limits))
      return this.#lanes.reduce((least, lane) => (lane.underWay < least.underWay ? lane : least));
    const lane = { client: this.connect(), underWay: 0 };
    this.#lanes.push(lane);
    return lane;
  }
}
