/** How the values of options are taken: once, again and again, or with a complaint that stands beside the option's name. */
import { InvalidArgumentError } from 'commander';

/** Values of an option that may be repeated. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Of a name that is given twice one would be passed over. */
export function once(name: string, before: string | undefined): string {
  if (before === undefined) return name;
  throw new InvalidArgumentError(`It was given before, as '${before}'; expected one name, or none for all.`);
}

/** An option's parser whose complaint commander puts beside the option's name. */
export function by(parse: (text: string) => number): (text: string) => number {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}
