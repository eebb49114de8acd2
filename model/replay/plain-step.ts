/** One step of a system, taken plainly on lists of local states and messages, and told as a step of a trace. */
import { ModelError } from '../data/model-error.js';
import type { ProcessTable } from '../local/processes.js';
import type { Tables } from '../local/tables.js';
import { lossOf, type Partition } from '../system/faults.js';
import { INSTANTS_MAX, lost, NETWORKS, sent } from '../system/network.js';
import type { TraceStep } from '../trace/trace.js';
import { traceStepOf } from './trace-step.js';

export class PlainStep {
  readonly locals: number[];
  underWay: readonly number[];
  /** Whether something was not accepted that must be. */
  isOverdrawn = false;
  #instants = 0;

  constructor(
    readonly tables: Tables,
    locals: readonly number[],
    underWay: readonly number[],
  ) {
    this.locals = [...locals];
    this.underWay = underWay;
  }

  /** One participant's step, and what follows from it at once; undefined where it does not accept the event. */
  take(table: ProcessTable, event: number): TraceStep | undefined {
    const { tables } = this;
    const entry = tables.entryOf(table.number, this.locals[table.number]!, event);
    const [, , next, emission] = entry;
    if (next < 0) return undefined;
    this.locals[table.number] = next;
    return traceStepOf(tables, table, entry, this.emit(emission));
  }

  /** The network loses a message. */
  lose({ number, id, process, states }: ProcessTable, message: number): TraceStep {
    this.underWay = lost(this.underWay, message);
    const local = process.show(states[this.locals[number]!]);
    const event = lossOf(this.tables.envelopes[message]!);
    return { participant: id, event, before: local, after: local, sent: [], within: [] };
  }

  /** Hands an emission to the network, and lets what is instant be received. */
  emit(emission: number): readonly TraceStep[] {
    const { system, emissions, processes, envelopes } = this.tables;
    const { messages, instants } = emissions[emission]!;
    this.underWay = sent(NETWORKS[system.network], this.underWay, messages, this.tables);
    return instants.flatMap(({ process, message, must }) => {
      const table = processes[process]!;
      if (isCutOff(this.tables, this.locals, envelopes[message]!.from, table.id)) return [];
      if (++this.#instants > INSTANTS_MAX)
        throw new ModelError(`more than ${INSTANTS_MAX} instant messages within one step`);
      const step = this.take(table, message);
      if (step === undefined && must) this.isOverdrawn = true;
      return step ?? [];
    });
  }
}

/** Whether, in these local states, a participant cannot hear another. */
export function isCutOff(tables: Tables, locals: ArrayLike<number>, from: string, to: string): boolean {
  if (tables.network === undefined) return false;
  const { split } = tables.processes[tables.network]!.states[locals[tables.network]!] as Partition;
  return split && tables.isCutOff(from, to);
}
