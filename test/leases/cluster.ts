/** A few shipped replicas with leases, each with a clock of its own, whose messages go where and when a script lets them. */
import type { Configuration, Governing } from '#src/paxos/configuration.js';
import type { Limits } from '#src/paxos/limits.js';
import { openConfigurations } from '#src/paxos/log.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { type Kept, keep, nothingKept } from '#src/paxos/record.js';
import type { Replica, ReplicaOptions } from '#src/paxos/replica-state.js';
import { machine } from '#test/model-based/replica-cluster.js';
import type { Answer, Effect, Functions, Input, Sent, State } from '#test/model-based/replica-node.js';
import { first, n1 } from '#test/unit/paxos/log-words.js';

/** A replica, and what its driver reads off as the time: the monotonic clock, where nothing else is said. */
export type Make = ((options: ReplicaOptions<string, State, Answer>) => Functions) & {
  readonly clock?: (times: Times) => number;
};

interface Times {
  readonly monotonic: number;
  readonly timeOfDay: number;
}

const LIMITS = { alpha: 8, proposalsMax: 4, leaseMs: 100, leaseMarginMs: 25 };

interface Computer {
  readonly functions: Functions;
  /** Of its clock. One tenth more or less is within what the margin allows for. */
  readonly rate: number;
  replica: Replica<string, State, Answer>;
  kept: Kept<string, State, Answer>;
  monotonic: number;
  /** How far the time of day has been set forward. */
  ahead: number;
}

export class LeasedCluster {
  /** The slots that clients were told of. */
  readonly told: number[] = [];
  readonly #limits: Partial<Limits> & typeof LIMITS;
  readonly #computers = new Map<NodeId, Computer>();
  #wire: { readonly from: NodeId; readonly sent: Sent }[] = [];
  #asked = 0;
  #lastRead: { readonly slot: number; readonly byLease: boolean } | null = null;

  /** Of the members of that configuration. */
  constructor(
    readonly make: Make,
    configuration: Configuration = first,
    given: Partial<Limits> = {},
  ) {
    this.#limits = { ...LIMITS, ...given };
    for (const { id } of configuration.members) this.place({ id, incarnation: 0, configuration });
  }

  /** A computer with an empty disk is that member, in the place of the one that was. */
  place(
    member: Pick<ReplicaOptions<string, State, Answer>, 'id' | 'incarnation' | 'configuration' | 'from'>,
  ): void {
    const options = { ...member, machine, limits: this.#limits };
    const functions = this.make(options);
    this.#computers.set(member.id, {
      functions,
      rate: member.id === n1 ? 0.9 : 1.1,
      replica: functions.start()[0],
      kept: nothingKept({ ...this.#limits, ...member }),
      monotonic: 0,
      ahead: 0,
    });
  }

  /** The last slot that a client was told of. */
  get acknowledged(): number {
    return Math.max(0, ...this.told);
  }

  isLeading(id: NodeId): boolean {
    return this.#of(id).replica.leader.phase === 'leading';
  }

  /** The configurations of the open slots, as that member knows them. */
  open(id: NodeId): readonly Governing[] {
    return openConfigurations(this.#of(id).replica.log);
  }

  /** Time goes on; a clock that stands still does not. */
  pass(ms: number, standing?: NodeId): void {
    for (const [id, computer] of this.#computers)
      if (id !== standing) computer.monotonic += ms * computer.rate;
  }

  /** Somebody sets the time of day forward. */
  setForward(id: NodeId, ms: number): void {
    this.#of(id).ahead += ms;
  }

  /** The timer runs out: that of an election until the node asks for votes, for which one that hears a leader has to miss it first. */
  runOut(id: NodeId, timer: 'election' | 'heartbeat'): void {
    if (timer === 'election' && this.#of(id).replica.election.hears !== null)
      this.give(id, { type: 'timer', timer, now: this.#now(id) });
    this.give(id, { type: 'timer', timer, now: this.#now(id) });
  }

  write(id: NodeId): void {
    this.give(id, { type: 'openSession', nonce: `s${++this.#asked}`, now: this.#now(id) });
  }

  /** Reads; what it is answered at once, or null. */
  read(id: NodeId): { readonly slot: number; readonly byLease: boolean } | null {
    this.#lastRead = null;
    this.give(id, { type: 'read', read: ++this.#asked, command: 'read', now: this.#now(id) });
    return this.#lastRead;
  }

  transfer(id: NodeId, to: NodeId): void {
    this.give(id, { type: 'transfer', to, now: this.#now(id) });
  }

  restart(id: NodeId): void {
    const computer = this.#of(id);
    computer.replica = computer.functions.start(computer.kept)[0];
  }

  /** Delivers whatever these have to say to each other, of these types if any are named; the rest stays on its way. */
  talk(ids: readonly NodeId[], types?: readonly Sent['message']['type'][]): void {
    for (;;) {
      const index = this.#wire.findIndex(
        ({ from, sent: { to, message } }) =>
          ids.includes(from) && ids.includes(to) && (types === undefined || types.includes(message.type)),
      );
      if (index === -1) return;
      const [letter] = this.#wire.splice(index, 1);
      const { from, sent } = letter!;
      this.give(sent.to, { type: 'message', from, message: sent.message, now: this.#now(sent.to) });
    }
  }

  /** What is on its way is lost. */
  lose(): void {
    this.#wire = [];
  }

  /** Gives an input, as a driver does; every disk is done at once. */
  give(id: NodeId, input: Input): void {
    const computer = this.#of(id);
    const [replica, effects] = computer.functions.step(computer.replica, input);
    computer.replica = replica;
    for (const effect of effects) this.#perform(id, effect);
    const persists = effects.filter((effect) => effect.type === 'persist').length;
    if (persists > 0) this.give(id, { type: 'durable', number: persists, after: null });
  }

  #now(id: NodeId): number {
    const { monotonic, ahead } = this.#of(id);
    return this.make.clock?.({ monotonic, timeOfDay: monotonic + ahead }) ?? monotonic;
  }

  #of(id: NodeId): Computer {
    return this.#computers.get(id)!;
  }

  #perform(id: NodeId, effect: Effect): void {
    const computer = this.#of(id);
    if (effect.type === 'persist') computer.kept = effect.records.reduce(keep, computer.kept);
    else if (effect.type === 'send') this.#wire.push({ from: id, sent: effect });
    else if (effect.type === 'reply' && effect.reply.type === 'opened') this.told.push(effect.reply.session);
    else if (effect.type === 'reply' && effect.to.type === 'read' && effect.reply.type === 'answered')
      this.#lastRead = { slot: effect.reply.slot, byLease: effect.reply.byLease === true };
  }
}
