/** The formats in which `synod check` can tell what it found, by name. */
import { type Decided, documentOf } from '../outcome.js';
import type { Telling } from './claim-text.js';
import { github } from './github.js';
import { junit } from './junit.js';
import { sarif } from './sarif.js';

/** `text` is for people and is printed while the search goes on; the others are documents, printed at the end. */
export const FORMATS = ['text', 'json', 'junit', 'sarif', 'github'] as const;

export type Format = (typeof FORMATS)[number];

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
