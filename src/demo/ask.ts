/** A request to a server, which may be dead, paused, or out of reach of the others. */

export interface Answered<Body> {
  readonly status: number;
  readonly body: Body;
}

/** What is asked for, where nothing is only read. */
export interface Change {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  readonly body?: object;
}

/** How much longer than the server the client waits for its answer. */
const LONGER_MS = 200;

/**
 * @param withinMs how long the server may take
 * @returns null where no answer has come in time; nobody knows then whether the request has reached the server.
 */
export async function ask<Body>(
  url: string,
  withinMs: number,
  { method, body }: Partial<Change> = {},
): Promise<Answered<Body> | null> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(withinMs + LONGER_MS),
      headers: { 'synod-within-ms': `${withinMs}`, ...(body && { 'content-type': 'application/json' }) },
      ...(method && { method }),
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  } catch (error) {
    if (isNoAnswer(error)) return null;
    throw error;
  }
}

/** Whether the connection was refused or has ended, or the time was over. */
function isNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || (error instanceof TypeError && error.cause !== undefined);
}
