/** The replica's mapping: its log is production's, and what it has executed is what production's execution was given, slot after slot. */
import type { Message } from '#spec/16-the-parliament/messages.js';
import type { ReplicaContext } from '#spec/16-the-parliament/replica.js';
import type { Configuration } from '#src/paxos/configuration.js';
import type { Decree } from '#src/paxos/decree.js';
import { type Persist, persist } from '#src/paxos/effect.js';
import { type DecidedRecord, type decide, decidedThrough, type Log } from '#src/paxos/log.js';
import { slot } from '#src/paxos/slot.js';
import type { ListingMapping } from '../compare.js';
import { decidedOf, decreeOf, logOf, wordOf } from './words.js';

interface WithExecuted {
  readonly log: Log<string>;
  /** The decrees that were executed, in their order. */
  readonly executed: readonly Decree<string>[];
}

export type Decide = typeof decide<string>;

export function replicaMapping(
  members: Configuration,
  decide: Decide,
): ListingMapping<WithExecuted, ReturnType<typeof decidedOf>, Persist<DecidedRecord<string>>> {
  const stateOf = (context: unknown): WithExecuted => {
    const { log, executed } = context as ReplicaContext;
    return { log: logOf(members, log), executed: executed.map(({ value }) => decreeOf(value)) };
  };
  return {
    concretise: ({ context }) => [stateOf(context)],
    abstract: ({ log, executed }) => {
      const known = [
        ...log.decrees.map((value, index) => ({ slot: slot(log.base + index + 1), value })),
        ...log.beyond,
      ];
      const context: ReplicaContext = {
        log: known.map((one) => ({ slot: one.slot, value: wordOf(one.value) })),
        executed: executed.map((decree, index) => ({ slot: index + 1, value: wordOf(decree) })),
      };
      return { value: {}, context };
    },
    input: (event) => decidedOf(event as unknown as Message<'decided'>),
    follow: (pair) => {
      const decided = decidedOf(pair.event as unknown as Message<'decided'>);
      const isNews = !(pair.before.context as ReplicaContext).log.some((one) => one.slot === decided.slot);
      return {
        after: stateOf((pair.after ?? pair.before).context),
        effects: isNews ? [persist({ type: 'decided', ...decided })] : [],
      };
    },
    // As the replica does: once a decree is in the prefix, it is executed.
    step: ({ log, executed }, decided) => {
      const [grown, effects] = decide(log, decided);
      const fresh = grown.decrees.slice(executed.length, decidedThrough(grown));
      return [{ log: grown, executed: [...executed, ...fresh] }, effects];
    },
  };
}
