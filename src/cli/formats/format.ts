/** The formats in which `synod check` can tell what it found, by name. */
import type { CHECK_FORMATS } from '../choices.js';
import { type Decided, documentOf } from '../outcome.js';
import type { Telling } from './claim-text.js';
import { github } from './github.js';
import { junit } from './junit.js';
import { sarif } from './sarif.js';

export type Format = (typeof CHECK_FORMATS)[number];

/** A document of what was decided, with a line break at its end. */
export function formatted(
  format: Exclude<Format, 'text'>,
  claims: readonly Decided[],
  telling: Telling,
  version: string,
): string {
  switch (format) {
    case 'json':
      return `${documentOf(claims, telling.trace)}\n`;
    case 'junit':
      return junit(claims, telling);
    case 'sarif':
      return sarif(claims, telling, version);
    case 'github':
      return github(claims, telling);
  }
}
