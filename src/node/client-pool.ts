/**
 * Clients for many calls at once: the cluster executes so many commands of a session at a time and no more, so whoever has more under way
 * takes further sessions.
 */
import type { SessionLimits } from '../paxos/session.js';
import type { Client, ProposeOptions, Result } from './client.js';

interface Lane<Command, Answer> {
  readonly client: Client<Command, Answer>;
  underWay: number;
}

/** Beyond their windows together commands wait: with the usual limits they are as many as fill four decrees. */
const CLIENTS_MAX = 16;
/** Of the sessions that a cluster keeps one member takes this part at most, or it would have those of others evicted. */
const PART = 1 / 16;

export class ClientPool<Command, Answer> {
  readonly #lanes: [Lane<Command, Answer>, ...Lane<Command, Answer>[]];

  constructor(
    readonly connect: () => Client<Command, Answer>,
    readonly limits: Pick<SessionLimits, 'sessionsMax' | 'windowMax'>,
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
    const { sessionsMax, windowMax } = this.limits;
    const free = this.#lanes.find(({ underWay }) => underWay < windowMax);
    if (free !== undefined) return free;
    if (this.#lanes.length >= Math.min(CLIENTS_MAX, PART * sessionsMax))
      return this.#lanes.reduce((least, lane) => (lane.underWay < least.underWay ? lane : least));
    const lane = { client: this.connect(), underWay: 0 };
    this.#lanes.push(lane);
    return lane;
  }
}
