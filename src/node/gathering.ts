/**
 * Gathering: requests that come at the same time are given to the replica together, and share a decree.
 *
 * Callers who are answered together call again together. Given one by one, the first of them would have a decree of its own, and all
 * others would wait for it.
 */
import type { Request } from '../paxos/decree.js';
import { InvalidInput } from '../paxos/invalid-input.js';
import type { Limits } from '../paxos/limits.js';
import { validateRequest } from '../paxos/validation.js';
import type { Transport } from './ports.js';

export interface GatheringOptions<Command> {
  readonly transport: Pick<Transport<never>, 'bytesOf'>;
  readonly limits: Limits;
  readonly report?: (error: unknown) => void;
  readonly give: (requests: readonly Request<Command>[]) => void;
}

export class Gathering<Command> {
  #gathered: Request<Command>[] = [];

  constructor(readonly options: GatheringOptions<Command>) {}

  /** Has the request given to the replica as soon as the others are there that come with it. Returns the error where it cannot be. */
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
    if (this.#gathered.length === 1) queueMicrotask(() => this.#give());
    return undefined;
  }

  #give(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    this.options.give(gathered);
  }
}
