/**
 * What a role must refuse, or leave alone, in every state that the exploration reached: each pair's message with one
 * thing made wrong. It must be told so, with nothing changed.
 */
import { canonicalKey } from '#model/data/values.js';
import type { Pair } from '#model/index.js';
import type { ProposerContext } from '#spec/14-the-synod/proposer.js';
import { type Difference, differenceIn, type Outcome } from './compare.js';
import { type Instance, mappings, type Roles } from './tie.js';

/** A message that is not as it should be, and what has to come of it. */
interface Spoiled {
  readonly event: Pair['event'];
  /** Left alone where a stranger's word counts for nothing; an error where no node can have sent it. */
  readonly outcome: 'left alone' | 'InvalidInput';
}

/** The messages that the pair's message is spoiled to. */
export function spoiled({ event }: Pair): readonly Spoiled[] {
  const refused = (changed: object): Spoiled => ({
    event: { ...event, ...changed },
    outcome: 'InvalidInput',
  });
  if (event.type === 'timeout') return [];
  const unknown = ['nack', 'decided', 'toString', ''].map((type) => refused({ type }));
  if (!('ballot' in event)) return unknown;
  const { vote } = event as { vote?: unknown };
  const ballots = impossible(event.ballot).map((ballot) => refused({ ballot }));
  const reported =
    event.type === 'promise'
      ? [event.ballot, above(event.ballot), ...impossible(event.ballot)].map((ballot) =>
          refused({ vote: { value: 'olives', ...(vote as object | null), ballot } }),
        )
      : [];
  const isCounted = event.type === 'promise' || event.type === 'accepted';
  const strangers = ['a0', 'a', 'A1', 'acceptor', 'p1', 'l1', 'c1', 'a1 ', ' a1', 'a11'].map(
    (from): Spoiled => ({ event: Object.assign({ ...event }, { from }), outcome: 'left alone' }),
  );
  return [...unknown, ...ballots, ...reported, ...(isCounted ? strangers : [])];
}

/** The first spoiled message of which something else comes than should. */
export function firstNotRefused(
  pairs: readonly Pair[],
  instance: Instance,
  roles: Roles,
): Difference | undefined {
  const all = mappings(instance, roles);
  for (const pair of oncePerState(pairs)) {
    const mapping = all[pair.role as keyof Roles] as Mapping | undefined;
    const difference = mapping && (notRefused(mapping, pair) ?? afterTheLastRound(mapping, pair));
    if (difference) return difference;
  }
  return undefined;
}

/** One pair for each state and type of message: the rest would be spoiled to the same. */
export function oncePerState(pairs: readonly Pair[]): readonly Pair[] {
  return [
    ...new Map(
      pairs.map((pair) => [canonicalKey([pair.role, pair.id, pair.before, pair.event.type]), pair]),
    ).values(),
  ];
}

/** The mapping of one of the roles. */
type Mapping = Pick<ReturnType<typeof mappings>['acceptor'], 'concretise' | 'input' | 'step' | 'durable'>;

function notRefused(mapping: Mapping, pair: Pair): Difference | undefined {
  for (const before of mapping.concretise(pair.before))
    for (const { event, outcome } of spoiled(pair)) {
      const wanted: Outcome<typeof before, never> =
        outcome === 'left alone' ? { after: before, effects: [] } : { throws: outcome };
      const found = differenceIn(mapping, { before, input: mapping.input(event), wanted });
      if (found) return { pair: { ...pair, event }, ...found };
    }
  return undefined;
}

/** A proposer that is to begin a round, and has used the last one. */
function afterTheLastRound(mapping: Mapping, pair: Pair): Difference | undefined {
  if (pair.event.type !== 'timeout' || (pair.before.context as ProposerContext).value === null)
    return undefined;
  for (const state of mapping.concretise(pair.before)) {
    const before = { ...state, round: Number.MAX_SAFE_INTEGER };
    const input = mapping.input(pair.event);
    const found = differenceIn(mapping, { before, input, wanted: { throws: 'RoundsExhausted' } });
    if (found) return { pair, ...found };
  }
  return undefined;
}

function impossible(ballot: unknown): readonly unknown[] {
  const { round } = ballot as { readonly round: number };
  const rounds = [0, -round, round + 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, String(round), null];
  const proposers = ['', 'p 1', null, 1];
  return [
    null,
    {},
    ...rounds.map((round) => ({ ...(ballot as object), round })),
    ...proposers.map((proposer) => ({ ...(ballot as object), proposer })),
  ];
}

function above(ballot: unknown): unknown {
  const { round } = ballot as { readonly round: number };
  return { ...(ballot as object), round: round + 1 };
}
