/** A replica with one rule broken, as it is made of the right one. */
import { replicaOf } from '#src/paxos/replica.js';
import type { Input, Replica } from '#test/model-based/changed.js';
import type { Make } from '#test/model-based/replica-mutants.js';
import type { Effect, Functions, Sent } from '#test/model-based/replica-node.js';
import type { Instance } from './instances.js';

export interface Mutant {
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** Reads on after *a replica that*. */
  readonly name: string;
  readonly within: Instance;
  /** Claims that fall, or the name of the error that a node stops with. */
  readonly falls: readonly string[];
  readonly make: Make;
}

type Kept = NonNullable<Parameters<Functions['start']>[0]>;
type Message = Sent['message'];

/** The right replica, which takes other inputs than it is given, in other states than it is in, ends in other states, and has other effects. */
export function changed({
  given = (_, input) => input,
  before = (replica) => replica,
  after: ended = (after) => after,
  effects: change = (effects) => effects,
  kept: found = (kept) => kept,
}: {
  readonly given?: (replica: Replica, input: Input) => Input;
  readonly before?: (replica: Replica, input: Input) => Replica;
  readonly after?: (after: Replica, before: Replica, input: Input) => Replica;
  readonly effects?: (effects: readonly Effect[]) => readonly Effect[];
  readonly kept?: (kept: Kept) => Kept;
}): Make {
  return (options) => {
    const { start, step } = replicaOf(options);
    return {
      start: (kept) => start(kept && found(kept)),
      step: (replica, input) => {
        const [after, effects] = step(before(replica, input), given(replica, input));
        return [ended(after, replica, input), change(effects)];
      },
    };
  };
}

export function saying(change: (message: Message) => Message): Make {
  return changed({
    effects: (effects) =>
      effects.map((effect) =>
        effect.type === 'send' ? { ...effect, message: change(effect.message) } : effect,
      ),
  });
}

export function hearing(change: (message: Message, replica: Replica) => Message): Make {
  return changed({
    given: (replica, input) =>
      input.type === 'message' ? { ...input, message: change(input.message, replica) } : input,
  });
}
