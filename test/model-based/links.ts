/** Replicas over links that work or do not, each way on its own, in a time that a test lets pass. Nothing else goes wrong. */
import type { Limits } from '#src/paxos/limits.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { replicaOf } from '#src/paxos/replica.js';
import type { Timer } from '#src/paxos/replica-effect.js';
import type { ReplicaMessage } from '#src/paxos/replica-message.js';
import { voters } from '#test/unit/paxos/log-words.js';
import { machine } from './replica-cluster.js';
import type { Make } from './replica-mutants.js';
import { type Effect, ReplicaNode, type State } from './replica-node.js';

interface Due {
  readonly at: number;
  readonly to: NodeId;
  readonly timer?: Timer;
  readonly from?: NodeId;
  readonly message?: Said;
}

type Said = ReplicaMessage<string, State, State>;

export class Linked {
  readonly nodes: ReplicaNode[] = [];
  /** How many ballots were begun. */
  ballots = 0;
  #due: Due[] = [];
  #now = 0;
  #chance = 1;

  constructor(
    readonly ids: readonly NodeId[],
    /** Whether what the first sends reaches the second. */
    public reaches: (from: NodeId, to: NodeId) => boolean,
    make: Make = replicaOf,
    limits: Partial<Limits> = {},
  ) {
    const configuration = voters(1, ...ids);
    for (const id of ids) {
      const functions = make({ id, incarnation: 0, configuration, machine, limits });
      const node = new ReplicaNode(id, functions, { alpha: 32, configuration }, (effect) =>
        this.#out(id, effect),
      );
      this.nodes.push(node);
    }
  }

  /** The nodes that lead, by name. */
  get leaders(): readonly NodeId[] {
    return this.nodes.filter(({ replica }) => replica.leader.phase === 'leading').map(({ id }) => id);
  }

  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      this.#due.sort((a, b) => a.at - b.at);
      const next = this.#due[0];
      if (next === undefined || next.at > end) break;
      this.#due.shift();
      this.#now = next.at;
      const { to, timer, from, message } = next;
      const node = this.#node(to);
      if (timer !== undefined) this.#take(node, { type: 'timer', timer, now: this.#now });
      else if (this.reaches(from!, to))
        this.#take(node, { type: 'message', from: from!, message: message!, now: this.#now });
    }
    this.#now = end;
  }

  propose(id: NodeId, sequence: number): void {
    const request = { session: 1, sequence, answered: sequence - 1, command: `${sequence}` };
    this.#take(this.#node(id), { type: 'request', request, now: this.#now });
  }

  #take(node: ReplicaNode, input: Parameters<ReplicaNode['take']>[0]): void {
    const { round } = node.replica.leader;
    node.take(input);
    this.ballots += node.replica.leader.round - round;
    while (node.persists.length > 0) node.sync(node.persists.length);
  }

  #out(from: NodeId, effect: Effect): void {
    if (effect.type === 'send')
      this.#due.push({ at: this.#now + 10, to: effect.to, from, message: effect.message });
    else if (effect.type === 'setTimer') this.#run(from, effect.timer, effect.afterMs, effect.spreadMs);
  }

  #run(to: NodeId, timer: Timer, afterMs: number, spreadMs: number): void {
    this.#due = this.#due.filter((due) => due.to !== to || due.timer !== timer);
    this.#chance = (this.#chance * 48_271) % 2_147_483_647;
    this.#due.push({ at: this.#now + afterMs + (spreadMs * this.#chance) / 2_147_483_647, to, timer });
  }

  #node(id: NodeId): ReplicaNode {
    return this.nodes.find((node) => node.id === id)!;
  }
}
