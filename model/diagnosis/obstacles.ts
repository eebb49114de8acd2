/** What stands between a system and a state that it never comes to: the guards, and the states in which they refuse. */

import type { Coverage } from '../coverage/coverage.js';
import { ModelError } from '../data/model-error.js';
import { explore } from '../exploration/explore.js';
import type { ExploreOptions } from '../exploration/options.js';
import { anatomyOf } from '../participant/anatomy.js';
import type { AnyEvent, LocalState } from '../participant/process.js';
import { Run } from '../replay/run.js';
import { hasStopped, isFault } from '../system/faults.js';
import { machinesOf } from '../system/machines.js';
import type { Property } from '../system/property.js';
import type { AnySystem, StateOf } from '../system/system.js';
import type { Trace, TraceStep } from '../trace/trace.js';
import { type Answer, lenient, type NamedGuard, refusing } from './lenient.js';

/** An event that a participant does not take, because guards say no. Plain data. */
export interface RefusedEvent {
  readonly participant: string;
  readonly event: AnyEvent & { readonly from?: string };
  /** The participant's state, in which it is refused. */
  readonly state: LocalState;
  /** The guards that say no, each with the transition that it was asked for; none where the participant is a step function. */
  readonly guards: readonly Answer[];
}

/** A state that comes near to what is never reached, and what it takes from there. Plain data. */
export interface Obstacle {
  /** The guards that would have to let through what they refuse: one, or several where no one of them is enough. */
  readonly guards: readonly NamedGuard[];
  /** A run of the system as it is, to the state in which a guard first refuses. */
  readonly trace: Trace;
  /** What it refuses there. */
  readonly refused: RefusedEvent;
  /** How the run would go on: that event taken all the same, and what then leads to what is never reached. */
  readonly beyond: readonly TraceStep[];
  /** How many events in all would have to be let through. */
  readonly letThrough: number;
  /** Everything that guards refuse in that state, that event among them. */
  readonly refusals: readonly RefusedEvent[];
}

/** What was tried, and found. */
export interface Obstacles {
  /** The nearest first: fewest events to be let through, then fewest steps. */
  readonly obstacles: readonly Obstacle[];
  /** The guards that were tried, each by itself. */
  readonly tried: readonly NamedGuard[];
  /** The guards of which it is not known, because the budget ran out or the system cannot be explored without them. */
  readonly unknown: readonly NamedGuard[];
}

/**
 * Looks for what keeps a `sometimes` from ever happening. For each guard in turn it explores the system in which that guard lets through what it
 * refuses; where the state looked for is then reached, a shortest run there is cut where the guard is first overruled: up to there
 * it is a run of the system as it is, and its end a state that came near. Where no guard is enough, all are tried together.
 *
 * @param coverage of an exploration of the same system: guards that never said no are not tried.
 * @param options budgets, for each guard.
 *
 * @example
 * const worn = sometimes('it is worn', ({ lamp: [l] }: State) => l!.context.pressed > 2);
 * const { coverage } = await explore(lamps, [worn]);
 * const { obstacles } = await obstaclesTo(lamps, worn, coverage());
 * obstacles[0]!.guards; // → [{ role: 'lamp', guard: 'works' }]
 * obstacles[0]!.refused.state; // → { value: 'off', context: { pressed: 2 } }
 */
export async function obstaclesTo<S extends AnySystem>(
  system: S,
  goal: Property<StateOf<S>>,
  coverage: Coverage,
  options: Pick<ExploreOptions, 'maxStates' | 'maxMemory' | 'timeoutMs' | 'signal'> = {},
): Promise<Obstacles> {
  const all = guardsOf(system, coverage);
  const tried = all.filter(({ refuses }) => refuses).map(({ role, guard }) => ({ role, guard }));
  const unknown: NamedGuard[] = [];
  const obstacles: Obstacle[] = [];
  for (const guard of tried) {
    const found = await overruling(system, goal as Property<never>, [guard], options);
    if (found === 'unknown') unknown.push(guard);
    else if (found !== undefined) obstacles.push(found);
  }
  if (obstacles.length === 0 && all.length > 1) {
    const found = await overruling(system, goal as Property<never>, all, options);
    if (typeof found === 'object') obstacles.push(found);
  }
  const length = ({ trace, beyond }: Obstacle): number => trace.steps.length + beyond.length;
  return {
    obstacles: obstacles.toSorted((a, b) => a.letThrough - b.letThrough || length(a) - length(b)),
    tried,
    unknown,
  };
}

