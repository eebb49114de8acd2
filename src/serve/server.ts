/** A server: a member of a cluster that keeps a table, and the ports at which it is served. */
import { readFileSync } from 'node:fs';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { type DestinationStream, pino } from 'pino';
import { Synod } from '../synod/synod.js';
import { type Table, type TableAnswer, type TableCommand, tableMachine } from '../table/table.js';
import { type App, openApp } from './app.js';
import { Changes } from './changes.js';
import { assertFiles, type Configuration } from './configuration.js';
import { healthRoutes, statusRoutes } from './health.js';
import { keyRoutes, type Member } from './keys.js';
import { memberRoutes } from './members.js';
import type { Port } from './port.js';
import { snapshotRoutes } from './snapshot.js';
import { Watches } from './watching.js';

export interface Server {
  readonly member: Member;
  /** Where it is found, as the beginning of an address of HTTP. */
  readonly clients: string;
  readonly admin: string | undefined;
  readonly metrics: string | undefined;
  /** Ends when the member takes no part any more; true where it has stopped by itself. */
  readonly ended: Promise<boolean>;
  /** New connections get the certificates that are in the files now. Where these cannot be used, the log says so and nothing changes. */
  reload(): void;
  /** Answers what is under way, and takes no part any more. */
  close(): Promise<void>;
}

/** How long what is under way has when the server is to stop: less than the service's TimeoutStopSec. */
const GRACE_MS = 15_000;

/** Of the changes that are kept for those who watch. */
const CHARACTERS_MAX = 32 << 20;

/**
 * Opens the member, then its ports.
 *
 * @param output where it writes its log, lines of JSON
 * @throws StorageError, NotListening, InvalidCredentials, UsageError where it cannot.
 */
export async function startServer(
  configuration: Configuration,
  version: string,
  output: DestinationStream,
): Promise<Server> {
  const { clients, admin, log = 'info' } = configuration;
  assertFiles(configuration);
  const logger = pino({ level: log, base: null }, output);
  const metrics = configuration.metrics && new (await import('./metrics.js')).Metrics();
  const member = await Synod.open<TableCommand, Table, TableAnswer>({
    ...openingOf(configuration, logger),
    ...(metrics && { observer: metrics.observer }),
  });
  const { withinMs = 5_000, changesMax = 10_000, watchesMax = 1_000, heartbeatMs = 5_000 } = clients;
  const changes = new Changes({ changesMax, charactersMax: CHARACTERS_MAX });
  const watches = new Watches(changes, { watchesMax, heartbeatMs });
  metrics?.show(member, watches);
  const ended = changes.follow(member);
  const apps: App[] = [];
  let isStopping = false;
  const open = async (title: string, port: Port, routes: Routes): Promise<string> => {
    const opened = await openApp({
      title,
      version,
      port,
      logger: logger as FastifyBaseLogger,
      ...(clients.bodyBytesMax !== undefined && { bodyBytesMax: clients.bodyBytesMax }),
      isStopping: () => isStopping,
      answered: metrics?.answered.bind(metrics),
      routes: (inner) => {
        healthRoutes(inner, member);
        statusRoutes(inner, member);
        routes(inner);
      },
    });
    apps.push(opened);
    return opened.location;
  };
  const close = async (): Promise<void> => {
    isStopping = true;
    watches.close();
    await Promise.all(apps.map((each) => each.close(GRACE_MS)));
    await member.close();
  };
  const reload = (): void => {
    try {
      member.member.transport?.reload();
      for (const app of apps) app.reload();
      logger.info('certificates and tokens were read again');
    } catch (err) {
      logger.error({ err }, 'certificates or tokens cannot be used, and those from before stay');
    }
  };
  const administration: Routes = (app) => {
    snapshotRoutes(app, member, withinMs);
    memberRoutes(app, member, withinMs);
  };
  try {
    const server = {
      member,
      clients: await open('Synod: a replicated table', clients, (app) => {
        keyRoutes(app, member, withinMs);
        watches.routes(app);
        if (admin === undefined) administration(app);
      }),
      admin: admin && (await open('Synod: administration', admin, administration)),
      metrics:
        configuration.metrics &&
        (await open('Synod: metrics', configuration.metrics, (app) => metrics?.routes(app))),
      ended,
      reload,
      close,
    };
    logger.info(
      { node: member.id, clients: server.clients, admin: server.admin, metrics: server.metrics },
      'serving',
    );
    return server;
  } catch (error) {
    await close();
    throw error;
  }
}

type Routes = (app: FastifyInstance) => void;

function openingOf(
  { name, folder, members, listen = members[name]!, tls, allowPlainText, limits, trace }: Configuration,
  logger: pino.Logger,
) {
  return {
    ...{ name, folder },
    machine: tableMachine(),
    // It was shown to be deterministic by its tests.
    checkMachine: false,
    // One that is alone listens too: its store is made by synod init like any other, and others may be added.
    listen,
    peers: members,
    ...(tls && {
      tls: () => ({
        ca: readFileSync(tls.authority),
        cert: readFileSync(tls.certificate),
        key: readFileSync(tls.key),
      }),
    }),
    ...(allowPlainText !== undefined && { allowPlainText }),
    ...(limits && { limits: limits as object }),
    ...(trace !== undefined && { trace }),
    log: logger,
  };
}
