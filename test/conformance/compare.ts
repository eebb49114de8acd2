/**
 * Tie 1: a production role against the spec's machine, one reached (state, event) pair at a time.
 *
 * For each pair the production role is put into the state, given the event, and must do exactly what the spec did:
 * the state after, the messages, their addresses, what is persisted, and the order of all this. Nothing here knows
 * Paxos: a role's mapping says which states, events and effects correspond.
 */
import { isDeepStrictEqual } from 'node:util';
import { canonicalKey } from '#model/data/values.js';
import type { LocalState, Pair } from '#model/index.js';
import type { Persist, Send, SetTimer, Step } from '#src/paxos/effect.js';
import { frozenCopy, isWriteRefused } from './frozen.js';

/** How a role of the spec and a role of production correspond. */
export interface RoleMapping<State, Input, Effect, Record> {
  /** The production states that the spec state stands for: more than one where the spec keeps less. */
  readonly concretise: (spec: LocalState) => readonly State[];
  /** The spec state of a production state: concretise's inverse, on the states that the spec reaches. */
  readonly abstract: (state: State) => LocalState;
  /** The spec's event as the production role is given it. */
  readonly input: (event: Pair['event']) => Input;
  /** What the spec's step is in production, from one of the states that the pair's state before stands for. */
  readonly follow: (pair: Pair, before: State) => Outcome<State, Effect>;
  /** What production is to do where it is not to follow the spec. The README lists these. */
  readonly deviate?: (pair: Pair, before: State) => Outcome<State, Effect> | undefined;
  /** The very function that a node calls. */
  readonly step: (state: State, input: Input) => Step<State, Effect>;
  /** What of a state has to survive a crash: the record of every step that changes it. */
  readonly durable: (state: State) => Record;
  /** What production keeps of a spec state, where it keeps less. The README lists these. */
  readonly kept?: (spec: LocalState) => LocalState;
  /** What the spec does, where the pair shows only that the instance's bounds stopped it. */
  readonly beyondBounds?: (pair: Pair) => Pair | undefined;
}

/** The same, where outcomes list the records of a step with its other effects. */
export type ListingMapping<State, Input, Effect> = Omit<RoleMapping<State, Input, Effect, never>, 'durable'>;

/** What a step has to come to: a state, and effects other than records, in order; or an error of this name. */
export type Outcome<State, Effect> =
  | { readonly after: State; readonly effects: readonly Effect[] }
  | { readonly throws: string };

/** In what production can differ from the spec. */
export type Kind =
  | 'a state that production does not have'
  | 'the way back from production'
  | 'the state after'
  | 'the messages sent'
  | 'the addresses'
  | 'the timers'
  | 'the records'
  | 'the order of effects'
  | 'a change in place'
  | 'a hidden memory'
  | 'the missing violation'
  | `throwing ${string}`;

/** A pair on which production is not the spec. */
export interface Difference {
  readonly pair: Pair;
  readonly kind: Kind;
  /** Absent where there is no such production state. */
  readonly before?: unknown;
  readonly spec?: Outcome<unknown, unknown>;
  readonly production: Outcome<unknown, unknown> | Error;
}

/** Of one pair: in how many production states it was compared, whether the spec was asked beyond the instance's bounds, and the first difference. */
export interface Compared {
  readonly states: number;
  readonly beyondBounds: boolean;
  readonly difference?: Difference;
}

/** Compares one pair of the role that the mapping is for. */
export type Comparer = (pair: Pair) => Compared;

/** A change of a pair's data by which nothing changes that Paxos looks at, made in the whole of its step. */
export type Disguise = (pair: Pair) => <Data>(data: Data) => Data;

export function comparer<State, Input, Effect extends AnyEffect, Record>(
  mapping: ListingMapping<State, Input, Effect> | RoleMapping<State, Input, Effect, Record>,
  disguise: Disguise = () => (data) => data,
): Comparer {
  return (explored) => {
    const lifted = mapping.beyondBounds?.(explored);
    const pair = lifted ?? explored;
    const compared = { states: 0, beyondBounds: lifted !== undefined };
    const differs = (states: number, found: Omit<Difference, 'pair'>): Compared => ({
      ...compared,
      states,
      difference: { pair, ...found },
    });
    let states: readonly State[];
    try {
      states = mapping.concretise(pair.before);
    } catch (error) {
      return differs(0, { kind: 'a state that production does not have', production: error as Error });
    }
    const change = disguise(pair);
    for (const [index, before] of states.entries()) {
      const back = mapping.abstract(before);
      const kept = mapping.kept?.(pair.before) ?? pair.before;
      if (canonicalKey(back) !== canonicalKey(kept)) {
        const production = { after: back, effects: [] };
        return differs(index, { kind: 'the way back from production', before, production });
      }
      const wanted = mapping.deviate?.(pair, before) ?? mapping.follow(pair, before);
      const found = differenceIn(mapping, {
        before: change(before),
        input: change(mapping.input(pair.event)),
        wanted: change(wanted),
      });
      if (found) return differs(index, found);
    }
    return { ...compared, states: states.length };
  };
}

