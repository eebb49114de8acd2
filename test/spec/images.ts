/** Every step of a system, counted again over its explored graph: what it does to the image of the states. */
import { explored } from '#model/export/explored.js';
import type { AnySystem, StateOf } from '#model/index.js';
import { eachStep } from '#model/search/steps-from.js';
import { View } from '#model/state/view.js';

/** Calls back for every reachable step, those that change nothing included. */
export async function forEachStep<S extends AnySystem, Image>(
  system: S,
  image: (state: StateOf<S>) => Image,
  step: (before: Image, after: Image, changesTheState: boolean) => void,
): Promise<void> {
  const search = await explored(system, {}, 'it is to be counted');
  const states = search.rows.count;
  const view = new View(search.system, search.tables, search.inboxes);
  const images = Array.from({ length: states }, (_, state) =>
    image(view.load(search.layout, search.rows.read(state), 0).state as unknown as StateOf<S>),
  );
  for (let from = 0; from < states; from++)
    eachStep(search, from, (to) => step(images[from]!, images[to]!, to !== from));
}
