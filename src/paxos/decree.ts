/** Decrees: what a slot can be decided to hold. */
import type { Configuration } from './configuration.js';

/** What one slot holds. */
export type Decree<Command> = NoOp | Batch<Command> | SessionDecree | ConfigurationDecree | EnableDecree;

/** Holds nothing: it fills a hole, so that what comes after can be executed. */
export interface NoOp {
  readonly type: 'noOp';
}

/** Commands of clients, executed in their order. */
export interface Batch<Command> {
  readonly type: 'batch';
  /** At least one. */
  readonly requests: readonly Request<Command>[];
}

/** A command, with what makes a retry of it known. */
export interface Request<Command> {
  readonly session: SessionId;
  /** Counts the session's requests, from 1; a retry has the number of the request that it repeats. */
  readonly sequence: number;
  /** The client has the answers to all requests up to this one, and will not ask for them again. */
  readonly answered: number;
  readonly command: Command;
}

/** The slot of the decree that opened the session: no two sessions ever have the same one. */
export type SessionId = number;

/** Opens a session, or ends one that was not heard of for long. */
export type SessionDecree =
  | {
      readonly type: 'openSession';
      /** The client's own word, by which it knows the answer for its own. */
      readonly nonce: string;
    }
  | {
      readonly type: 'expireSession';
      readonly session: SessionId;
      /** The last slot in which it had been used then: used after it, the session goes on. */
      readonly lastUsed: number;
    };

/** Changes the members, from α slots after its own. */
export interface ConfigurationDecree {
  readonly type: 'configuration';
  readonly configuration: Configuration;
}

/** Enables a version: after its slot leaders may propose the kinds of decrees that the version has brought. */
export interface EnableDecree {
  readonly type: 'enable';
  readonly version: number;
}

export const NO_OP: NoOp = { type: 'noOp' };
