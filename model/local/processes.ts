/** All that act or remember in a system, as processes with a table each: participants, history variables, and what makes or counts faults. */
import { ModelError } from '../data/model-error.js';
import { deepFreeze } from '../data/values.js';
import { ALL, type AnyEvent, PLAINLY, type Process } from '../participant/process.js';
import { called } from '../participant/sandbox.js';
import {
  budget,
  clock,
  isFault,
  mortal,
  PARTITION_INPUTS,
  partitioning,
  RESTART,
  STOP,
  TICK,
} from '../system/faults.js';
import { NETWORKS } from '../system/network.js';
import type { AnyRole } from '../system/role.js';
import type { AnySystem } from '../system/system.js';
import { explained, type Whose } from './explained.js';
import { StepTable } from './step-table.js';

/** One participant's interned states and steps. */
export interface ProcessTable {
  readonly number: number;
  readonly id: string;
  /** A participant, a history variable, or what counts or makes faults and rounds. */
  readonly kind: 'participant' | 'history' | 'fault';
  /** The role's name; of what is no participant, its kind. */
  readonly role: string;
  /** Whether it acts by itself: participants do, and a network that splits. */
  readonly acts: boolean;
  readonly process: Process;
  readonly ignores: Readonly<Record<string, string>>;
  /** Keys and paths of the context that survive a crash. */
  readonly durable: readonly string[];
  /** Events from outside; faults come last. */
  readonly inputs: readonly AnyEvent[];
  readonly states: unknown[];
  readonly byKey: Map<string, number>;
  readonly steps: StepTable;
}

export class Processes {
  readonly tables: ProcessTable[] = [];
  /** By address, the numbers of the participants that it means. */
  readonly members = new Map<string, readonly number[]>();
  readonly observers: { readonly number: number; readonly types: ReadonlySet<string> }[] = [];
  /** By type of fault and role, the number of what counts it; an unbounded fault has no counter. */
  readonly budgets = new Map<string, number>();
  /** The number of the network as an actor, where it may split or lose messages. */
  readonly network: number | undefined;
  /** The number of the clock, where there are rounds. */
  readonly clock: number | undefined;

  constructor(readonly system: AnySystem) {
    for (const [role, definition] of Object.entries(system.roles as Record<string, AnyRole>))
      this.#addRole(role, definition);
    this.members.set(
      ALL,
      this.tables.map(({ number }) => number),
    );
    for (const { id, number } of this.tables) this.members.set(id, [number]);
    for (const [id, { initial, on }] of Object.entries(system.history)) {
      const number = this.#add({ id, kind: 'history', process: observing(initial, on) });
      this.observers.push({ types: new Set(Object.keys(on)), number });
    }
    this.#addBudgets();
    const { partitions } = system.faults;
    const { loses, hasRounds } = NETWORKS[system.network];
    if (partitions !== undefined || loses)
      this.network = this.#add({
        id: 'network',
        kind: 'fault',
        process: partitioning(partitions?.times ?? 0),
        inputs: partitions === undefined ? [] : PARTITION_INPUTS,
        acts: true,
      });
    if (hasRounds)
      this.clock = this.#add({
        id: 'clock',
        kind: 'fault',
        process: clock(system.rounds),
        inputs: [TICK],
        acts: true,
      });
  }

  #add(table: Pick<ProcessTable, 'id' | 'kind' | 'process'> & Partial<ProcessTable>): number {
    const number = this.tables.length;
    const blank = { ignores: {}, durable: [], inputs: [], acts: false };
    this.tables.push({
      ...blank,
      role: table.kind,
      ...table,
      number,
      states: [],
      byKey: new Map(),
      steps: new StepTable(),
    });
    return number;
  }

  #addRole(role: string, { instances, parts, process, durable, ignores, inputs }: AnyRole): void {
    const { restarts, stops } = this.system.faults;
    const members = instances.map((id) =>
      this.#add({
        id,
        kind: 'participant',
        role,
        process: mortal(process(id, role), durable),
        durable,
        ignores,
        inputs: [
          ...inputs(id).map((event: AnyEvent) => this.#plainInput({ id, role }, event)),
          ...(restarts?.[role] ? [RESTART] : []),
          ...(stops?.[role] ? [STOP] : []),
        ],
        acts: true,
      }),
    );
    for (const name of [role, ...parts])
      this.members.set(name, [...(this.members.get(name) ?? []), ...members]);
  }

  #addBudgets(): void {
    const { restarts, stops } = this.system.faults;
    for (const [{ type }, times] of [
      [RESTART, restarts],
      [STOP, stops],
    ] as const)
      for (const [role, most] of Object.entries(times ?? {}))
        if (most !== Number.POSITIVE_INFINITY)
          this.budgets.set(
            `${type} ${role}`,
            this.#add({ id: `${type} of ${role}`, kind: 'fault', process: budget(most ?? 0) }),
          );
  }

  /** An input as it is given to participants. */
  #plainInput(whose: Whose, event: AnyEvent): AnyEvent {
    refuseFault(this.system.name, whose, `has the input '${event.type}'`, event.type);
    return explained(this.system.name, whose, `its input '${event.type}'`, () => deepFreeze({ ...event }));
  }
}

/** @throws ModelError where a participant's own event is called as faults are. */
export function refuseFault(system: string, { id, role }: Whose, what: string, type: string): void {
  if (isFault({ type }))
    throw new ModelError(
      `system ${system}: ${id} (role ${role}) ${what}; expected a type of its own: those that begin with 'fault.' are what ` +
        "the system's 'faults' do",
    );
}

/** A history variable as a process that receives, within the step, the messages it watches. */
function observing(
  initial: unknown,
  on: Readonly<Record<string, ((value: unknown, message: never) => unknown) | undefined>>,
): Process {
  return {
    initial: () => [deepFreeze(initial), []],
    step: (value, message) => [deepFreeze(called(on[message.type]!, value, message as never)), []],
    ...PLAINLY,
  };
}
