/** Verdicts of properties and of stated claims, for tests of the book's chapters. */
import { type AnySystem, explore, type Property, type StateOf, type Verdict } from '#model/index.js';
import type { Instance } from '#spec/index.js';

/** What becomes of these properties of the system, by their names. */
export async function verdictsOf<S extends AnySystem>(
  system: S,
  ...properties: readonly Property<StateOf<S>>[]
): Promise<Record<string, Verdict>> {
  const { results } = await explore(system, properties);
  return Object.fromEntries(results.map(({ property, verdict }) => [property, verdict]));
}

/** The claims that are not as stated, each in a line; none, if all is well. */
export async function notAsStated(instances: readonly Instance[]): Promise<readonly string[]> {
  const surprises: string[] = [];
  for (const { name, system, claims } of instances) {
    const properties = claims.map(({ property }) => property as Property<StateOf<AnySystem>>);
    const { results } = await explore(system, properties);
    for (const [index, { property, verdict }] of results.entries())
      if (verdict !== claims[index]!.expected) surprises.push(`${name}: ${property} ${verdict}`);
  }
  return surprises;
}
