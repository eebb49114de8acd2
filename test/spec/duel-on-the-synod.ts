/** A run of chapter 13 taken on the machines of chapter 14, whose ballots grow: who was a master is a proposer, a slave an acceptor. */
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import type { TraceStep } from '#model/index.js';
import { acceptorMachine } from '#spec/14-the-synod/acceptor.js';
import type { Ballot } from '#spec/14-the-synod/ballot.js';
import { proposerMachine } from '#spec/14-the-synod/proposer.js';
import { majorities } from '#spec/14-the-synod/quorum.js';

const ACCEPTORS = { s1: 'a1', s2: 'a2' };
const NAMES: Readonly<Record<string, string>> = { m1: 'p1', m2: 'p2', ...ACCEPTORS };
const TYPES: Readonly<Record<string, string>> = { read: 'prepare', answer: 'promise', write: 'accept' };

interface Letter {
  readonly from: string;
  readonly to: string;
  readonly message: { readonly type: string; readonly ballot: Ballot };
}

/** Two proposers that were asked for different values, two acceptors, and what they sent each other last. */
export class Duel {
  /** All that was ever sent. */
  readonly sent: Letter[] = [];
  readonly #machines = new Map<string, AnyStateMachine>();
  readonly #snapshots = new Map<string, AnyMachineSnapshot>();

  /** @param rounds how many ballots each proposer may begin: more than it will. */
  constructor(rounds: number) {
    const acceptors = Object.values(ACCEPTORS);
    for (const id of acceptors) this.#start(id, acceptorMachine, {});
    for (const [id, value] of [
      ['p1', 'olives'],
      ['p2', 'wine'],
    ] as const) {
      this.#start(id, proposerMachine, { id, quorums: majorities(acceptors), rounds });
      this.#take(id, { type: 'request', from: 'c1', value });
    }
  }

  /** The context of a proposer or an acceptor. */
  context(id: string): Readonly<Record<string, unknown>> {
    return this.#snapshots.get(id)!.context;
  }

  accepts(id: string, event: object): boolean {
    return this.#snapshots.get(id)!.can(event as never);
  }

  /**
   * Takes a step of the run. A master gives up, and later begins again; a proposer does both at once, at its timeout.
   *
   * @throws Error where the message is not under way, or the event is not accepted.
   */
  follow({ participant, event }: TraceStep): void {
    const id = NAMES[participant]!;
    if (event.type === 'timeout') return;
    if (event.type === 'begin') {
      this.#take(id, { type: 'timeout' });
      return;
    }
    const [type, from] = [TYPES[event.type]!, NAMES[event.from!]!];
    const last = this.sent.findLast((one) => one.from === from && one.to === id && one.message.type === type);
    if (last === undefined) throw new Error(`no ${type} from ${from} to ${id} was sent`);
    this.#take(id, { ...last.message, from });
  }

  #start(id: string, machine: AnyStateMachine, input: object): void {
    this.#machines.set(id, machine);
    this.#snapshots.set(id, initialTransition(machine, input)[0]);
  }

  #take(id: string, event: { readonly type: string; readonly [key: string]: unknown }): void {
    if (!this.accepts(id, event)) throw new Error(`${id} does not accept ${JSON.stringify(event)}`);
    const [next, actions] = transition(this.#machines.get(id)!, this.#snapshots.get(id)!, event);
    this.#snapshots.set(id, next);
    for (const { type, params } of actions as readonly { type: string; params: unknown }[]) {
      if (type !== 'xstate.emit') continue;
      const { to, ...message } = (params as { event: { to: string } & Letter['message'] }).event;
      for (const receiver of to === 'acceptor' ? Object.values(ACCEPTORS) : [to])
        this.sent.push({ from: id, to: receiver, message });
    }
  }
}
