/** A client that watches a server's table. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { Told } from '#src/serve/changes.js';

export type Line = Told & { readonly error?: { readonly code: string; readonly first?: number } };

/** Whoever watches: its lines so far, all of them when it has ended, and how to leave. */
export async function watchingAt(url: string) {
  const request = get(url);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // Whoever leaves has its connection closed on it.
  response.on('error', () => {});
  const lines: Line[] = [];
  const ended = (async () => {
    for await (const line of createInterface(response)) lines.push(JSON.parse(line));
  })();
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    lines,
    changes: () => lines.filter(({ type }) => type === 'put' || type === 'deleted'),
    ended,
    leave: async () => {
      const left = ended.catch(() => {});
      request.destroy();
      await left;
    },
  };
}