type AnyEffect = Persist<unknown> | Send<unknown> | SetTimer;

/** One step of production, and what it has to come to. */
export interface Task<State, Input, Effect> {
  readonly before: State;
  readonly input: Input;
  readonly wanted: Outcome<State, Effect>;
}

/** The first difference between what a step comes to and what it has to come to. */
export function differenceIn<State, Input, Effect extends AnyEffect>(
  mapping: Pick<RoleMapping<State, Input, Effect, unknown>, 'step'> & {
    readonly durable?: (state: State) => unknown;
  },
  { before, input, wanted }: Task<State, Input, Effect>,
): Omit<Difference, 'pair'> | undefined {
  const { step, durable } = mapping;
  // Copies of its own for every step: whatever it changes, and whatever it compares by identity, will show.
  const given = [frozenCopy(before), frozenCopy(input)] as const;
  const attempt = () => outcomeOf(() => step(...given));
  const production = attempt();
  const differs = (kind: Kind) => ({ kind, before, spec: wanted, production });
  if (isWriteRefused(production) || !isDeepStrictEqual(given, [before, input]))
    return differs('a change in place');
  if (production instanceof Error)
    return 'throws' in wanted && wanted.throws === production.name
      ? undefined
      : differs(`throwing ${production.name}`);
  if ('throws' in wanted) return differs('the missing violation');
  if (!isDeepStrictEqual(production.after, wanted.after)) return differs('the state after');
  const wrong = wrongEffects(
    production.effects,
    wanted.effects,
    durable && { before: durable(before), after: durable(wanted.after) },
  );
  if (wrong) return differs(wrong);
  return isDeepStrictEqual(attempt(), production) ? undefined : differs('a hidden memory');
}

/**
 * In what the effects of a step differ from those that are wanted.
 *
 * @param durable where the wanted effects have no records: what is durable before and after, which the step's one record has to be.
 */
function wrongEffects(
  effects: readonly AnyEffect[],
  wanted: readonly AnyEffect[],
  durable: { readonly before: unknown; readonly after: unknown } | undefined,
): Kind | undefined {
  const records = recordsOf(effects);
  const others = durable ? effects.filter(({ type }) => type !== 'persist') : effects;
  const differ = (part: (effects: readonly AnyEffect[]) => unknown): boolean =>
    !isDeepStrictEqual(part(others), part(wanted));
  if (differ((all) => all.filter(isSend).map(({ message }) => message))) return 'the messages sent';
  if (differ((all) => all.filter(isSend).map(({ to }) => to))) return 'the addresses';
  if (differ((all) => all.filter(({ type }) => type === 'setTimer'))) return 'the timers';
  if (differ(recordsOf)) return 'the records';
  if (durable) {
    const isNeeded = !isDeepStrictEqual(durable.before, durable.after);
    // One record a step, of the whole: a crash between two would leave what no step came to.
    if (records.length > 1 || (isNeeded && records.length === 0)) return 'the records';
    if (records.some((record) => !isDeepStrictEqual(record, durable.after))) return 'the records';
  }
  const persistsFirst = effects.slice(0, records.length).every(({ type }) => type === 'persist');
  return persistsFirst && !differ((all) => all) ? undefined : 'the order of effects';
}

function recordsOf(effects: readonly AnyEffect[]): readonly unknown[] {
  return effects.filter((effect) => effect.type === 'persist').map(({ record }) => record);
}

function isSend(effect: AnyEffect): effect is Send<unknown> {
  return effect.type === 'send';
}

function outcomeOf<State, Effect>(
  run: () => Step<State, Effect>,
): Exclude<Outcome<State, Effect>, { throws: string }> | Error {
  try {
    const [after, effects] = run();
    return { after, effects };
  } catch (error) {
    return error as Error;
  }
}
