/** What a chapter of the book is: claims about systems, each expected to hold or to fail. */
import { type AnySystem, checks, ModelError, type Property, type StateOf, type Trace } from '#model/index.js';

/** A property together with the verdict the chapter states for it. Made by {@link holds} and {@link fails}. */
export interface Claim<State> {
  readonly property: Property<State>;
  readonly expected: 'holds' | 'fails';
}

/**
 * Claims that the property holds: of every state, step or run of the instance, as its kind says.
 *
 * @example
 * holds(always('it is what it is', () => true)).expected; // → 'holds'
 */
export function holds<State>(property: Property<State>): Claim<State> {
  return claimed(property, 'holds');
}

/**
 * Claims that the property fails; the counterexample is the result.
 *
 * @example
 * fails(always('it is not what it is', () => false)).expected; // → 'fails'
 */
export function fails<State>(property: Property<State>): Claim<State> {
  return claimed(property, 'fails');
}

function claimed<State>(property: Property<State>, expected: Claim<State>['expected']): Claim<State> {
  aProperty(property, `${expected}(…)`);
  return { property, expected };
}

/** A named finite system, and what is claimed of it. All its claims are decided in one exploration. */
export interface Instance {
  readonly name: string;
  readonly system: AnySystem;
  readonly claims: readonly Claim<never>[];
}

/**
 * Puts an instance together, so that its claims speak of its own system's states.
 *
 * @throws ModelError where there is no claim, something else than one, or two of one name.
 *
 * @example
 * const lit = sometimes('it is lit', ({ lamp: [l] }: State) => l!.value === 'on');
 * const one = instance('one lamp', lamps, [holds(lit)]); // as the default export of a file, for: synod check ./lamps.ts
 * one.claims.length; // → 1
 */
export function instance<S extends AnySystem>(
  name: string,
  system: S,
  claims: readonly Claim<StateOf<S>>[],
): Instance {
  const of = `instance '${name}'`;
  anInstance({ name, system, claims }, of);
  const names = claims.map(({ property }) => property.name);
  const twice = names.find((each, at) => names.indexOf(each) < at);
  if (twice !== undefined)
    throw new ModelError(`${of}: two claims are called '${twice}'; expected names of their own`);
  return { name, system, claims: claims as readonly Claim<never>[] };
}

const { aName, isObject, listOf, options, that } = checks;

function withKeys(...keys: readonly string[]): (value: unknown) => boolean {
  return (value) => isObject(value) && keys.every((key) => key in value);
}

const aProperty = that(
  'a property, made with always(…), sometimes(…), step(…) or the like',
  withKeys('kind', 'name'),
);
const anInstance = options({
  name: aName,
  system: that('a system, made with system(…)', withKeys('roles', 'network')),
  claims: listOf(that('a claim, made with holds(…) or fails(…)', withKeys('property', 'expected')), 1),
});

/** A mistake as a gallery tells it. */
export interface KnownMistake {
  /** Its number among the known ones. */
  readonly id: string;
  /** Reads as the subject of a sentence. */
  readonly mistake: string;
  /** The rule that is taken away. */
  readonly rule: string;
  /** What happens without it, in a sentence. */
  readonly consequence: string;
}

/** The name of the instance in which a mistake is looked at. */
export function nameOf({ id, mistake }: Pick<KnownMistake, 'id' | 'mistake'>): string {
  return `${id}, ${mistake}`;
}

/** A rule taken away, and what comes of it in an instance of its own: claims that fail, or hold where it does no harm. */
export interface Mistake extends KnownMistake {
  /** How large the instance is, in words. */
  readonly where: string;
  readonly instance: Instance;
}

/** A mutant of one of a chapter's machines, made by rule: a claim must notice it, or it must be known to do no harm. */
export interface Suspect {
  /** `acceptor: guard isAbovePromise made true`. */
  readonly id: string;
  /** Why no claim has to notice it; absent where one must. */
  readonly harmless?: string;
  /**
   * Looks for the smallest instance in which a claim falls.
   *
   * @throws Error where none falls, and not everything could be visited.
   */
  readonly decide: () => Promise<Decision>;
}

/** What came of a mutant. */
export interface Decision {
  /** The instance in words: the smallest in which a claim falls, or the largest, in which all hold. */
  readonly where: string;
  /** The claims that fall there, those with the shortest traces first; none where the mutant is harmless. */
  readonly falls: readonly Fall[];
  /** How many states were visited there: all of them, or as many as it took. */
  readonly states: number;
  /** In how many local steps there the part that was changed ran, as changed. */
  readonly ran: number;
}

/** A claim that falls. */
export interface Fall {
  readonly claim: string;
  /** How many states its shortest counterexample has; null where something is never witnessed, which no one run shows. */
  readonly length: number | null;
}

/** The trace of a claim, by its instance and its name. */
export type TraceOf = (instance: Instance, claim: string) => Trace;

/** What a chapter makes of its traces or its machines, besides what every chapter has: a table of its own, or a drawing as Mermaid or SVG. */
export interface Exhibit {
  /** The instances of which it needs traces; none, for what it makes of machines alone. */
  readonly needs: readonly Instance[];
  readonly make: (traceOf: TraceOf) => Table | string;
}

/** Rows have as many cells as there are columns; numbers stand to the right. */
export interface Table {
  readonly columns: readonly (string | { readonly right: string })[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** One chapter: the question it answers, and the instances that answer it. */
export interface Chapter {
  /** The folder's name, `NN-name`. */
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly instances: readonly Instance[];
  /** The mistakes that it shows; their instances are among its own. */
  readonly gallery?: readonly Mistake[];
  /** All mutants of its machines, made by rule; they have no instances among its own. */
  readonly mutants?: readonly Suspect[];
  /** One run of its machines as actors, a line for each thing that happens; the same seed gives the same run. */
  readonly live?: (seed: number) => readonly string[];
}
