/** What a search found, for comparing one with another. */
import { type AnySystem, type Exploration, formatTrace, type Property, type StateOf } from '#model/index.js';
import { isOfGraph } from '#model/system/property.js';
import type { Instance } from '#spec/index.js';

/** All but times and memory. */
export function told({ states, transitions, selfLoops, depth, complete, results }: Exploration) {
  const found = results.map(({ verdict, trace }) => [verdict, trace && formatTrace(trace)]);
  return { states, transitions, selfLoops, depth, complete, results: found };
}

/** The properties claimed that need no graph of all states: those that several threads can decide. */
export function ofLevels(claims: Instance['claims']): readonly Property<StateOf<AnySystem>>[] {
  const properties = claims.map(({ property }) => property as Property<StateOf<AnySystem>>);
  return properties.filter((property) => !isOfGraph(property as Property<never>));
}