/** The guards that are functions, and whether they refused anything. Combinations are not overruled, but what they are made of. */
function guardsOf(
  system: AnySystem,
  { roles }: Coverage,
): readonly (NamedGuard & { readonly refuses: boolean })[] {
  const machines = machinesOf(system);
  return roles.flatMap(({ role, guards }) => {
    const machine = machines[role];
    if (machine === undefined) return [];
    const combined = new Set(
      anatomyOf(machine).guards.flatMap(({ name, kind }) => (kind === 'function' ? [] : [name])),
    );
    const asked = guards.filter(({ guard }) => !combined.has(guard) && !/^\((and|or|not|in) of /.test(guard));
    const names = [...new Set(asked.map(({ guard }) => guard))];
    // Under a `not` it is a yes that refuses.
    const isNegated = asked.length < guards.length;
    return names.map((guard) => ({
      role,
      guard,
      refuses: asked.some((one) => one.guard === guard && (one.no > 0 || (isNegated && one.yes > 0))),
    }));
  });
}

async function overruling(
  system: AnySystem,
  goal: Property<never>,
  guards: readonly NamedGuard[],
  options: ExploreOptions,
): Promise<Obstacle | 'unknown' | undefined> {
  const { system: without, changed } = lenient(system, guards);
  try {
    const { results } = await explore(without, [goal as Property<StateOf<AnySystem>>], options);
    const { trace, verdict } = results[0]!;
    if (trace === undefined) return verdict === 'not finished' ? 'unknown' : undefined;
    return obstacleOf(system, trace, changed);
  } catch (error) {
    // Without its guards a machine may do what no model can.
    if (error instanceof ModelError) return 'unknown';
    throw error;
  }
}

function obstacleOf(
  system: AnySystem,
  trace: Trace,
  changed: ReturnType<typeof lenient>['changed'],
): Obstacle | undefined {
  const overruled = trace.steps.map((step) =>
    allOf(step).flatMap((one) => {
      const guards = changed(one.participant, one.before, one.event);
      return guards === undefined ? [] : [{ step: one, guards }];
    }),
  );
  const at = overruled.findIndex((changes) => changes.length > 0);
  if (at < 0) return undefined;
  const all = overruled.flat();
  const [{ step, guards }] = all as [(typeof all)[number]];
  const named = all.flatMap((one) => one.guards.map(({ role, guard }) => JSON.stringify({ role, guard })));
  return {
    guards: [...new Set(named)].map((text) => JSON.parse(text) as NamedGuard),
    trace: { ...trace, steps: trace.steps.slice(0, at) },
    refused: {
      participant: step.participant,
      event: step.event,
      state: step.before,
      guards: guards.map(({ guard, transition }) => ({ guard, transition })),
    },
    beyond: trace.steps.slice(at),
    letThrough: all.length,
    refusals: refusalsAfter(system, trace.steps.slice(0, at)),
  };
}

/** A step, and what happened within it. */
function allOf(step: TraceStep): readonly TraceStep[] {
  return [step, ...step.within.flatMap(allOf)];
}

/** Everything that guards refuse in the state to which some steps lead. */
function refusalsAfter(system: AnySystem, steps: readonly TraceStep[]): readonly RefusedEvent[] {
  let run = Run.start(system);
  for (const { participant, event } of steps) {
    const taken = run.take(participant, event);
    if ('because' in taken)
      throw new Error(`a step up to the first refusal is none of the system: got ${taken.because}`);
    run = taken.next;
  }
  const { tables, parts } = run;
  return run.actors.flatMap(({ id, number, inputs, process, states }) => {
    const state = states[parts.states[number]!];
    if (hasStopped(state)) return [];
    const envelopes = parts.messages.map((message) => tables.envelopes[message]!);
    const mine = envelopes.filter(({ receivers }) => receivers.includes(number)).map(({ event }) => event);
    return [...inputs.filter((input) => !isFault(input)), ...mine]
      .filter((event) => process.step(state, event) === 'guarded')
      .map((event) => ({
        participant: id,
        event,
        state: process.show(state),
        guards: refusing(process, state, event),
      }));
  });
}
