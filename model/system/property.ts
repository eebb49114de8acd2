/**
 * What can be claimed of a system. A property is a plain predicate over states; the checker decides it for all of them.
 */
import {
  aFunction,
  aName,
  aText,
  type Check,
  either,
  isObject,
  listOf,
  oneOf,
  options,
  unexpected,
} from '../data/expect.js';
import { deepFreeze } from '../data/values.js';

/** A named predicate, and how it is to be read. Made by the functions below. */
export type Property<State> = {
  readonly name: string;
} & (
  | { readonly kind: 'always'; readonly predicate: (state: State) => boolean }
  | { readonly kind: 'sometimes'; readonly predicate: (state: State) => boolean }
  | { readonly kind: 'step'; readonly predicate: (before: State, after: State) => boolean }
  | { readonly kind: 'deadlock-free'; readonly predicate: (state: State) => boolean }
  | {
      readonly kind: 'refines';
      /** Frozen, which also makes sure that it is plain data: of nothing else is it known whether it is the same. */
      readonly image: (state: State) => unknown;
      readonly initial: (image: never) => boolean;
      /** Whether the higher system may take the step between two images that differ. */
      readonly step: (before: never, after: never) => boolean;
    }
  | { readonly kind: 'always-possible'; readonly predicate: (state: State) => boolean }
  | {
      readonly kind: 'leads-to';
      /** Where the promise is given; absent for `eventually`, where it is given at the start and nowhere else. */
      readonly predicate: ((state: State) => boolean) | undefined;
      readonly goal: (state: State) => boolean;
      readonly fairness: readonly Fairness[];
    }
);

/** Whether a property needs the whole graph. */
export function isOfGraph({ kind }: Property<never>): boolean {
  return kind === 'leads-to' || kind === 'always-possible';
}

/** The steps that a fairness assumption speaks of; it holds of each channel, or of each participant, on its own. */
export type FairSteps =
  /** The receptions over each channel, a pair of sender and receiver; of one type of message, if it is given. */
  | { readonly delivery: { readonly type?: string; readonly from?: string; readonly to?: string } }
  /** An input, by its type, of each participant that has it; of one participant, if it is given. */
  | { readonly input: string; readonly at?: string }
  /** Any step of each participant of a role. */
  | { readonly role: string };

/** An assumption about runs that never end. Made by {@link weak} and {@link strong}. */
export interface Fairness {
  readonly strength: 'weak' | 'strong';
  readonly of: FairSteps;
}

/**
 * What is possible without interruption from some moment on is done again and again.
 *
 * @example
 * const served = eventually('it is pressed', ({ lamp: [l] }: State) => l!.context.pressed > 0, [weak({ input: 'press' })]);
 * const { results } = await explore(lamps, [served]);
 * results[0]!.verdict; // → 'holds'
 */
export function weak(of: FairSteps): Fairness {
  checkFairSteps(of, 'the assumption of weak fairness');
  return { strength: 'weak', of };
}

/**
 * What is possible again and again is done again and again.
 *
 * @example
 * const works = ({ lamp: [l] }: State) => l!.value === 'on';
 * const lit = leadsTo('it is lit', ({ lamp: [l] }: State) => l!.context.pressed === 1, works, [strong({ role: 'lamp' })]);
 * const { results } = await explore(lamps, [lit]);
 * results[0]!.verdict; // → 'holds'
 */
export function strong(of: FairSteps): Fairness {
  checkFairSteps(of, 'the assumption of strong fairness');
  return { strength: 'strong', of };
}

/**
 * The predicate is true of every reachable state: an invariant. Fails with a shortest trace to a state where it is not.
 *
 * @example
 * const spared = always('it is spared', ({ lamp: [l] }: State) => l!.context.pressed < 2);
 * const { results } = await explore(lamps, [spared]);
 * results[0]!.verdict; // → 'fails'
 */
export function always<State>(name: string, predicate: (state: State) => boolean): Property<State> {
  return checked({ kind: 'always', name, predicate });
}

/**
 * The predicate is true of some reachable state. Holds with a shortest trace to one: a witness.
 *
 * @example
 * const lit = sometimes('it is lit', ({ lamp: [l] }: State) => l!.value === 'on');
 * const { results } = await explore(lamps, [lit]);
 * traceLength(results[0]!.trace!); // → 2
 */
export function sometimes<State>(name: string, predicate: (state: State) => boolean): Property<State> {
  return checked({ kind: 'sometimes', name, predicate });
}

/**
 * The predicate is true of every reachable step that changes the state. Fails with a shortest trace that ends in such a step.
 *
 * @example
 * const growing = step('the count never falls', ({ lamp: [was] }: State, { lamp: [is] }: State) =>
 *   is!.context.pressed >= was!.context.pressed);
 * const { results } = await explore(lamps, [growing]);
 * results[0]!.verdict; // → 'holds'
 */
export function step<State>(
  name: string,
  predicate: (before: State, after: State) => boolean,
): Property<State> {
  return checked({ kind: 'step', name, predicate });
}

/**
 * From every reachable state, unless it is an end, some step leads to another state. Over a lossy network, where what
 * was sent can be received again for ever, steps that change nothing do not count; nor do faults.
 *
 * @param isEnd the states in which it is right to stop; none, when left out.
 *
 * @example
 * const worn = ({ lamp: [l] }: State) => l!.context.pressed === 2;
 * const { results } = await explore(lamps, [deadlockFree('it goes on'), deadlockFree('until it is worn', worn)]);
 * results.map(({ verdict }) => verdict); // → ['fails', 'holds']
 */
