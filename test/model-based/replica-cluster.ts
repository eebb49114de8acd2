/**
 * Three replicas with stores over a network that loses, repeats and reorders, their timers running out at any time, and a
 * client that sends everything to any of them, again and again. What happens next is chosen by numbers.
 */
import { showBallot } from '#src/paxos/ballot.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import type { Limits } from '#src/paxos/limits.js';
import { openConfigurations } from '#src/paxos/log.js';
import { type NodeId, nodeId } from '#src/paxos/node-id.js';
import { replicaOf } from '#src/paxos/replica.js';
import type { ReplicaOptions } from '#src/paxos/replica-state.js';
import { first, n1, n2, n3, n4, voters } from '#test/unit/paxos/log-words.js';
import {
  type Answer,
  type Effect,
  type Functions,
  type Input,
  ReplicaNode,
  type Sent,
  type State,
} from './replica-node.js';
import { Witness } from './replica-witness.js';

export const LIMITS = {
  alpha: 3,
  proposalsMax: 2,
  batchMax: 2,
  persistsMax: 3,
  decreesMax: 4,
  decreesHeldMax: 5,
  catchUpMax: 2,
  sessionsMax: 2,
  windowMax: 4,
  sessionMs: 200,
  // A lease would leave little time to other leaders, whose struggle this is about.
  leaseMs: 0,
} satisfies Partial<Limits>;

/** A machine whose state is all that was executed, in order; its answer, too. */
export const machine: ReplicaOptions<string, State, Answer>['machine'] = {
  start: [],
  apply: (state, command) => {
    const after = command === 'read' ? state : [...state, command];
    return [after, after];
  },
};

interface OnWire {
  readonly from: NodeId;
  readonly sent: Sent;
}

/** What can happen next, with how likely it is. */
interface Possible {
  readonly weight: number;
  /** What is said of it where something goes wrong. */
  readonly label: () => string;
  readonly happen: () => void;
}

const FIVE = [n1, n2, n3, n4, nodeId('n5')];
/** Two or three of them. */
const SETS = FIVE.flatMap((one, i) =>
  FIVE.slice(i + 1).flatMap((two, j) => [
    [one, two],
    ...FIVE.slice(i + j + 2).map((three) => [one, two, three]),
  ]),
);

export class ReplicaCluster {
  readonly witness: Witness;
  readonly nodes: readonly ReplicaNode[];
  readonly happened: (() => string)[] = [];
  #wire: OnWire[] = [];
  #now = 0;
  #isFair = false;

  /** @param hasChanges whether members come and go: then there are five nodes, of which three are the first members */
  constructor(
    make: (options: ReplicaOptions<string, State, Answer>) => Functions = replicaOf,
    readonly hasChanges = false,
  ) {
    // Wide enough for two changes in flight.
    const limits = hasChanges ? { ...LIMITS, alpha: 5 } : LIMITS;
    this.witness = new Witness(limits.alpha);
    this.nodes = (hasChanges ? FIVE : [n1, n2, n3]).map((id) => {
      const functions = make({ id, incarnation: 0, configuration: first, machine, limits });
      const out = (effect: Effect): void => this.#out(id, effect);
      return new ReplicaNode(id, functions, { alpha: limits.alpha, configuration: first }, out);
    });
  }

  /** Lets one thing happen, chosen by the number among all that can. */
  turn(choice: number): void {
    const possible = this.#possible();
    const total = possible.reduce((sum, { weight }) => sum + weight, 0);
    let left = choice % total;
    const chosen = possible.find(({ weight }) => {
      left -= weight;
      return left < 0;
    })!;
    this.#do(chosen);
  }

