/** The members as a leader knows them. What it makes of a change is decided at once, and governs from the next slot on, or later. */
import { VERSIONS } from '#src/node/handshake.js';
import type { MemberChange } from '#src/node/member-change.js';
import { Members, type MembersOptions } from '#src/node/members.js';
import type { Configuration, Governing } from '#src/paxos/configuration.js';
import { clusterLimits, LIMITS } from '#src/paxos/limits.js';
import { decide, decidedThrough, firstOpen, type Log, openConfigurations, startLog } from '#src/paxos/log.js';
import type { NodeId } from '#src/paxos/node-id.js';
import type { Reply } from '#src/paxos/reply.js';
import { first, n1 } from '#test/unit/paxos/log-words.js';

export class Leader {
  now = 0;
  #log: Log<string>;
  readonly #members: Members;

  /** @param made what becomes of a configuration that it makes */
  constructor(
    given: Partial<MembersOptions> = {},
    readonly made = (after: Configuration): Configuration => after,
    alpha = 1,
  ) {
    this.#log = startLog<string>({ alpha, configuration: first });
    const limits = clusterLimits(LIMITS);
    this.#members = new Members({
      hello: { cluster: 'tests', id: n1, incarnation: 0, start: 1, ...VERSIONS, limits },
      first,
      log: () => this.#log,
      silentMs: 1_000,
      now: () => this.now,
      transport: {},
      ...given,
    });
  }

  get heir(): NodeId | undefined {
    return this.#members.heir;
  }

  get configurations(): readonly Governing[] {
    return openConfigurations(this.#log);
  }

  get last(): Configuration {
    return this.configurations.at(-1)!.configuration;
  }

  /** That member says which program it is: this one. */
  greet(id: NodeId, incarnation: number): void {
    const { hello, objection } = this.#members.peer(() => {});
    objection({ ...hello, id, incarnation });
  }

  /** That member answers, and lacks so many decrees. */
  hear(id: NodeId, incarnation: number, behind = 0): void {
    const decided = decidedThrough(this.#log) - behind;
    this.#members.hear(id, incarnation, { type: 'heard', ballot: { round: 1, proposer: n1 }, decided });
  }

  change(change: MemberChange): Reply<never> {
    const after = this.#members.change(change);
    if ('type' in after) return after;
    const slot = firstOpen(this.#log);
    [this.#log] = decide(this.#log, {
      slot,
      value: { type: 'configuration', configuration: this.made(after) },
    });
    return { type: 'decided', slot };
  }
}
