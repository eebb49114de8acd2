/** Watching the table over HTTP: a line of JSON for each change, as long as the client stays. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Changes, Watching } from './changes.js';
import { bodyOf, Problem, problemOf } from './problem.js';
import * as schemas from './schemas.js';

export interface WatchingLimits {
  readonly heartbeatMs: number;
  readonly watchesMax: number;
}

interface Query {
  readonly key?: string;
  readonly prefix?: string;
  readonly from?: number;
}

export const WATCH_ROUTE = '/v1/watch';

/** How long a client has to read the last lines when the server stops. */
const LAST_LINES_MS = 1_000;

export class Watches {
  readonly #open = new Set<FastifyReply['raw']>();

  constructor(
    readonly changes: Changes,
    readonly limits: WatchingLimits,
  ) {}

  get count(): number {
    return this.#open.size;
  }

  routes(app: FastifyInstance): void {
    app.get<{ Querystring: Query }>(
      WATCH_ROUTE,
      {
        schema: {
          summary:
            'The changes of a key, or of all keys with a prefix, as lines of JSON, until the client goes',
          description: DESCRIPTION,
          querystring: schemas.watching,
          response: schemas.answers({ content: { [LINES]: { schema: schemas.line } } }),
        },
      },
      async ({ query: { key, prefix, from } }, reply) => {
        if (key !== undefined && prefix !== undefined)
          throw new Problem('invalid', 'expected key or prefix; got both.');
        if (this.count >= this.limits.watchesMax)
          throw new Problem(
            'busy',
            `expected at most ${this.limits.watchesMax} clients that watch; got one more. Try another member.`,
          );
        if (from !== undefined) this.changes.assertKept(from);
        const isWanted = (other: string): boolean =>
          key === undefined ? other.startsWith(prefix ?? '') : other === key;
        const { heartbeatMs } = this.limits;
        void reply.type(LINES).header('cache-control', 'no-store');
        return this.#linesTo(reply, { from, isWanted, heartbeatMs });
      },
    );
  }

  /** Each is told that the server stops; those who do not read it are not waited for. */
  close(): void {
    this.changes.close();
    setTimeout(() => {
      for (const response of this.#open) response.destroy();
    }, LAST_LINES_MS).unref();
  }

  /** No more is made than the client takes. */
  #linesTo({ raw }: FastifyReply, watching: Omit<Watching, 'signal'>): Readable {
    const gone = new AbortController();
    this.#open.add(raw);
    raw.once('close', () => {
      this.#open.delete(raw);
      gone.abort();
    });
    return Readable.from(linesOf(this.changes, { ...watching, signal: gone.signal }));
  }
}

/** The last line is a problem, unless the client has gone. */
async function* linesOf(changes: Changes, watching: Watching): AsyncGenerator<string> {
  try {
    for await (const told of changes.watch(watching)) yield `${JSON.stringify(told)}\n`;
  } catch (error) {
    yield `${JSON.stringify(bodyOf(problemOf(error)))}\n`;
  }
}

const LINES = 'application/x-ndjson';
const DESCRIPTION =
  'To miss nothing, list the keys and watch from the revision behind that of the list, at any member. Each change has its revision, ' +
  'and they ascend. A line of the type progress says that all changes through its revision were told: it is the first line, and comes ' +
  'whenever there was nothing else to say for a while. When no more can be told, the last line is a problem: closed where the server ' +
  'stops, compacted where the client was so slow that changes were lost for it.';
