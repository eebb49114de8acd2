/**
 * What of a system's machines an exploration made use of: transitions, guards, actions and messages, counted in the
 * local steps that it reached, those of all participants of a role together.
 */

import { valueAt } from '../data/paths.js';
import { alike, canonicalKey } from '../data/values.js';
import { type Behaviour, behavioursOf } from '../local/behaviours.js';
import type { Tables } from '../local/tables.js';
import { anatomyOf } from '../participant/anatomy.js';
import { isMachineProcess, type MachineProcess } from '../participant/machine.js';
import type { Process } from '../participant/process.js';
import { isFault, RESTART } from '../system/faults.js';

/** What was made use of. Plain data. */
export interface Coverage {
  readonly system: string;
  /** Everything reachable was visited: what was not met, never happens. */
  readonly complete: boolean;
  readonly roles: readonly RoleCoverage[];
  /** The names of the `sometimes` properties without a witness. */
  readonly unwitnessed: readonly string[];
}

/** What was made use of by a role's participants. Numbers are local steps in which it happened. */
export interface RoleCoverage {
  /** The role's name; the part's, where its participants are composed. */
  readonly role: string;
  /** The machine's id; absent where the role is a step function, of which only events and messages are known. */
  readonly machine?: string;
  readonly transitions: readonly { readonly id: string; readonly taken: number }[];
  readonly guards: readonly GuardCoverage[];
  readonly actions: readonly { readonly name: string; readonly ran: number }[];
  /** By type, messages that were sent. */
  readonly sent: Counts;
  /** By type, events that were taken: messages, and inputs, which nobody sends. */
  readonly taken: Counts;
  /** By type, events that were met where they are not accepted. */
  readonly refused: Counts;
  /** Restarts that were tried, also where the bound on them had been reached. */
  readonly restarts: number;
  /** By key of the context, and by path where that is what is durable, restarts that changed it. */
  readonly lost: Counts;
}

/** By name, in order of names. */
export type Counts = Readonly<Record<string, number>>;

/** What a guard answered for one transition. */
export interface GuardCoverage {
  readonly guard: string;
  /** The transition that it was asked for; '' where it was asked within an action. */
  readonly transition: string;
  readonly yes: number;
  readonly no: number;
}

/** Counts, by taking each local step that was reached once more. */
export function rolesCovered(tables: Tables): readonly RoleCoverage[] {
  const counts = new Map<string, RoleCount>();
  for (const behaviour of behavioursOf(tables)) {
    const key = canonicalKey([behaviour.role, machineOf(behaviour.process)]);
    const count = counts.get(key) ?? new RoleCount(behaviour);
    counts.set(key, count);
    count.add(behaviour);
  }
  return [...counts.values()].map(({ result }) => result);
}

function machineOf(process: Process): string | undefined {
  return isMachineProcess(process) ? process.machine.id : undefined;
}

class RoleCount {
  readonly #role: string;
  readonly #machine: string | undefined;
  readonly #transitions = new Tally();
  readonly #asked = new Map<string, { readonly guard: string; readonly transition: string }>();
  readonly #yes = new Tally();
  readonly #no = new Tally();
  readonly #actions = new Tally();
  readonly #sent = new Tally();
  readonly #taken = new Tally();
  readonly #refused = new Tally();
  readonly #lost = new Tally();
  #restarts = 0;

  constructor({ role, process, inputs }: Behaviour) {
    this.#role = role;
    this.#taken.expect(inputs.filter((input) => !isFault(input)).map(({ type }) => type));
    if (!isMachineProcess(process)) return;
    const { machine, transitions, actions } = anatomyOf(process.machine);
    this.#machine = machine;
    this.#transitions.expect(transitions.map(({ id }) => id));
    this.#actions.expect(actions.map(({ name }) => name));
    for (const { id, asks } of transitions) for (const guard of asks) this.#asks(guard, id);
  }

  get result(): RoleCoverage {
    return {
      role: this.#role,
      ...(this.#machine !== undefined && { machine: this.#machine }),
      transitions: this.#transitions.list().map(([id, taken]) => ({ id, taken })),
      guards: [...this.#asked].map(([key, asked]) => ({
        ...asked,
        yes: this.#yes.of(key),
        no: this.#no.of(key),
      })),
      actions: this.#actions.list().map(([name, ran]) => ({ name, ran })),
      sent: this.#sent.counts,
      taken: this.#taken.counts,
      refused: this.#refused.counts,
      restarts: this.#restarts,
      lost: this.#lost.counts,
    };
  }

  /** Adds what one participant did. */
  add({ process, durable, steps }: Behaviour): void {
    const [, first] = this.#watching(process, () => process.initial());
    this.#sent.add(first.map(({ type }) => type));
    for (const { before, event, after, sent } of steps) {
      this.#watching(process, () => process.step(before, event));
      this.#sent.add(sent.map(({ type }) => type));
      if (!isFault(event)) (after === undefined ? this.#refused : this.#taken).add([event.type]);
      else if (event === RESTART && after !== undefined) this.#restarted(process, durable, before, after);
    }
  }

  #restarted({ show }: Process, durable: readonly string[], before: unknown, after: unknown): void {
    this.#restarts++;
    const [was, is] = [show(before).context as object, show(after).context];
    const keys = new Set([...Object.keys(was), ...durable]);
    this.#lost.add([...keys].filter((key) => !alike(valueAt(was, key), valueAt(is, key))));
  }

  #watching<Value>(process: Process, run: () => Value): Value {
    return isMachineProcess(process) ? this.#watchingMachine(process, run) : run();
  }

  #watchingMachine<Value>({ monitor }: MachineProcess, run: () => Value): Value {
    const transitions: string[] = [];
    const actions: string[] = [];
    const [yes, no] = [new Set<string>(), new Set<string>()];
    monitor.onTransitions = (taken) => transitions.push(...taken);
    monitor.onAction = (name) => actions.push(name);
    monitor.onAnswer = ({ kind, name }, _, answer) => {
      if (kind === 'guard') (answer ? yes : no).add(this.#asks(name, monitor.transition ?? ''));
      return answer;
    };
    try {
      return run();
    } finally {
      monitor.onTransitions = monitor.onAction = monitor.onAnswer = undefined;
      this.#transitions.add(transitions);
      this.#actions.add(actions);
      this.#yes.add(yes);
      this.#no.add(no);
    }
  }

  /** The key of a guard as asked for a transition. */
  #asks(guard: string, transition: string): string {
    const key = `${transition}\n${guard}`;
    this.#asked.set(key, { guard, transition });
    return key;
  }
}

class Tally {
  readonly #numbers = new Map<string, number>();

  /** Names that are to be seen even if nothing is counted. */
  expect(names: readonly string[]): void {
    for (const name of names) this.#numbers.set(name, this.of(name));
  }

  /** One more for each name, however often it is there. */
  add(names: Iterable<string>): void {
    for (const name of new Set(names)) this.#numbers.set(name, this.of(name) + 1);
  }

  of(name: string): number {
    return this.#numbers.get(name) ?? 0;
  }

  /** In the order in which names were first seen. */
  list(): readonly (readonly [name: string, number: number])[] {
    return [...this.#numbers];
  }

  get counts(): Counts {
    return Object.fromEntries(this.list().toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }
}
