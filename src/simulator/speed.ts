/** How fast the bare core takes the inputs that one replica was given in a run: without driver, network, disk and checks. */
import { replicaOf } from '../paxos/replica.js';
import type { Tap } from './tap.js';
import type { Functions, Input, Kept, Options } from './words.js';

/** So many inputs of a run are kept: enough to measure, and not too many to hold. */
const INPUTS_MAX = 2_000;

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
    let taken = 0;
    for (const { functions, kept, inputs } of this.#lives) {
      let [replica] = functions.start(kept);
      for (const input of inputs) [replica] = functions.step(replica, input);
      taken += inputs.length;
    }
    return { inputs: taken, seconds: (performance.now() - begun) / 1000 };
  }
}
