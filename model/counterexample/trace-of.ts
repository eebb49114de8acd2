/** From a finding of the search to a trace, told step by step: the path is taken once more, in the plain semantics. */

import type { Label } from '../data/label.js';
import { ModelError } from '../data/model-error.js';
import { alike } from '../data/values.js';
import { answered } from '../participant/sandbox.js';
import type { Case } from '../property/case.js';
import type { Place } from '../property/finding.js';
import { ending, imagesOf } from '../replay/ending.js';
import { Run, type Taken } from '../replay/run.js';
import type { Search } from '../search/search.js';
import type { Trace } from '../trace/trace.js';
import { endOf } from './end.js';
import { firstEnd, firstPath } from './shortest.js';

/** A run, and the steps that it took. */
interface Walk {
  readonly start: Run;
  readonly taken: readonly Taken[];
}

/**
 * The trace of a property that was decided. Pauses now and then.
 *
 * @throws ModelError where its steps do not come out as they did.
 */
export function* traceOf(search: Search, decided: Case): Generator<void, Trace> {
  const { lasso } = decided.finding!;
  if (lasso !== undefined) {
    const trace = told(decided, along(search, [...lasso.prefix, ...lasso.loop]));
    return { ...trace, loop: lasso.prefix.length };
  }
  return yield* traceTo(search, yield* firstEnd(search, decided), decided);
}

/** A shortest run to a place where a property was decided; without one, where the model's own code went wrong. */
export function* traceTo(search: Search, end: Place, decided?: Case): Generator<void, Trace> {
  // Where states stand for others a run goes from one to the next that was reached from it.
  if (search.canonical !== undefined) return told(decided, asFound(search, decided, end));
  return told(decided, along(search, yield* firstPath(search, end)));
}

/**
 * The run along a path of a search. Its steps are taken from the beginning: equal data may come with its keys in other orders, and which
 * of them the search met first, or one of its threads, must not show.
 */
export function along(search: Search, path: readonly Label[]): Walk {
  const start = Run.start(search.system);
  const here = ({ process, event }: Label): Label =>
    event < 0
      ? { process, event }
      : { process, event: start.tables.mail.numberOf(search.tables.envelopes[event]!) };
  const taken = follow(start, path, here);
  const before = follow(Run.among(search), path, (label) => label);
  if (!alike(steps(taken), steps(before))) throw departed(start);
  return { start, taken };
}

/** @param here a label of the path as one of the run, once the steps before it are taken. */
function follow(start: Run, path: readonly Label[], here: (label: Label) => Label): readonly Taken[] {
  const taken: Taken[] = [];
  for (const label of path) {
    const next = (taken.at(-1)?.next ?? start).step(here(label));
    if ('because' in next) throw departed(start);
    taken.push(next);
  }
  return taken;
}

/**
 * The run to a place as the search came there, with states as they really are where the visited ones stand for others: each step is one
 * whose outcome the next visited state stands for.
 */
export function asFound(search: Search, decided: Case | undefined, { state, step }: Place): Walk {
  const { symmetry, rows } = search;
  const start = Run.among(search);
  const taken: Taken[] = [];
  const take = (isWanted: (next: Taken, here: Run) => boolean): void => {
    const here = taken.at(-1)?.next ?? start;
    const next = here.steps.find((one) => one.next.differsFrom(here) && isWanted(one, here));
    if (next === undefined) throw departed(start);
    taken.push(next);
  };
  const path: number[] = [];
  for (let at = state; at > 0; at = rows.parent(at)) path.unshift(at);
  for (const visited of path) {
    const wanted = start.keyOf(search.parts(visited));
    take(({ next }) => start.keyOf(symmetry?.representative(next.parts) ?? next.parts) === wanted);
  }
  if (step !== undefined)
    take((next, here) =>
      symmetry === undefined
        ? next.label.process === step.process && next.label.event === step.event
        : ending([here, next.next], [next], decided!.property, undefined) === undefined,
    );
  return { start, taken };
}

function told(decided: Case | undefined, { start, taken }: Walk): Trace {
  const trace = { ...start.trace, steps: steps(taken) };
  const property = decided?.property;
  const runs = [start, ...taken.map(({ next }) => next)];
  if (property === undefined || property.kind === 'deadlock-free')
    return { ...trace, end: endOf(start.tables, runs.at(-1)!.parts, property !== undefined) };
  if (property.kind !== 'refines') return trace;
  const { name, image } = property;
  return {
    ...trace,
    images: imagesOf(runs, (state) => answered(`property '${name}'`, () => image(state))),
  };
}

function steps(taken: readonly Taken[]): Trace['steps'] {
  return taken.map(({ step }) => step);
}

/** The error where a run does not come out as it did. */
function departed({ system }: Run): ModelError {
  return new ModelError(
    `system ${system.name}: a run does not come out again as the search took it; expected functions of context and event alone, which ` +
      'neither count nor remember',
  );
}
