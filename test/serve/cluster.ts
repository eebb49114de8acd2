/** Servers on this machine for the tests: their configurations, their stores, and requests to them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '#src/demo/free-ports.js';
import { initialise } from '#src/operations/founding.js';
import { type Configuration, configurationIn } from '#src/serve/configuration.js';
import { type Server, startServer } from '#src/serve/server.js';
import { assertDescribed } from './document.js';

/**
 * A folder with a configuration for each of so many members, which have their stores.
 *
 * @param more what else a configuration has, given where its server listens for clients
 */
export async function founded(count: number, more: (clients: string) => object = () => ({})) {
  const folder = mkdtempSync(join(tmpdir(), 'synod-serve-'));
  const names = Array.from({ length: count }, (_, index) => `n${index + 1}`);
  const ports = await freePorts(3 * count);
  const at = (index: number): string => `127.0.0.1:${ports[index]}`;
  const members = Object.fromEntries(names.map((name, index) => [name, at(index)]));
  const file = (name: string): string => join(folder, `${name}.json`);
  for (const [index, name] of names.entries()) {
    const document = {
      name,
      folder: name,
      cluster: 'cluster.json',
      members,
      clients: { listen: at(count + index) },
      admin: { listen: at(2 * count + index) },
      limits: { electionMs: 300, heartbeatMs: 60, resendMs: 90 },
      ...more(at(count + index)),
    };
    writeFileSync(file(name), JSON.stringify(document));
    await initialise(configurationIn(file(name), {}), { isNew: index === 0 });
  }
  return { folder, names, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A server in this process, and what it has logged. */
export async function started(configuration: Configuration): Promise<Server & { readonly lines: string[] }> {
  const lines: string[] = [];
  const server = await startServer(configuration, '0.0.0', { write: (line) => void lines.push(line) });
  return Object.assign(server, { lines });
}

/** What any answer may have, as far as the tests look at it. */
interface Body {
  readonly slot: number;
  readonly revision: number;
  readonly session: number;
  readonly digest: string;
  readonly entry: unknown;
  readonly error: { readonly code: string; readonly message: string };
}

/** Asks for something; a body is sent as JSON. The answer has to be as the server's document of its API says. */
export async function ask(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Pick<Response, 'status' | 'headers'> & { readonly body: Body }> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Body;
  await assertDescribed(new URL(url), method, headers, { status: response.status, body: answer });
  return { status: response.status, headers: response.headers, body: answer };
}
