/** How traces write what the chapter is about. */

import type { Decree } from '../16-the-parliament/messages.js';
import type { Waiting } from './client.js';
import type { Answer, OpenSession } from './table.js';

/** `1 of c1` for a session, `1.2:olives` for its second request, `1.2:#3` for the answer to that; `1=olives` for a decree; the rest is left to the checker. */
export function show(value: unknown): string | undefined {
  if (hasKeys<OpenSession>(value, 'session', 'client', 'answered'))
    return `${value.session} of ${value.client}${value.answered > 0 ? ` (has ${value.answered})` : ''}`;
  if (hasKeys<Waiting>(value, 'session', 'number', 'order'))
    return `${value.session}.${value.number}:${value.order}`;
  if (hasKeys<Answer>(value, 'session', 'number', 'place'))
    return `${value.session}.${value.number}:#${value.place}`;
  if (hasKeys<Decree>(value, 'slot', 'value')) return `${value.slot}=${value.value}`;
  return undefined;
}

function hasKeys<Shape>(value: unknown, ...keys: readonly (keyof Shape)[]): value is Shape {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === keys.length && keys.every((key) => key in value);
}
