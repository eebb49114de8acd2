/**
 * Gathering: requests that come together are given to the replica together, and share a decree.
 *
 * A decree costs far more than one more request in it. So requests wait while the decrees under way are as many as may be, and then for
 * as long as each turn of the event loop brings more: callers who are answered together call again together, and those of several
 * connections are heard in several turns.
 */
import type { Request } from '../paxos/decree.js';
import { InvalidInput } from '../paxos/invalid-input.js';
import type { Limits } from '../paxos/limits.js';
import type { Replica } from '../paxos/replica-state.js';
import { validateRequest } from '../paxos/validation.js';
import type { NodeClock, Transport } from './ports.js';

export interface GatheringOptions<Command> {
  readonly transport: Pick<Transport<never>, 'bytesOf'>;
  readonly clock: Pick<NodeClock, 'now' | 'turn'>;
  readonly limits: Limits;
  readonly report: ((error: unknown) => void) | undefined;
  /** Whether requests may wait here: the replica would only begin its queue with them. */
  readonly mayWait: () => boolean;
  readonly give: (requests: readonly Request<Command>[]) => void;
}

/** The longest that requests wait for others that keep coming. No option: it is reached only where they do not stop coming. */
export const KEEP_COMING_MS = 3;

export class Gathering<Command> {
  #gathered: Request<Command>[] = [];
  #isListening = false;

  constructor(readonly options: GatheringOptions<Command>) {}

  /** How many wait here. */
  get gathered(): number {
    return this.#gathered.length;
  }

  /** Has the request given to the replica together with those that come with it. Returns the error where it cannot be. */
  add(request: Request<Command>): InvalidInput | undefined {
    const { transport, limits, report } = this.options;
    try {
      validateRequest(request, (command) => transport.bytesOf?.(command) ?? 0, limits);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      report?.(error);
      return error;
    }
    this.#gathered.push(request);
    // The replica refuses what is too much for its queue.
    if (this.gathered >= limits.queueMax) this.#give();
    else this.look();
    return undefined;
  }

  /** Gives what was gathered once no more keep coming, unless it may wait. To be called whenever that may have changed. */
  look(): void {
    const { clock, mayWait } = this.options;
    if (this.#isListening || this.gathered === 0 || mayWait()) return;
    this.#isListening = true;
    this.#listen(clock.now() + KEEP_COMING_MS);
  }

  #listen(until: number): void {
    const { clock, limits, mayWait } = this.options;
    const before = this.gathered;
    clock.turn(() => {
      const keepComing = this.gathered > before && this.gathered < limits.batchMax && clock.now() < until;
      if (keepComing) {
        this.#listen(until);
        return;
      }
      this.#isListening = false;
      if (!mayWait()) this.#give();
    });
  }

  #give(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    if (gathered.length > 0) this.options.give(gathered);
  }
}

/** Whether a replica can propose nothing more at the moment, and its queue is empty. */
export function isFilled(
  { leader, clients }: Pick<Replica<unknown, unknown, unknown>, 'leader' | 'clients'>,
  { proposalsMax }: Pick<Limits, 'proposalsMax'>,
): boolean {
  const isFull = leader.phase === 'leading' && leader.proposals.length >= proposalsMax;
  return isFull && clients.queue.length === 0;
}
