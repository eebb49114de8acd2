/**
 * What the cluster has decided so far, kept once beside it: the decrees, and what they come to by an execution of its own.
 *
 * A slot is looked at when a node executes it, and a state when a node has come to it; so each step costs what it has changed.
 */
import { match } from 'ts-pattern';
import type { Member } from '../paxos/configuration.js';
import type { Executed, Outcome } from '../paxos/execution.js';
import { decidedThrough, knowsGoverning, type Log, openConfigurations } from '../paxos/log.js';
import { sameValue, showValue } from '../paxos/value.js';
import type { Claim } from './failure.js';
import type { Memberships } from './memberships.js';
import { type Answer, applyToRegister, type Command, type Registers, UNWRITTEN } from './register.js';
import type { Asked, Decree, Reply } from './words.js';

const IN_ITS_SLOT: Claim = 'what is acknowledged stands in its slot';

interface Decided {
  readonly decree: Decree;
  readonly state: Registers;
  /** The session table after it, as the first node that stopped there had it. */
  sessions: unknown;
}

export class Reference {
  /** By slot, from 1. */
  readonly #decided: Decided[] = [];
  /** Where each command was executed, and with what answer. */
  readonly #executed = new Map<string, { readonly slot: number; readonly answer: Answer }>();

  constructor(
    readonly memberships: Memberships,
    readonly fail: (claim: Claim, account: string) => void,
  ) {}

  /** The last slot that any node has executed. */
  get through(): number {
    return this.#decided.length;
  }

  decreeAt(slot: number): Decree | undefined {
    return this.#decided[slot - 1]?.decree;
  }

  /** What a command has come to; undefined where it was not executed. */
  answerTo(id: string): Answer | undefined {
    return this.#executed.get(id)?.answer;
  }

  /** A node has executed a slot. */
  applied(node: string, slot: number, decree: Decree, outcomes: readonly Outcome<Answer>[]): void {
    const known = this.decreeAt(slot);
    if (known !== undefined) {
      if (!sameValue(known, decree))
        this.fail(
          'each slot holds one decree',
          `expected ${showValue(known)} in slot ${slot}, as before; ${node} has executed ${showValue(decree)}`,
        );
      return;
    }
    const state = decree.type === 'batch' ? this.#execute(slot, decree.requests, outcomes) : this.#state;
    this.#decided.push({ decree, state, sessions: undefined });
  }

  /** A node has come to a slot, by executing it or by a snapshot. */
  reached(node: string, { through, state, sessions }: Executed<Registers, Answer>): void {
    if (through === 0) return;
    const decided = this.#decided[through - 1];
    const claim = 'equal slots have equal states';
    if (decided === undefined) {
      this.fail(claim, `expected a slot that was executed somewhere; ${node} has a state of slot ${through}`);
      return;
    }
    decided.sessions ??= sessions;
    for (const [what, expected, got] of [
      ['state', decided.state, state],
      ['table of sessions', decided.sessions, sessions],
    ] as const)
      if (!sameValue(expected, got))
        this.fail(
          claim,
          `expected the ${what} ${showValue(expected)} after slot ${through}; ${node} has ${showValue(got)}`,
        );
  }

  /** A node has learned who the members are from some slot on. */
  knows(node: string, log: Log<unknown>): void {
    if (!knowsGoverning(log)) return;
    const through = decidedThrough(log);
    // A new member knows the configuration that has added it before those that come first.
    const got = openConfigurations(log).filter(({ from }) => from <= through + log.alpha);
    const expected = this.memberships.after(through);
    if (!sameValue(expected, got))
      this.fail(
        'members are those that were decided',
        `expected the members ${showValue(expected)} after slot ${through}; ${node} has ${showValue(got)}`,
      );
  }

  /** Somebody was told that what he asked for is decided: a change of members, or that another leads. */
  changed(asked: Asked, slot: number): void {
    const { members } = this.memberships.decidedIn(slot);
    const member = (id: string): Member | undefined => members.find((each) => each.id === id);
    const isMade = match(asked)
      .with({ type: 'add' }, ({ id, incarnation }) => member(id)?.incarnation === incarnation)
      .with({ type: 'promote' }, ({ id }) => member(id)?.part === 'voter')
      .with({ type: 'remove' }, ({ id }) => member(id) === undefined)
      .with({ type: 'move' }, ({ id, address }) => member(id)?.address === address)
      .with({ type: 'lead' }, () => true)
      .otherwise(() => false);
    if (!isMade)
      this.fail(
        IN_ITS_SLOT,
        `${showValue(asked)} was told to be decided in slot ${slot}; the members are ${showValue(members)}`,
      );
  }

  /** A client was told that its session is open. */
  opened(asked: Asked, session: number): void {
    const decree = this.decreeAt(session);
    if (asked?.type !== 'openSession' || !sameValue(decree, asked))
      this.fail(
        IN_ITS_SLOT,
        `${showValue(asked)} was told that slot ${session} has opened its session; that slot holds ${showValue(decree)}`,
      );
  }

  /** A client was told the answer of its command. */
  acknowledged(
    asked: NonNullable<Asked>,
    { slot, answer }: Extract<Reply, { readonly type: 'answered' }>,
  ): void {
    const expected = 'register' in asked ? this.#executed.get(asked.id) : undefined;
    if (!sameValue(expected, { slot, answer }))
      this.fail(
        IN_ITS_SLOT,
        `${showValue(asked)} was told slot ${slot} and ${showValue(answer)}; it was executed as ${showValue(expected)}`,
      );
  }

  get #state(): Registers {
    return this.#decided.at(-1)?.state ?? {};
  }

  /** Executes what the outcomes say was executed here, and nothing twice. */
  #execute(
    slot: number,
    requests: readonly { readonly command: Command }[],
    outcomes: readonly Outcome<Answer>[],
  ): Registers {
    let state = this.#state;
    requests.forEach(({ command }, at) => {
      const reply = outcomes[at]?.reply;
      if (reply?.type !== 'answered') return;
      const before = this.#executed.get(command.id);
      if (before === undefined) {
        const [after, answer] = applyToRegister(state[command.register] ?? UNWRITTEN, command);
        if (command.type === 'write') state = { ...state, [command.register]: after };
        this.#executed.set(command.id, { slot, answer });
      } else if (!sameValue({ slot: reply.slot, answer: reply.answer }, before))
        this.fail(
          'a command is executed once',
          `${command.id} was executed in slot ${before.slot}, and slot ${slot} has come to ${showValue(reply)}`,
        );
    });
    return state;
  }
}
