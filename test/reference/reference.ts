/** What a reference model is: parameters, and how to build from them a system whose counts are known from elsewhere. */
import {
  type AnySystem,
  type Exploration,
  type ExploreOptions,
  explore,
  type Property,
  type StateOf,
} from '#model/index.js';

/** A system and its properties, ready to be explored. */
export interface Check {
  readonly explore: (options?: ExploreOptions) => Promise<Exploration>;
}

/** A reference model; the default export of its file. */
export interface Reference {
  /** What the model is, in a few words. */
  readonly title: string;
  /** The parameters in order: the name of each, and what it is the number of. */
  readonly parameters: Readonly<Record<string, string>>;
  /** @throws ParameterError unless it is given one positive whole number for each parameter. */
  readonly build: (...numbers: readonly number[]) => Check;
}

/** Parameters that no system can be built from. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}

/** Declares a reference model. `build` is only called with as many positive whole numbers as there are parameters. */
export function reference(
  title: string,
  parameters: Reference['parameters'],
  build: (...numbers: [number, number, number]) => Check,
): Reference {
  return {
    title,
    parameters,
    build: (...numbers) => {
      const names = Object.keys(parameters);
      if (numbers.length !== names.length)
        throw new ParameterError(
          `expected ${names.length} numbers (${meanings(parameters)}), got ${numbers.length}`,
        );
      for (const [index, name] of names.entries())
        if (!Number.isSafeInteger(numbers[index]) || numbers[index]! < 1)
          throw new ParameterError(
            `expected a whole number of 1 or more for ${name}, the number of ${parameters[name]}, got ${numbers[index]}`,
          );
      return build(...(numbers as [number, number, number]));
    },
  };
}

/** The parameters as a phrase: `A acceptors, V values`. */
export function meanings(parameters: Reference['parameters']): string {
  return Object.entries(parameters)
    .map(([name, meaning]) => `${name} ${meaning}`)
    .join(', ');
}

export function check<S extends AnySystem>(system: S, properties: readonly Property<StateOf<S>>[]): Check {
  return { explore: (options) => explore(system, properties, options) };
}

/** Names for participants or values: `numbered('a', 3)` is a1, a2, a3. */
export function numbered(prefix: string, howMany: number, first = 1): string[] {
  return Array.from({ length: howMany }, (_, index) => `${prefix}${index + first}`);
}
