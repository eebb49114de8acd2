/** From a path of the search to a trace, told step by step. */

import type { Label } from '../data/label.js';
import { alike } from '../data/values.js';
import type { ProcessTable } from '../local/processes.js';
import { traceStepOf } from '../local/trace-step.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import type { Case } from '../property/case.js';
import { Search } from '../search/search.js';
import type { Trace, TraceStep } from '../trace/trace.js';
import { departed, type Taken, Walk } from './walk.js';

/**
 * The run along a path of a search. Its steps are taken once more, from the beginning: equal data may come with its keys in other orders,
 * and which of them the search met first, or one of its threads, must not show.
 *
 * @throws ModelError where they do not come out as they did.
 */
export function traceAlong(search: Search, decided: Case, path: readonly Label[]): Trace {
  const again = new Search(search.system, [], search.budget);
  function* steps(): Iterable<Label> {
    for (const { process, event } of path)
      yield { process, event: event < 0 ? event : again.tables.numberOf(search.tables.envelopes[event]!) };
  }
  const trace = new TraceBuilder(again).along(decided, steps());
  if (!alike(trace, new TraceBuilder(search).along(decided, path))) throw departed(search.system.name);
  return trace;
}

/** Rebuilds traces from the numbers that a search kept. */
export class TraceBuilder {
  constructor(readonly search: Search) {}

  /** A shortest trace to where a property was decided, as the search came there. */
  asFound(decided: Case): Trace {
    const { state, step, lasso } = decided.finding!;
    if (lasso !== undefined) {
      const steps = [...lasso.prefix, ...lasso.loop].map(({ from, process, event }) =>
        this.#tell(this.search.rows.read(from), process, event),
      );
      return { ...this.#frame(), steps, loop: lasso.prefix.length };
    }
    const { rows } = this.search;
    const path: number[] = [];
    for (let at = state; at > 0; at = rows.parent(at)) path.push(at);
    const walk = new Walk(this.search);
    const steps = path.reverse().map((to) => this.#retell(walk.to(to)));
    if (step !== undefined) steps.push(this.#retell(walk.past(decided, step)));
    return this.#told(decided, walk, steps);
  }

  /** The trace that takes the steps of a path, each of which is asked for when those before it are taken. */
  along(decided: Case, path: Iterable<Label>): Trace {
    const walk = new Walk(this.search);
    const steps = Array.from(path, (step) => this.#retell(walk.past(decided, step)));
    return this.#told(decided, walk, steps);
  }

  /** Must be called before the next step is taken: that may change the layout. */
  #retell({ before, process, event }: Taken): TraceStep {
    return this.#tell(before, process, event);
  }

  #told(decided: Case, walk: Walk, steps: readonly TraceStep[]): Trace {
    const trace = { ...this.#frame(), steps };
    if (decided.property.kind !== 'refines') return trace;
    return { ...trace, images: walk.states.map((parts) => this.search.judge.imageOf(decided, parts)) };
  }

  /** What every trace of this search begins with. */
  #frame(): Pick<Trace, 'system' | 'initial' | 'history'> {
    const { system, tables, initial: first, layout } = this.search;
    const initial: Record<string, LocalState> = {};
    for (const { id, number, process, states } of tables.processes)
      initial[id] = process.show(states[layout.field(first, 0, number)]);
    const history = tables.processes.filter(({ acts }) => !acts).map(({ id }) => id);
    return { system: system.name, initial, history };
  }

  /** Takes a step once more, and says what happens in it. The row is changed to the state after it. */
  #tell(row: Int32Array, process: number, event: number): TraceStep {
    const { tables, layout } = this.search;
    const table = tables.processes[process]!;
    const state = layout.field(row, 0, process);
    if (process === tables.network && event >= 0) return this.#tellLoss(table, state, event);
    const entry = table.steps.find(state, event);
    const next = table.steps.entries[entry + 2]!;
    const emission = table.steps.entries[entry + 3]!;
    layout.setField(row, 0, process, next);
    const within = tables.emissions[emission]!.instants.flatMap((instant) =>
      this.#accepts(row, instant.process, instant.message)
        ? [this.#tell(row, instant.process, instant.message)]
        : [],
    );
    return traceStepOf(tables, table, [state, event, next, emission], within);
  }

  #tellLoss({ id, process, states }: ProcessTable, state: number, message: number): TraceStep {
    const { event, to } = this.search.tables.envelopes[message]!;
    const local = process.show(states[state]);
    const lost = { type: 'fault.lose', from: event.from, to, message: withoutSender(event) };
    return { participant: id, event: lost, before: local, after: local, sent: [], within: [] };
  }

  #accepts(row: Int32Array, process: number, message: number): boolean {
    const { tables, successors } = this.search;
    const { id, steps } = tables.processes[process]!;
    if (successors.isSplit(row) && tables.isCutOff(tables.envelopes[message]!.from, id)) return false;
    const entry = steps.find(this.search.layout.field(row, 0, process), message);
    return steps.entries[entry + 2]! >= 0;
  }
}

function withoutSender({ from: _, ...message }: AnyEvent & { readonly from: string }): AnyEvent {
  return message;
}
