/**
 * Tie 1: a production role against the spec's machine, one reached (state, event) pair at a time.
 *
 * For each pair the production role is put into the state, given the event, and must come to the state to which the
 * spec came, with the same messages to the same addresses. It must also be able to come back to that state after a
 * crash. Nothing here knows Paxos: a role's mapping says which states, events and messages correspond.
 */

import { canonicalKey } from '#model/data/values.js';
import type { LocalState, Pair } from '#model/index.js';
import type { Persist, Step } from '#src/paxos/effect.js';

/** How a role of the spec and a role of production correspond. */
export interface RoleMapping<State, Input, Effect, Record> {
  /** The production state of a spec state. Throws where production has no such state. */
  readonly concretise: (spec: LocalState) => State;
  /** The spec state of a production state: concretise's inverse, on the states that the spec reaches. */
  readonly abstract: (state: State) => LocalState;
  /** The spec's event as the production role is given it. */
  readonly input: (event: Pair['event']) => Input;
  /** The effect as a message of the spec; undefined where it is none. */
  readonly message: (effect: Effect) => Pair['sent'][number] | undefined;
  /** The very function that a node calls. */
  readonly step: (state: State, input: Input) => Step<State, Effect>;
  /** What of a state has to survive a crash. */
  readonly durable: (state: State) => Record;
  /** What the spec does, where the pair shows only that the instance's bounds stopped it. */
  readonly beyondBounds?: (pair: Pair) => Pair | undefined;
}

/** What one side came to. */
export interface Side {
  readonly after: LocalState;
  readonly sent: Pair['sent'];
}

/** A pair on which production is not the spec. */
export interface Difference {
  readonly pair: Pair;
  readonly what: string;
  readonly spec: Side;
  /** What production came to; where it came to nothing, the error. */
  readonly production: Side | Error;
}

/** Of one pair: whether the spec was asked beyond the instance's bounds, and the difference, if there is one. */
export interface Compared {
  readonly beyondBounds: boolean;
  readonly difference?: Difference;
}

/** Compares one pair of the role that the mapping is for. */
export type Comparer = (pair: Pair) => Compared;

/** All pairs of the roles that have a comparer, compared. */
export interface Comparison {
  /** How many pairs were compared, by role. */
  readonly compared: Readonly<Record<string, number>>;
  /** How many of these were at the instance's bounds. */
  readonly beyondBounds: number;
  readonly differences: readonly Difference[];
}

export function compareAll(pairs: Iterable<Pair>, comparers: Readonly<Record<string, Comparer>>): Comparison {
  const compared: Record<string, number> = Object.fromEntries(
    Object.keys(comparers).map((role) => [role, 0]),
  );
  const differences: Difference[] = [];
  let beyondBounds = 0;
  for (const pair of pairs) {
    const result = comparers[pair.role]?.(pair);
    if (result === undefined) continue;
    compared[pair.role]! += 1;
    beyondBounds += Number(result.beyondBounds);
    if (result.difference) differences.push(result.difference);
  }
  return { compared, beyondBounds, differences };
}

export function comparer<State, Input, Effect extends { readonly type: string }, Record>(
  mapping: RoleMapping<State, Input, Effect, Record>,
): Comparer {
  return (explored) => {
    const lifted = mapping.beyondBounds?.(explored);
    const pair = lifted ?? explored;
    const spec: Side = { after: pair.after ?? pair.before, sent: pair.sent };
    const beyondBounds = lifted !== undefined;
    const differs = (what: string, production: Side | Error): Compared => ({
      beyondBounds,
      difference: { pair, what, spec, production },
    });
    try {
      const before = mapping.concretise(pair.before);
      const returned = mapping.abstract(before);
      if (!same(returned, pair.before))
        return differs('abstract(concretise(before))', { after: returned, sent: [] });
      const [state, effects] = mapping.step(before, mapping.input(pair.event));
      const production: Side = {
        after: mapping.abstract(state),
        sent: effects.map(mapping.message).filter((message) => message !== undefined),
      };
      if (!same(production.after, spec.after)) return differs('the state after', production);
      if (!same(production.sent, spec.sent)) return differs('the messages sent', production);
      const lost = durabilityProblem(mapping.durable(before), mapping.durable(state), effects);
      return lost === undefined ? { beyondBounds } : differs(lost, production);
    } catch (error) {
      return differs('what production throws', error as Error);
    }
  };
}

/** What is wrong with the order of effects, or with what a crash after them would leave. */
function durabilityProblem(
  before: unknown,
  after: unknown,
  effects: readonly { readonly type: string }[],
): string | undefined {
  const types = effects.map(({ type }) => type);
  if (
    types.includes('persist') &&
    types.includes('send') &&
    types.lastIndexOf('persist') > types.indexOf('send')
  )
    return 'the order of effects: it persists after it sends';
  const records = effects.filter((effect): effect is Persist<unknown> => effect.type === 'persist');
  const kept = records.at(-1)?.record ?? before;
  return same(kept, after) ? undefined : `what is durable: ${JSON.stringify(kept)}`;
}

function same(a: unknown, b: unknown): boolean {
  return canonicalKey(a) === canonicalKey(b);
}
