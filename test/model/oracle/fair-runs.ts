/**
 * What is so of the fair runs of a small graph, by trying all sets of states that a run may visit again and again.
 *
 * Written from the checker's manual; it shares no code with the checker, and has no better way than to try them all.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Fairness, FairSteps, Trace } from '#model/index.js';

/** A step out of a state, to the state of that number. */
export interface Way {
  readonly to: number;
  readonly who: string;
  readonly role: string;
  readonly event: { readonly type: string; readonly from?: string };
  /** Faults and losses happen, and are never assumed to. */
  readonly isFault: boolean;
}

/** The ways out of each state that can be reached, those that change nothing included; the run begins in state 0. */
export type Paths = readonly (readonly Way[])[];

/** What is promised where, and assumed of the runs. */
export interface Promised {
  readonly gives: (state: number) => boolean;
  readonly goal: (state: number) => boolean;
  readonly fairness: readonly Fairness[];
}

/** The graph of what can be reached; undefined where that is more than `most` states. */
export function pathsOf<State>(
  initial: State,
  textOf: (state: State) => string,
  waysOf: (state: State) => readonly (Omit<Way, 'to'> & { readonly next: State })[],
  most: number,
): { readonly paths: Paths; readonly states: readonly State[] } | undefined {
  const numbers = new Map([[textOf(initial), 0]]);
  const states = [initial];
  const paths: Way[][] = [];
  for (const state of states) {
    const ways = waysOf(state).map(({ next, ...way }) => {
      const text = textOf(next);
      if (!numbers.has(text)) numbers.set(text, states.push(next) - 1);
      return { ...way, to: numbers.get(text)! };
    });
    if (states.length > most) return undefined;
    paths.push(ways);
  }
  return { paths, states };
}

/** Whether some fair run gives the promise, and never comes to the goal afterwards. */
export function isBroken(paths: Paths, promised: Promised): boolean {
  const { gives, goal } = promised;
  const promises = paths.map((_, state) => state).filter((state) => gives(state) && !goal(state));
  const waiting = [...reach(paths, promises, (state) => !goal(state))];
  for (let bits = 1; bits < 2 ** waiting.length; bits++) {
    const again = waiting.filter((_, bit) => (bits >> bit) % 2 === 1);
    if (isRoundTrip(paths, again) && isFair(paths, again, promised)) return true;
  }
  return false;
}

/** Whether no state of the goal can be reached from a state. */
export function isLost(paths: Paths, goal: (state: number) => boolean, from: number): boolean {
  return ![...reach(paths, [from])].some(goal);
}

/** The states that a trace passes, the first one included. */
export function passedBy(paths: Paths, { steps }: Trace): readonly number[] {
  const passed = [0];
  for (const { participant, event } of steps) {
    const way = wayOf(paths, passed.at(-1)!, participant, event);
    if (way === undefined) throw new Error(`${participant} cannot take ${JSON.stringify(event)}`);
    passed.push(way.to);
  }
  return passed;
}

/** Whether a trace with a loop is a fair run that breaks the promise. */
export function breaks(paths: Paths, trace: Trace, promised: Promised): boolean {
  const { gives, goal, fairness } = promised;
  const passed = passedBy(paths, trace);
  const loop = passed.slice(trace.loop);
  const taken = trace.steps
    .slice(trace.loop)
    .map(({ participant, event }, index) => wayOf(paths, loop[index]!, participant, event)!);
  const kept = passed.findLastIndex(goal);
  return (
    loop.at(-1) === loop[0] &&
    passed.some((state, at) => at > kept && gives(state)) &&
    !loop.some(goal) &&
    assumptions(paths, fairness).every((assumed) => isMet(paths, loop, taken, assumed))
  );
}

/** Everything that can be assumed of the steps of a graph, once. */
export function stepsOf(paths: Paths): readonly FairSteps[] {
  const steps = paths.flat().filter(({ isFault }) => !isFault);
  const all = steps.flatMap(({ who, role, event: { type, from } }): FairSteps[] => [
    { role },
    ...(from === undefined
      ? [{ input: type }, { input: type, at: who }]
      : [{}, { type }, { from, to: who }, { from }, { type, to: who }].map((delivery) => ({ delivery }))),
  ]);
  return all.filter((one, index) => all.findIndex((other) => isDeepStrictEqual(one, other)) === index);
}

function wayOf(paths: Paths, from: number, participant: string, event: object): Way | undefined {
  return paths[from]!.find((way) => way.who === participant && isDeepStrictEqual(way.event, { ...event }));
}

/** Whether a run may visit all of these, and only these, again and again: round and round, or by staying in the only one. */
function isRoundTrip(paths: Paths, again: readonly number[]): boolean {
  return again.every((from) => reach(paths, [from], (state) => again.includes(state)).size === again.length);
}

/** Whether a run that visits just these again and again, on all the ways between them, is fair. */
function isFair(paths: Paths, again: readonly number[], { fairness }: Promised): boolean {
  const inside = again.flatMap((state) => paths[state]!).filter(({ to }) => again.includes(to));
  return assumptions(paths, fairness).every((assumed) => isMet(paths, again, inside, assumed));
}

interface Assumed {
  readonly strength: Fairness['strength'];
  readonly covers: (way: Way) => boolean;
}

/** Of each channel, or of each participant, on its own. */
function assumptions(paths: Paths, fairness: readonly Fairness[]): readonly Assumed[] {
  return fairness.flatMap(({ strength, of }) => {
    const group = ({ who, event }: Way): string => ('delivery' in of ? `${event.from} to ${who}` : who);
    const ways = paths.flat().filter((way) => isOneOf(of, way));
    return [...new Set(ways.map(group))].map((one) => ({
      strength,
      covers: (way: Way) => isOneOf(of, way) && group(way) === one,
    }));
  });
}

function isMet(
  paths: Paths,
  again: readonly number[],
  taken: readonly Way[],
  { strength, covers }: Assumed,
): boolean {
  if (taken.some(covers)) return true;
  const enabled = again.filter((state) => paths[state]!.some(covers));
  return strength === 'strong' ? enabled.length === 0 : enabled.length < again.length;
}

function isOneOf(of: FairSteps, { who, role, event, isFault }: Way): boolean {
  if (isFault) return false;
  if ('role' in of) return role === of.role;
  const { type, from } = event;
  if ('input' in of) return from === undefined && type === of.input && (of.at ?? who) === who;
  const { delivery } = of;
  return (
    from !== undefined &&
    (delivery.type ?? type) === type &&
    (delivery.from ?? from) === from &&
    (delivery.to ?? who) === who
  );
}

function reach(paths: Paths, from: readonly number[], isOpen = (_: number) => true): Set<number> {
  const reached = new Set(from);
  // A Set is walked in the order of insertion, with what is inserted on the way.
  for (const state of reached) for (const { to } of paths[state]!) if (isOpen(to)) reached.add(to);
  return reached;
}
