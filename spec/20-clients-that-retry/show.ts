/** How traces write what the chapter is about. */
import { show as showInChapter16 } from '../16-the-parliament/show.js';
import type { Waiting } from './client.js';
import type { Answer, OpenSession } from './table.js';

/** `1 of c1` for a session, `1.2:olives` for its second request, `1.2:#3` for the answer to that; the rest as in chapter 16. */
export function show(value: unknown): string | undefined {
  if (hasKeys<OpenSession>(value, 'session', 'client', 'answered'))
    return `${value.session} of ${value.client}${value.answered > 0 ? ` (has ${value.answered})` : ''}`;
  if (hasKeys<Waiting>(value, 'session', 'number', 'order'))
    return `${value.session}.${value.number}:${value.order}`;
  if (hasKeys<Answer>(value, 'session', 'number', 'place'))
    return `${value.session}.${value.number}:#${value.place}`;
  return showInChapter16(value);
}

function hasKeys<Shape>(value: unknown, ...keys: readonly (keyof Shape)[]): value is Shape {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === keys.length && keys.every((key) => key in value);
}