export function deadlockFree<State>(
  name: string,
  isEnd: (state: State) => boolean = () => false,
): Property<State> {
  return checked({ kind: 'deadlock-free', name, predicate: isEnd });
}

/**
 * From every reachable state, a state where the predicate is true can be reached. Says nothing about whether it will be.
 *
 * @example
 * const dark = alwaysPossible('it can be dark again', ({ lamp: [l] }: State) => l!.value === 'off');
 * const { results } = await explore(lamps, [dark]);
 * results[0]!.verdict; // → 'holds'
 */
export function alwaysPossible<State>(name: string, predicate: (state: State) => boolean): Property<State> {
  return checked({ kind: 'always-possible', name, predicate });
}

/**
 * Every fair run comes to a state where the goal is true. Fails with a lasso: a shortest way to a loop that is fair and
 * never gets there.
 *
 * @example
 * const used = eventually('it is used', ({ lamp: [l] }: State) => l!.context.pressed > 0);
 * const { results } = await explore(lamps, [used]);
 * results[0]!.verdict; // → 'fails'
 * results[0]!.trace!.loop; // → 0
 */
export function eventually<State>(
  name: string,
  goal: (state: State) => boolean,
  fairness: readonly Fairness[] = [],
): Property<State> {
  return checked({ kind: 'leads-to', name, predicate: undefined, goal, fairness });
}

/**
 * In every fair run, each state where the first predicate is true is one of the goal, or is followed by one. Fails with a lasso.
 *
 * @example
 * const lit = ({ lamp: [l] }: State) => l!.value === 'on';
 * const dark = ({ lamp: [l] }: State) => l!.value === 'off';
 * const { results } = await explore(lamps, [leadsTo('it goes out', lit, dark, [weak({ input: 'press' })])]);
 * results[0]!.verdict; // → 'holds'
 */
export function leadsTo<State>(
  name: string,
  predicate: (state: State) => boolean,
  goal: (state: State) => boolean,
  fairness: readonly Fairness[] = [],
): Property<State> {
  aFunction(predicate, `property '${name}'`, 'predicate');
  return checked({ kind: 'leads-to', name, predicate, goal, fairness });
}

/** A more abstract system as a relation on values, and how a state of this one is seen as a state of that. */
export interface Refinement<State, Image> {
  /** The higher system's state that a state stands for. Plain data, compared by value. */
  readonly image: (state: State) => Image;
  /** Whether the higher system may begin so. */
  readonly initial: (image: Image) => boolean;
  /** Whether the higher system may take this step, between two different states. */
  readonly step: (before: Image, after: Image) => boolean;
}

/**
 * Every run, seen through the image, is a run of the higher system: it begins as that may, and each step is one of its steps
 * or leaves the image as it was (a stutter). Fails with a shortest trace that ends in a step that is neither.
 *
 * @example
 * const counts = refines('it is a counter', {
 *   image: ({ lamp: [l] }: State) => l!.context.pressed,
 *   initial: (count) => count === 0,
 *   step: (before, after) => after === before + 1,
 * });
 * const { results } = await explore(lamps, [counts]);
 * results[0]!.verdict; // → 'holds'
 */
export function refines<State, Image>(name: string, higher: Refinement<State, Image>): Property<State> {
  checkRefinement(higher, `property '${name}'`);
  const { image, initial, step } = higher;
  return checked({
    kind: 'refines',
    name,
    image: (state) => deepFreeze(image(state), 'the image'),
    initial,
    step,
  });
}

const checkRefinement = options({ image: aFunction, initial: aFunction, step: aFunction });

const has =
  (key: string) =>
  (value: unknown): boolean =>
    isObject(value) && key in value;

const checkFairSteps = either(
  'one of: { delivery: … }, { input: … }, { role: … }',
  [has('delivery'), options({ delivery: options({}, { type: aName, from: aName, to: aName }) })],
  [has('input'), options({ input: aName }, { at: aName })],
  [has('role'), options({ role: aName })],
);

const aFairness = options({ strength: oneOf(['weak', 'strong']), of: checkFairSteps });

const OF_A_PREDICATE = { predicate: aFunction };
/** By kind of property, what there is in it besides its name. */
export const KINDS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  always: OF_A_PREDICATE,
  sometimes: OF_A_PREDICATE,
  step: OF_A_PREDICATE,
  'deadlock-free': OF_A_PREDICATE,
  'always-possible': OF_A_PREDICATE,
  refines: { image: aFunction, initial: aFunction, step: aFunction },
  'leads-to': { goal: aFunction, fairness: listOf(aFairness) },
} satisfies Record<Property<never>['kind'], Readonly<Record<string, Check>>>;

/** A property, as the functions above make it. */
export const aProperty: Check = (value, of, path) => {
  const parts = isObject(value) && typeof value.kind === 'string' ? KINDS[value.kind] : undefined;
  if (parts === undefined)
    throw unexpected('a property, made with always(…), sometimes(…), step(…) or the like', value, of, path);
  options({ kind: aName, name: aText, ...parts }, { predicate: aFunction })(value, of, path);
};

function checked<State>(property: Property<State>): Property<State> {
  aProperty(property, `property '${String(property.name)}'`);
  return property;
}
