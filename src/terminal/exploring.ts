/** Explores an instance while its progress is shown. */
import {
  type AnySystem,
  type Exploration,
  type ExploreOptions,
  explore,
  type Property,
  type StateOf,
} from '#model/index.js';
import type { ProgressDisplay } from './progress.js';

/** An instance, and the chapter it belongs to, as far as they are looked at. */
export interface Explorable {
  readonly chapter: { readonly id: string };
  readonly instance: {
    readonly name: string;
    readonly system: AnySystem;
    readonly claims: readonly { readonly property: Property<never> }[];
  };
}

/** @throws Error where the system cannot be explored: which, and why. */
export async function exploreShown(
  one: Explorable,
  options: ExploreOptions,
  display: ProgressDisplay,
): Promise<Exploration> {
  const { chapter, instance } = one;
  const properties = instance.claims.map(({ property }) => property as Property<StateOf<AnySystem>>);
  const running = display.start(labelOf(one));
  try {
    return await explore(instance.system, properties, {
      ...options,
      onProgress: (progress) => running.update(progress),
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${chapter.id}, instance '${instance.name}': ${message}`, { cause: error });
  } finally {
    running.end();
  }
}

/** An instance as progress and logs name it. */
export function labelOf({ chapter, instance }: Explorable): string {
  return `${chapter.id} / ${instance.name}`;
}
