/** A port that speaks HTTP: who gets in, how requests are compared with their schemas, and how errors are told. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import swagger from '@fastify/swagger';
import { Ajv } from 'ajv';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifySchemaValidationError,
  fastify,
  LogController,
} from 'fastify';
import { UsageError } from '../terminal/exit.js';
import { addressOf, showAddress } from '../transport/address.js';
import { NotListening } from '../transport/not-listening.js';
import { tokenCheck } from './access.js';
import type { Port } from './port.js';
import { bodyOf, CODES, Problem, problemOf } from './problem.js';
import { NAMED } from './schemas.js';
import { refuseUnread } from './unread.js';

export interface AppOptions {
  readonly title: string;
  readonly version: string;
  readonly port: Port;
  readonly logger: FastifyBaseLogger;
  readonly bodyBytesMax?: number;
  /** What it serves. */
  readonly routes: (app: FastifyInstance) => void;
  /** From then on requests are refused, besides those that are under way. */
  readonly isStopping: () => boolean;
  /** Is told of each request that was answered. */
  readonly answered?: Answered | undefined;
}

export interface App {
  /** Where it listens. */
  readonly location: string;
  /**
   * Reads certificates and tokens again. New connections get the certificates that are in the files now; those that are open stay.
   *
   * @throws Error where one of them cannot be used: then all are as before.
   */
  readonly reload: () => void;
  /** Answers what is under way, and ends; after so long even where a client holds its request back. */
  readonly close: (graceMs: number) => Promise<void>;
}

/** @param route what it was answered by, with names in the place of what a client has chosen */
type Answered = (method: string, route: string, status: number, ms: number) => void;

/** A key of the table, as it stands in an address, has at most so many characters. */
const PARAMETER_MAX = 16_384;

/** Has what is asked of the address as texts. */
const lenient = new Ajv({ coerceTypes: true, useDefaults: true });
const strict = new Ajv();

/**
 * Listens from now on.
 *
 * @throws NotListening where the address cannot be had.
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { title, version, port, logger, bodyBytesMax = 1 << 20, routes, isStopping, answered } = options;
  const app = fastify({
    loggerInstance: logger,
    // Told below, at a level for those who look for something.
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: 'x-request-id',
    bodyLimit: bodyBytesMax,
    // Told below, as all refusals are.
    return503OnClosing: false,
    routerOptions: { maxParamLength: PARAMETER_MAX },
    schemaErrorFormatter: ([error], where) => new Error(`${where}${inWords(error!)}`),
    clientErrorHandler: refuseUnread,
    frameworkErrors: (error, _, reply) =>
      void (reply as unknown as FastifyReply).code(400).send(bodyOf(problemOf(error))),
    serverFactory: (handler) => serverOf(port, handler),
  });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : lenient).compile(schema as object),
  );
  // Answers are told as they are: their schemas are for the document, and leave nothing out.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.code === 'internal') request.log.error({ err: error }, 'a request has failed');
    void reply.code(CODES[problem.code]);
    if (problem.code === 'busy') void reply.header('retry-after', '1');
    return bodyOf(problem);
  });
  app.setNotFoundHandler((request) => {
    throw new Problem('notFound', `expected an address of the API; got ${request.method} ${request.url}.`);
  });
  for (const [id, schema] of Object.entries(NAMED)) app.addSchema({ $id: id, ...schema });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title, version } },
    refResolver: {
      buildLocalReference: ({ $id }, _uri, _fragment, index) => String($id ?? `schema${index}`),
    },
  });
  const reload = guard(app, port);
  app.addHook('onRequest', async ({ url }) => {
    if (isStopping() && url !== '/healthz')
      throw new Problem('closed', 'expected a server that goes on; got one that is stopping.');
  });
  // Within a plugin, so that the document of the API hears of them.
  await app.register(async (inner) => routes(inner));
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.addHook('onResponse', async (request, reply) => {
    const { method, url, log, routeOptions } = request;
    const { statusCode: status, elapsedTime: ms } = reply;
    log.debug({ method, url, status, ms: Math.round(ms) }, 'answered');
    answered?.(method, routeOptions.url ?? 'none', status, ms);
  });
  const close = closing(app);
  await listen(app, port);
  return { location: locationOf(app, port), reload, close };
}

/** What a schema says against a value; the message of Ajv names neither the field that is not known, nor the values that may be given. */
function inWords({ instancePath, message, params }: FastifySchemaValidationError): string {
  const { additionalProperty, allowedValues } = params as Readonly<Record<string, unknown>>;
  const named = additionalProperty ?? allowedValues;
  return `${instancePath} ${message}${named === undefined ? '' : `: ${[named].flat().join(', ')}`}`;
}

/** Node waits for every connection, as long as its client likes: half a request would keep the server from stopping. */
function closing(app: FastifyInstance): App['close'] {
  const open = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return async (graceMs) => {
    const timer = setTimeout(() => {
      app.log.warn({ connections: open.size }, 'connections were ended that had requests under way');
      for (const socket of open) socket.destroy();
    }, graceMs);
    await app.close().finally(() => clearTimeout(timer));
  };
}

/** Whether it lives is told to everybody. */
const OPEN = ['/healthz', '/readyz'];

/** Returns what reads certificates and tokens again. */
function guard(app: FastifyInstance, { tokens, tls }: Port): () => void {
  const known = () => (tokens === undefined ? () => true : tokenCheck(tokens));
  let isKnown = known();
  app.addHook('onRequest', async ({ headers, url }) => {
    if (OPEN.includes(url) || isKnown(headers.authorization)) return;
    throw new Problem(
      'unauthorized',
      'expected a token that is known, as authorization: Bearer TOKEN; got none.',
    );
  });
  return () => {
    const knownNow = known();
    if (tls !== undefined) (app.server as TlsServer).setSecureContext(filesOf(tls));
    isKnown = knownNow;
  };
}

function serverOf({ tls }: Port, handler: Parameters<typeof createServer>[1] & object): Server {
  if (tls === undefined) return createServer(handler);
  const shows = tls.authority !== undefined;
  try {
    return createTlsServer({ ...filesOf(tls), requestCert: shows, rejectUnauthorized: shows }, handler);
  } catch (error) {
    throw new UsageError(
      `expected a certificate as PEM in ${tls.certificate}, and its key in ${tls.key}; got ${(error as Error).message}`,
    );
  }
}

function filesOf({ certificate, key, authority }: NonNullable<Port['tls']>) {
  return {
    cert: readFileSync(certificate),
    key: readFileSync(key),
    ...(authority !== undefined && { ca: readFileSync(authority) }),
  };
}

async function listen(app: FastifyInstance, port: Port): Promise<void> {
  // Fastify takes a server that it has not made for one without TLS.
  const listenTextResolver = (address: string): string =>
    `listening at ${port.tls ? address.replace('http:', 'https:') : address}`;
  const address = { ...addressOf(port.listen), listenTextResolver };
  try {
    await app.listen(address);
  } catch (error) {
    throw new NotListening(address, error as NodeJS.ErrnoException);
  }
}

function locationOf(app: FastifyInstance, { tls }: Port): string {
  const { address, port } = app.server.address() as { readonly address: string; readonly port: number };
  return `${tls ? 'https' : 'http'}://${showAddress({ host: address, port })}`;
}
