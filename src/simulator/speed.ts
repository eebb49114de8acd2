/** How fast the bare core takes the inputs that one replica was given in a run: without driver, network, disk and checks. */
import { InvalidInput } from '../paxos/invalid-input.js';
import { replicaOf } from '../paxos/replica.js';
import type { Tap } from './tap.js';
import type { Functions, Input, Kept, Options, Replica } from './words.js';

/** So many inputs of a run are kept: all of a run of usual length, since those at its beginning cost less than others, and not too many to hold. */
const INPUTS_MAX = 20_000;

/** One life of a replica. */
interface Life {
  readonly functions: Functions;
  readonly kept: Kept | undefined;
  readonly inputs: Input[];
}

/** Keeps what the first node of a cluster was given, and when its replica was started. */
export class Tape implements Tap {
  #lives: Life[] = [];
  #inputs = 0;

  /** @param replica how the core is made, where a mistake is planted in it. */
  constructor(readonly replica: (options: Options) => Functions = replicaOf) {}

  started(options: Options, kept: Kept | undefined): void {
    if (options.id === 'n1') this.#lives.push({ functions: this.replica(options), kept, inputs: [] });
  }

  given({ id }: Options, input: Input): void {
    if (id === 'n1' && this.#inputs++ < INPUTS_MAX) this.#lives.at(-1)!.inputs.push(input);
  }

  note(): void {}

  /** Takes them again. Returns how many there were, and how long it took. */
  replayed(): { readonly inputs: number; readonly seconds: number } {
    const begun = performance.now();
    let count = 0;
    for (const { functions, kept, inputs } of this.#lives) {
      let [replica] = functions.start(kept);
      for (const input of inputs) replica = taken(functions, replica, input);
      count += inputs.length;
    }
    return { inputs: count, seconds: (performance.now() - begun) / 1000 };
  }
}

/** The replica after an input. One that it refused in the run it refuses again, and nothing is changed. */
function taken({ step }: Functions, replica: Replica, input: Input): Replica {
  try {
    return step(replica, input)[0];
  } catch (error) {
    if (error instanceof InvalidInput) return replica;
    throw error;
  }
}
