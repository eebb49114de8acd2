/**
 * Reading: reads that come together share a question, to a quorum or to the lease; those that come while a quorum is being asked wait, and
 * share the next one.
 *
 * A read may rest only on answers to what was asked after it came, so none joins the question that is under way. However many come
 * meanwhile, one more question does for all of them.
 */
import type { Executed } from '../paxos/execution.js';
import type { Limits } from '../paxos/limits.js';
import type { Machine } from '../paxos/machine.js';
import { answerOf } from '../paxos/reading.js';
import type { ReplicaInput } from '../paxos/replica-input.js';
import { type Reply, rejected } from '../paxos/reply.js';
import type { Clock } from './ports.js';
import { ReadNumbers } from './read-numbers.js';

type ReadInput<Command> = Extract<ReplicaInput<Command, never, never>, { readonly type: 'read' }>;

export interface ReadingOptions<Command, State, Answer> {
  readonly incarnation: number;
  readonly storage: { readonly start: number };
  readonly clock: Pick<Clock, 'now'>;
  readonly machine: Machine<Command, State, Answer>;
  /** After `resendMs` without an answer a question may be lost, and the next read asks again; one read more than `readsMax` is rejected as busy. */
  readonly limits: Pick<Limits, 'resendMs' | 'readsMax'>;
  readonly executed: () => Executed<State, Answer>;
  /** Whether the replica has that read, and no answer. */
  readonly isAsking: (read: number) => boolean;
  readonly ask: (input: ReadInput<Command>) => Promise<Reply<Answer>>;
}

interface Waiting<Command, Answer> {
  readonly command: Command;
  readonly withinMs: number;
  readonly tell: (reply: Reply<Answer> | Promise<Reply<Answer>>) => void;
}

export class Reading<Command, State, Answer> {
  #waiting: Waiting<Command, Answer>[] = [];
  readonly #numbers: ReadNumbers;
  #last = 0;
  /** Until then the last question may be answered. */
  #until = 0;

  constructor(readonly options: ReadingOptions<Command, State, Answer>) {
    this.#numbers = new ReadNumbers(options.incarnation, options.storage.start);
  }

  read(command: Command, withinMs: number): Promise<Reply<Answer>> {
    if (this.#isTooLate && this.#waiting.length >= this.options.limits.readsMax)
      return Promise.resolve(rejected('busy'));
    return new Promise((tell) => {
      this.#waiting.push({ command, withinMs, tell });
      queueMicrotask(() => this.#askNext());
    });
  }

  close(): void {
    for (const { tell } of this.#waiting) tell({ type: 'unknown', slot: 0 });
    this.#waiting = [];
  }

  /** Asks for all that wait, once nothing is under way that they came too late for. */
  #askNext(): void {
    const [first, ...others] = this.#waiting;
    if (first === undefined || this.#isTooLate) return;
    this.#waiting = [];
    const { machine, executed } = this.options;
    const asked = this.#ask(first.command, first.withinMs);
    first.tell(asked);
    // They came before the question, too: what is executed when it is answered has all that its answer rests on.
    for (const { command, tell } of others)
      tell(asked.then((reply) => (isOfState(reply) ? answerOf(machine, executed(), command) : reply)));
  }

  /** Whether a question is under way that was asked before now. */
  get #isTooLate(): boolean {
    return this.options.isAsking(this.#last) && this.options.clock.now() <= this.#until;
  }

  #ask(command: Command, withinMs: number): Promise<Reply<Answer>> {
    const { clock, limits, ask } = this.options;
    const read = this.#numbers.next();
    if (read === undefined) return Promise.resolve(rejected('busy'));
    const now = clock.now();
    this.#last = read;
    this.#until = now + Math.min(limits.resendMs, withinMs);
    const asked = ask({ type: 'read', read, command, now, notAfter: now + withinMs });
    const next = (): void => this.#askNext();
    asked.then(next, next);
    return asked;
  }
}

/** Whether there was a state from which to answer, whatever the machine has made of it. */
function isOfState({ type }: Reply<unknown>): boolean {
  return type === 'answered' || type === 'failed';
}
