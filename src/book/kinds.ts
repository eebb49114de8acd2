/** The kinds of generated blocks, by name. */
import type { Kind } from './kind.js';
import { claims } from './kinds/claims.js';
import { contents } from './kinds/contents.js';
import { counterexample } from './kinds/counterexample.js';
import { gallery } from './kinds/gallery.js';
import { region } from './kinds/region.js';
import { statechart } from './kinds/statechart.js';

export const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({ claims, contents, counterexample, gallery, region, statechart }),
);
