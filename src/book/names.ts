/** Finds what the words of a block name: instances, claims, mutants, what a chapter exports. */
import type { Chapter, Instance, Suspect } from '#spec/index.js';
import type { House } from './house.js';
import { among, BlockError } from './problem.js';

/** @throws BlockError where the chapter has no instance of that name. */
export function instanceNamed({ id, instances }: Chapter, name: string): Instance {
  const found = instances.find((instance) => instance.name === name);
  if (found) return found;
  throw new BlockError(
    `${id} has no instance '${name}'; expected one of: ${among(instances.map((one) => one.name))}`,
  );
}

/** The instances of a chapter in which nothing is wrong on purpose to be shown in its gallery. */
export function outsideTheGallery({ instances, gallery = [] }: Chapter): readonly Instance[] {
  return instances.filter((one) => !gallery.some(({ instance }) => instance === one));
}

/** @throws BlockError where the chapter has no mutants. */
export function mutantsIn({ id, mutants }: Chapter): readonly Suspect[] {
  if (mutants) return mutants;
  throw new BlockError(`${id} has no mutants; expected 'mutants' in the chapter`);
}

/**
 * The number of a claim among those of its instance.
 *
 * @throws BlockError where the instance has no claim of that name.
 */
export function claimNamed({ name, claims }: Instance, claim: string): number {
  const names = claims.map(({ property }) => property.name);
  const found = names.indexOf(claim);
  if (found >= 0) return found;
  throw new BlockError(`instance '${name}' has no claim '${claim}'; expected one of: ${among(names)}`);
}

/**
 * What a file of the chapter's folder exports by a name.
 *
 * @param what it must be, for the message.
 * @throws BlockError where none does, or several export different things by it.
 */
export function exportNamed<Value>(
  { exportsOf }: House,
  chapter: Chapter,
  name: string,
  what: string,
  is: (value: unknown) => value is Value,
): Value {
  const exported = exportsOf(chapter).filter(({ value }) => is(value));
  const [found, other] = new Set(exported.filter((one) => one.name === name).map(({ value }) => value));
  if (found === undefined)
    throw new BlockError(
      `no file of ${chapter.id} exports ${what} by the name '${name}'; expected one of: ` +
        among([...new Set(exported.map((one) => one.name))]),
    );
  if (other !== undefined)
    throw new BlockError(`several files of ${chapter.id} export ${what} by the name '${name}'`);
  return found as Value;
}
