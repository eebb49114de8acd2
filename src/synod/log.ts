/** Logs: what a member tells those who run it, as lines of JSON by pino. Nothing is written unless it is asked for. */
import { type Logger, type LoggerOptions, pino } from 'pino';
import type { Identity } from '../storage/identity.js';
import { RefusedPeer } from '../transport/refused-peer.js';

/** The logger of one member: the program's own, one with these options, or one that writes nothing. */
export function memberLog(log: Logger | LoggerOptions | undefined, { id }: Pick<Identity, 'id'>): Logger {
  return loggerOf(log).child({ node: id });
}

/** A connection was refused, or has failed. */
export function logConnection(log: Logger, err: Error): void {
  if (err instanceof RefusedPeer)
    log.warn(
      { peer: err.peer, refusal: err.kind, why: err.why },
      err.kind === 'byPeer' ? 'a peer refuses this node' : 'a peer was refused',
    );
  else log.warn({ err }, 'a connection has failed');
}

function loggerOf(log: Logger | LoggerOptions | undefined): Logger {
  if (log === undefined) return pino({ enabled: false });
  return isLogger(log) ? log : pino(log);
}

function isLogger(log: Logger | LoggerOptions): log is Logger {
  return 'child' in log && typeof log.child === 'function';
}
