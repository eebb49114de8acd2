/** The server of a configuration, asked by somebody on its machine who can read what the server reads: its certificate and its tokens. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Configuration } from '../serve/configuration.js';
import type { Port } from '../serve/port.js';
import { type Address, addressOf } from '../transport/address.js';

/** There is no such server, or it does not do what it is asked for. */
export class NotServing extends Error {
  override readonly name = 'NotServing';
}

/** What is asked of it, where that is not only to tell something. */
export interface Asked {
  readonly method?: string;
  readonly body?: object;
}

/** How long it may say nothing. */
const SILENT_MS = 15_000;

/**
 * What it answers, at its admin port if it has one.
 *
 * @throws NotServing where that is no answer to be glad of.
 */
export async function ask(
  { name, clients, admin }: Configuration,
  path: string,
  asked: Asked = {},
): Promise<IncomingMessage> {
  const port = admin ?? clients;
  try {
    const response = await sent(port, path, asked);
    if (response.statusCode === 200) return response;
    const { error } = (await documentOf(response)) as { readonly error?: { readonly message?: string } };
    throw new NotServing(
      error?.message ?? `expected an answer to ${path}; got status ${response.statusCode}`,
    );
  } catch (error) {
    if (error instanceof NotServing) throw error;
    throw new NotServing(
      `expected the server of ${name} at ${port.listen}; got ${(error as Error).message}. Start it with synod serve, or see why ` +
        'it has ended in its log',
      { cause: error },
    );
  }
}

/** What an answer says, as JSON. */
export async function documentOf(response: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

async function sent(port: Port, path: string, { method = 'GET', body }: Asked): Promise<IncomingMessage> {
  const socket = await connected(port);
  const token = port.tokens && readFileSync(port.tokens, 'utf8').trim().split('\n')[0]!.trim();
  const text = body && JSON.stringify(body);
  const asking = request({
    path,
    method,
    host: 'localhost',
    headers: {
      connection: 'close',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(text && { 'content-type': 'application/json' }),
    },
    createConnection: () => socket,
    timeout: SILENT_MS,
  });
  asking.on('timeout', () => asking.destroy(new Error(`no word within ${SILENT_MS / 1_000} seconds`)));
  asking.end(text);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return response;
}

/** Nobody is told the token who does not show the very certificate that is in the file. */
async function connected({ listen, tls }: Port): Promise<Socket> {
  const address = reachable(addressOf(listen));
  if (tls === undefined) {
    const socket = connect(address);
    await once(socket, 'connect');
    return socket;
  }
  const [cert, key] = [readFileSync(tls.certificate), readFileSync(tls.key)];
  // Its authority is not asked: the certificate itself is known. One that has run out is told of by synod status.
  const socket = connectTls({ ...address, cert, key, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  if (!socket.getPeerX509Certificate()?.raw.equals(new X509Certificate(cert).raw)) {
    socket.destroy();
    throw new Error(
      `another certificate than that of ${tls.certificate} (a server that has not read it yet does so at SIGHUP)`,
    );
  }
  return socket;
}

/** Where to find a server on this machine that listens everywhere. */
function reachable({ host, port }: Address): Address {
  const own: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  return { host: own[host] ?? host, port };
}
