/** What a member is opened with. */
import type { Logger, LoggerOptions } from 'pino';
import type { CallOptions } from '../node/deadline.js';
import type { Observer } from '../node/observed.js';
import type { MemberLimits } from '../paxos/limits.js';
import type { Machine } from '../paxos/machine.js';
import type { Credentials } from '../transport/credentials.js';

export interface SynodOptions<Command, State, Answer> {
  /** Where the member keeps what it must not forget. Nobody else may use it. */
  readonly folder: string;
  /** The member that is meant: the store of another one is refused. Without it the store says who the member is. */
  readonly name?: string;
  /** What is replicated: deterministic, total, over plain data. */
  readonly machine: Machine<Command, State, Answer>;
  /** Where the member listens, as `host:port`. Without it the cluster is this member alone, and is made where the folder is empty. */
  readonly listen?: string;
  /** Where the members listen, by their names, as `host:port`. */
  readonly peers?: Readonly<Record<string, string>>;
  /** Reads the certificates for mutual TLS, whenever a connection is opened. */
  readonly tls?: () => Credentials;
  /** Plain text beyond this machine: whoever can reach the port can pretend to be a member. */
  readonly allowPlainText?: boolean;
  readonly limits?: Partial<MemberLimits>;
  /**
   * Applies each command twice to a frozen state, to find a machine that is not deterministic. It costs time, and is on unless
   * NODE_ENV is `production`.
   */
  readonly checkMachine?: boolean;
  /**
   * After so many slots the members compare their states by digests; 10,000. A member whose state is not that of a majority stops, and
   * each difference is logged.
   */
  readonly compareEvery?: number;
  /** Where it logs: a logger of pino, or options for one that writes to the standard output. Without it nothing is written. */
  readonly log?: Logger | LoggerOptions;
  /** The file to which the member appends what it says and hears, and what becomes durable: for `synod conform`. */
  readonly trace?: string;
  /** Is told what the status cannot show: how long writes take, and who has begun to lead. */
  readonly observer?: Observer;
  /** How long a call may take that does not say so itself; 20 seconds. */
  readonly withinMs?: number;
}

export interface ReadOptions extends CallOptions {
  /**
   * `linearizable`: from a state that has all that was answered anywhere before the call. `local`: from this member's own
   * state, which may be behind. With `after` it is local.
   */
  readonly consistency?: 'linearizable' | 'local';
  /** From a state that has this slot at least: the one that `propose` has told, to read one's own writes. */
  readonly after?: number;
}
