/** The kinds of generated blocks, by name. */
import type { Kind } from './kind.js';
import { ablated } from './kinds/ablated.js';
import { claims } from './kinds/claims.js';
import { contents } from './kinds/contents.js';
import { counterexample } from './kinds/counterexample.js';
import { coverage } from './kinds/coverage.js';
import { difference } from './kinds/difference.js';
import { exhibit } from './kinds/exhibit.js';
import { gallery } from './kinds/gallery.js';
import { gaps } from './kinds/gaps.js';
import { grid } from './kinds/grid.js';
import { mutants } from './kinds/mutants.js';
import { region } from './kinds/region.js';
import { roles } from './kinds/roles.js';
import { statechart } from './kinds/statechart.js';

export const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    ablated,
    claims,
    contents,
    counterexample,
    coverage,
    difference,
    exhibit,
    gallery,
    gaps,
    grid,
    mutants,
    region,
    roles,
    statechart,
  }),
);
