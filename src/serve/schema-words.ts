/** What schemas are made of. */

export const count = { type: 'integer', minimum: 0 } as const;
export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;

/** Of that schema, or null. */
export function nullable<Given extends { readonly type: string }>({ type, ...given }: Given) {
  return { ...given, type: [type, 'null'] } as const;
}

/** An object of these properties, each of which may be left out, and no others. */
export function optional<Properties extends object>(properties: Properties) {
  return { type: 'object', properties, additionalProperties: false } as const;
}

/** An object of these properties, and no others. */
export function object<Required extends object, Optional extends object>(
  required: Required,
  optional?: Optional,
) {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  } as const;
}
