/** From a path of the search to a trace, told step by step. */

import type { Label } from '../data/label.js';
import { alike } from '../data/values.js';
import { PlainStep } from '../local/plain-step.js';
import type { LocalState } from '../participant/process.js';
import type { Case } from '../property/case.js';
import type { Lasso } from '../property/finding.js';
import { Search } from '../search/search.js';
import type { Trace, TraceStep } from '../trace/trace.js';
import { endOf } from './end.js';
import type { Place } from './predecessors.js';
import { firstEnd, firstPath } from './shortest.js';
import { departed, type Taken, Walk } from './walk.js';

/**
 * The trace of a property that was decided. Pauses now and then.
 *
 * @throws ModelError where its steps do not come out as they did.
 */
export function* traceOf(search: Search, decided: Case): Generator<void, Trace> {
  const { lasso } = decided.finding!;
  if (lasso !== undefined) return new TraceBuilder(search).round(lasso);
  return yield* traceTo(search, yield* firstEnd(search, decided), decided);
}

/** A shortest run to a place where a property was decided; without one, where the model's own code went wrong. */
export function* traceTo(search: Search, end: Place, decided?: Case): Generator<void, Trace> {
  // Where states stand for others a run goes from one to the next that was reached from it.
  if (search.canonical !== undefined) return new TraceBuilder(search).to(decided, end);
  return traceAlong(search, decided, yield* firstPath(search, end));
}

/**
 * The run along a path of a search. Its steps are taken once more, from the beginning: equal data may come with its keys in other orders,
 * and which of them the search met first, or one of its threads, must not show.
 */
export function traceAlong(search: Search, decided: Case | undefined, path: readonly Label[]): Trace {
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

  /** The trace of a run that never ends. */
  round({ prefix, loop }: Lasso): Trace {
    const steps = [...prefix, ...loop].map(({ from, process, event }) =>
      this.#tell(this.search.rows.read(from), process, event),
    );
    return { ...this.#frame(), steps, loop: prefix.length };
  }

  /** The trace to where a property was decided, as the search came there. */
  to(decided: Case | undefined, { state, step }: Place): Trace {
    const { rows } = this.search;
    const path: number[] = [];
    for (let at = state; at > 0; at = rows.parent(at)) path.push(at);
    const walk = new Walk(this.search);
    const steps = path.reverse().map((to) => this.#retell(walk.to(to)));
    if (step !== undefined) steps.push(this.#retell(walk.past(decided, step)));
    return this.#told(decided, walk, steps);
  }

  /** The trace that takes the steps of a path, each of which is asked for when those before it are taken. */
  along(decided: Case | undefined, path: Iterable<Label>): Trace {
    const walk = new Walk(this.search);
    const steps = Array.from(path, (step) => this.#retell(walk.past(decided, step)));
    return this.#told(decided, walk, steps);
  }

  /** Must be called before the next step is taken: that may change the layout. */
  #retell({ before, process, event }: Taken): TraceStep {
    return this.#tell(before, process, event);
  }

  #told(decided: Case | undefined, walk: Walk, steps: readonly TraceStep[]): Trace {
    const { tables, judge } = this.search;
    const trace = { ...this.#frame(), steps };
    const kind = decided?.property.kind;
    if (kind === undefined || kind === 'deadlock-free')
      return { ...trace, end: endOf(tables, walk.states.at(-1)!, kind !== undefined) };
    if (kind !== 'refines') return trace;
    return { ...trace, images: walk.states.map((parts) => judge.imageOf(decided!, parts)) };
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

  /** Takes a step once more, and says what happens in it. */
  #tell(row: Int32Array, process: number, event: number): TraceStep {
    const { tables, layout } = this.search;
    const table = tables.processes[process]!;
    const locals = tables.processes.map(({ number }) => layout.field(row, 0, number));
    const step = new PlainStep(tables, locals, []);
    return process === tables.network && event >= 0 ? step.lose(table, event) : step.take(table, event)!;
  }
}
