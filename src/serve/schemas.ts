/** The schemas of requests and answers: requests are compared with them, and the document of the API is made from them. */
import { TABLE_LIMITS } from '../table/table.js';
import { CODES } from './problem.js';
import { count, flag, object, optional, text } from './schema-words.js';

/** Those that have names in the document. */
export const NAMED = {
  Entry: object({
    key: text,
    value: text,
    createRevision: { ...count, description: 'at which the key was put while it was not there' },
    modRevision: { ...count, description: 'at which it was last put' },
    version: { ...count, description: 'how often it was put since it is there' },
  }),
  Problem: object({
    error: {
      ...object({
        code: { type: 'string', enum: Object.keys(CODES), description: 'for programs' },
        message: { ...text, description: 'for people' },
      }),
      additionalProperties: true,
    },
  }),
} as const;

const entry = { $ref: 'Entry#' } as const;
/** Of every answer of the table. */
const told = {
  slot: { ...count, description: 'give it as `after` to read what was written' },
  revision: { ...count, description: "the table's" },
} as const;

export const KEY = object({ key: { ...text, minLength: 1, maxLength: TABLE_LIMITS.keyMax } });

const READ = {
  consistency: {
    type: 'string',
    enum: ['linearizable', 'local'],
    description:
      'linearizable: from a state that has all that was answered anywhere before; local: from this member’s own, which may be behind',
  },
  after: { ...count, description: 'from this member’s own state, as soon as it has that slot' },
} as const;

const expected = {
  ...count,
  description: 'only where the key has this modRevision; 0: only where it is not there',
};

export const reading = optional(READ);
export const listing = optional({
  ...READ,
  prefix: { ...text, default: '' },
  behind: { ...text, description: 'only keys behind this one: the last of the listing before' },
  limit: { type: 'integer', minimum: 1, maximum: 1_000, default: 100 },
});
export const putting = object({ value: { ...text, maxLength: TABLE_LIMITS.valueMax } }, { expected });
export const deleting = optional({ expected });

export const watching = optional({
  key: { ...text, description: 'only changes of this key' },
  prefix: { ...text, description: 'only changes of keys that begin so' },
  from: {
    ...count,
    minimum: 1,
    description: 'the first revision that is wanted; without it the changes from now on',
  },
});

const within = {
  'synod-within-ms': {
    type: 'integer',
    minimum: 1,
    maximum: 600_000,
    description: 'how long the request may take',
  },
} as const;

/** The headers that every request may have. */
export const headers = { type: 'object', properties: within } as const;

/** Those of a change, which may have a number in a session. */
export const changing = {
  type: 'object',
  properties: {
    ...within,
    'synod-session': {
      ...count,
      minimum: 1,
      description:
        'given again with the same session and sequence, the change is made once, and answered as at that time',
    },
    'synod-sequence': { ...count, minimum: 1, description: 'the number of the change in the session' },
    'synod-answered': {
      ...count,
      description:
        'the client has all answers of the session through this one; without it, through the one before',
    },
  },
} as const;

export const session = object({ session: { ...count, description: 'for the header synod-session' } });
export const gotten = object({ ...told, entry });
export const listed = object({ ...told, entries: { type: 'array', items: entry }, hasMore: flag });
export const put = object({ ...told, createRevision: count, version: count });
/** Of a watch. */
export const line = {
  oneOf: [
    object({ type: { const: 'put' }, ...told, entry }),
    object({ type: { const: 'deleted' }, ...told, key: text }),
    object({ type: { const: 'progress' }, revision: count }),
    { $ref: 'Problem#' },
  ],
} as const;
export const deleted = object({ ...told, wasThere: flag });

export const alive = object({ isAlive: flag });
export const ready = object({ isReady: flag, slot: told.slot });
export const digest = object({ ...told, digest: { ...text, description: 'SHA-256 of all entries' } });

/** An answer that is no JSON. */
export function bytes(type: string) {
  return { content: { [type]: { schema: text } } };
}

/** The answers of a route: the one that is hoped for, and all others. */
export function answers(hoped: object) {
  return {
    200: { description: 'what was asked for', ...hoped },
    default: { description: 'a problem', $ref: 'Problem#' },
  };
}
