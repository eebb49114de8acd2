/** How traces write who governs. */
import { show as showInChapter16 } from '../16-the-parliament/show.js';
import type { Governing } from './configuration.js';

/** `3:{n2,n3,n4}` for members that govern from slot 3 on; the rest as in chapter 16. */
export function show(value: unknown): string | undefined {
  if (isGoverning(value)) return `${value.from}:${value.configuration}`;
  return showInChapter16(value);
}

function isGoverning(value: unknown): value is Governing {
  return (
    typeof value === 'object' &&
    value !== null &&
    'from' in value &&
    'configuration' in value &&
    Object.keys(value).length === 2
  );
}