  /** From now on nothing is lost, nobody crashes, and all things that can happen happen in turn. */
  settle(rounds: number): void {
    this.#isFair = true;
    for (let round = 0; round < rounds; round++) {
      for (const node of this.nodes) {
        for (let budget = 0; this.#wire.length > 0 && budget < 300; budget++) this.#deliver(0);
        if (node.persists.length > 0)
          this.#do({
            weight: 1,
            label: () => `${node.id}  sync`,
            happen: () => node.sync(node.persists.length),
          });
        for (const timer of [...node.timers])
          if (timer !== 'election' || (round % 6 === 5 && node.id === n1))
            this.#do({
              weight: 1,
              label: () => `${node.id}  ${timer}`,
              happen: () => this.#runOut(node, timer),
            });
      }
      this.witness.ask(this.nodes, (node, input) => this.#take(node, input), round);
    }
  }

  transcript(): string {
    return this.happened.map((label) => label()).join('\n');
  }

  #possible(): readonly Possible[] {
    const of = (node: ReplicaNode): Possible[] => [
      ...[...node.timers].map((timer) => ({
        weight: timer === 'election' ? 2 : 6,
        label: () => `${node.id}  ${timer}`,
        happen: () => this.#runOut(node, timer),
      })),
      ...node.persists.map((_, index) => ({
        weight: 24,
        label: () => `${node.id}  sync ${index + 1}`,
        happen: () => node.sync(index + 1),
      })),
      ...[undefined, ...node.persists].map((_, written, { length }) => ({
        weight: 1,
        label: () => `${node.id}  crash, ${written} of ${length - 1} persists written`,
        happen: () => {
          this.witness.crashed(node);
          node.crash(written);
        },
      })),
    ];
    const wire = this.#wire.slice(0, 12).flatMap<Possible>(({ from, sent }, index) => {
      const label = (): string => `${from} → ${sent.to}  ${show(sent)}`;
      return [
        { weight: 40, label, happen: () => this.#arrive(index) },
        { weight: 1, label: () => `${label()}  (again)`, happen: () => this.#arrive(index, true) },
        { weight: 5, label: () => `${label()}  (lost)`, happen: () => void this.#wire.splice(index, 1) },
      ];
    });
    const asks = this.nodes.map((node, index) => ({
      weight: 14,
      label: () => `client → ${node.id}`,
      happen: () => this.witness.ask([node], (to, input) => this.#take(to, input), this.#now + index),
    }));
    return [...this.nodes.flatMap(of), ...wire, ...asks, ...(this.hasChanges ? this.#changes() : [])];
  }

  /** Each leader may be asked for any other members. */
  #changes(): readonly Possible[] {
    return this.nodes
      .filter(({ replica }) => replica.leader.phase === 'leading')
      .map((node) => {
        const last = node.replica.log.configurations.at(-1)!.configuration.id;
        const ids = SETS[(this.#now * 13) % SETS.length]!;
        const configuration = voters(last + 1, ...ids);
        return {
          // While one change does not govern yet, another one is likely.
          weight: openConfigurations(node.replica.log).length === 2 ? 40 : 6,
          label: () => `client → ${node.id}  configuration ${last + 1}: ${ids}`,
          happen: () => this.#take(node, { type: 'configure', configuration, now: this.#now }),
        };
      });
  }

  #do({ label, happen }: Possible): void {
    this.#now++;
    this.happened.push(label);
    happen();
    this.witness.look(this.nodes);
  }

  #deliver(index: number): void {
    const { from, sent } = this.#wire[index]!;
    this.#do({
      weight: 1,
      label: () => `${from} → ${sent.to}  ${show(sent)}`,
      happen: () => this.#arrive(index),
    });
  }

  #arrive(index: number, again = false): void {
    const { from, sent } = this.#wire[index]!;
    if (!again) this.#wire.splice(index, 1);
    const message = JSON.parse(JSON.stringify(sent.message)) as Sent['message'];
    const node = this.#node(sent.to);
    this.witness.arrives(node, message);
    try {
      this.#take(node, { type: 'message', from, message, now: this.#now });
    } catch (error) {
      // One that was removed, or is not known there to be added.
      const isStranger = error instanceof InvalidInput && ['stranger', 'ballot'].includes(error.reason);
      if (!this.hasChanges || !isStranger) throw error;
    }
  }

  #node(id: NodeId): ReplicaNode {
    return this.nodes.find((node) => node.id === id)!;
  }

  /** The timer of an election runs out until the node asks for votes: one that hears a leader misses it first. */
  #runOut(node: ReplicaNode, timer: 'election' | 'heartbeat' | 'resend'): void {
    node.timers.delete(timer);
    if (timer === 'election' && node.replica.election.hears !== null) {
      this.#take(node, { type: 'timer', timer, now: this.#now });
      node.timers.delete(timer);
    }
    this.#take(node, { type: 'timer', timer, now: this.#now });
  }

  #take(node: ReplicaNode, input: Input): void {
    node.take('now' in input ? { ...input, now: this.#now } : input);
  }

  #out(from: NodeId, effect: Effect): void {
    if (effect.type === 'send') {
      this.witness.sent(this.#node(from), effect);
      this.#wire.push({ from, sent: effect });
      if (!this.#isFair && this.#wire.length > 40) this.#wire.shift();
    } else this.witness.told(from, effect);
  }
}

function show({ message }: Sent): string {
  const ballot = 'ballot' in message ? ` ballot=${showBallot(message.ballot)}` : '';
  const slot = 'slot' in message ? ` slot=${message.slot}` : '';
  const decided = 'decided' in message ? ` decided=${message.decided}` : '';
  const value = 'value' in message ? ` ${JSON.stringify(message.value)}` : '';
  return `${message.type}${ballot}${slot}${decided}${value}`;
}
