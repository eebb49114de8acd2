/**
 * A cluster of production roles, each on a node of its own, over a network that loses, repeats and reorders: three
 * acceptors, two proposers, a learner, and a client. Whatever may happen is a task of fast-check's scheduler.
 */
import type fc from 'fast-check';
import { startAcceptor } from '#src/paxos/acceptor.js';
import { showBallot } from '#src/paxos/ballot.js';
import type { Address } from '#src/paxos/effect.js';
import { startLearner } from '#src/paxos/learner.js';
import type { Message, Received, Timeout } from '#src/paxos/message.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { startProposer } from '#src/paxos/proposer.js';
import { majorities } from '#src/paxos/quorum.js';
import type { Roles } from '#test/conformance/tie.js';
import { a1, a2, a3, c1, l1, p1, p2 } from '#test/unit/paxos/words.js';
import { Host, type Hosted } from './host.js';
import { Observed } from './observed.js';

/** What becomes of a message or a timeout when its turn has come. */
export type Fate = 'arrives' | 'arrives twice' | 'is lost' | 'meets a crash' | 'meets a crash half way';

export interface ClusterOptions {
  readonly scheduler: fc.Scheduler;
  readonly roles: Roles;
  /** One for each task in turn; when they are used up, everything arrives. */
  readonly fates: readonly Fate[];
  /** How often a timer is passed over before it runs out. */
  readonly patience: number;
}

/** What the client asks of which proposer. */
const requests: ReadonlyMap<NodeId, string> = new Map([
  [p1, 'olives'],
  [p2, 'wine'],
]);

type Input = Received<Message<string>> | Timeout;

/** A node of whatever role. */
interface Node {
  take(input: never, crashAt?: number): boolean;
  restart(): void;
}

export class Cluster {
  readonly observed = new Observed(requests);
  /** What was thrown, if anything was: the cluster stops then. */
  problem: unknown;
  readonly #nodes = new Map<NodeId, Node>();
  /** Each node's timers, counted, so that only the one set last can run out. */
  readonly #timers = new Map<NodeId, number>();
  readonly #happened: string[] = [];

  constructor(readonly options: ClusterOptions) {
    const { roles } = options;
    const quorums = majorities([a1, a2, a3]);
    for (const id of [a1, a2, a3]) this.#host(id, { start: startAcceptor<string>, step: roles.acceptor });
    this.#host(l1, { start: () => startLearner<string>({ quorums }), step: roles.learner });
    for (const id of requests.keys())
      this.#host(id, {
        start: (record?: { readonly round: number }) =>
          startProposer<string>({ id, quorums, ...(record && { record }) }),
        step: roles.proposer,
      });
    for (const id of requests.keys()) this.#request(id);
  }

  /** Lets that many tasks have their turn, in the scheduler's order; what is left over then is lost. */
  async run(tasks: number): Promise<void> {
    const { scheduler } = this.options;
    for (let turn = 0; turn < tasks && scheduler.count() > 0 && this.problem === undefined; turn++)
      await scheduler.waitNext(1);
  }

  /** What happened, a line a task, in order; what became of it in brackets, where it did not simply arrive. */
  transcript(): string {
    return this.#happened.join('\n');
  }

  #host<State, Input, Record, Sent extends Message<string>>(
    id: NodeId,
    role: Hosted<State, Input, Record, Sent>,
  ): void {
    const wire = {
      send: ({ to, message }: { readonly to: Address; readonly message: Sent }) =>
        this.#send(id, to, message),
      setTimer: () => this.#setTimer(id),
    };
    this.#nodes.set(id, new Host(role, wire));
  }

  #request(proposer: NodeId): void {
    this.#send(c1, { node: proposer }, { type: 'request', value: requests.get(proposer)! });
  }

  #send(from: NodeId, to: Address, message: Message<string>): void {
    this.observed.sent(from, message);
    const text = JSON.stringify(message);
    for (const id of receivers(to))
      this.#schedule(`${from} → ${id}  ${show(message)}`, id, () => ({
        type: 'message',
        from,
        message: JSON.parse(text) as Message<string>,
      }));
  }

  #setTimer(id: NodeId): void {
    const timer = (this.#timers.get(id) ?? 0) + 1;
    this.#timers.set(id, timer);
    let patience = this.options.patience;
    const wait = (): void =>
      this.#schedule(`${id}  timeout`, id, () => {
        if (this.#timers.get(id) !== timer) return undefined;
        if (patience-- > 0) wait();
        else return { type: 'timeout' };
      });
    wait();
  }

  /** Makes a task of it. The input is made when its turn has come; `undefined` is none after all. */
  #schedule(label: string, id: NodeId, input: () => Input | undefined): void {
    const builder = async (): Promise<void> => {
      const made = input();
      if (made === undefined) return;
      const fate = this.options.fates[this.#happened.length] ?? 'arrives';
      this.#happened.push(fate === 'arrives' ? label : `${label}  (${fate})`);
      try {
        this.#meet(fate, id, made);
      } catch (error) {
        this.problem = error;
      }
      if (fate === 'arrives twice') this.#schedule(label, id, input);
    };
    this.options.scheduler.scheduleSequence([{ label, builder }]);
  }

  #meet(fate: Fate, id: NodeId, input: Input): void {
    const node = this.#nodes.get(id);
    if (fate === 'is lost') return;
    if (node === undefined) this.observed.told(input);
    else if (fate === 'meets a crash') this.#restart(id, node);
    else if (node.take(input as never, fate === 'meets a crash half way' ? 1 : undefined))
      this.#restart(id, node);
  }

  #restart(id: NodeId, node: Node): void {
    node.restart();
    this.observed.restarted(id);
    this.#timers.set(id, (this.#timers.get(id) ?? 0) + 1);
    if (requests.has(id)) this.#request(id);
  }
}

function receivers(to: Address): readonly NodeId[] {
  if ('node' in to) return [to.node];
  return { acceptor: [a1, a2, a3], proposer: [p1, p2], learner: [l1], client: [c1] }[to.role];
}

function show(message: Message<string>): string {
  const ballot = 'ballot' in message ? ` ballot=${showBallot(message.ballot)}` : '';
  const value = 'value' in message ? ` value=${message.value}` : '';
  const vote =
    'vote' in message && message.vote ? ` vote=${showBallot(message.vote.ballot)}:${message.vote.value}` : '';
  return `${message.type}${ballot}${value}${vote}`;
}
