/** A plan as the checker's users would write it: step functions, a system, and properties of a typed view. */
import {
  type AnySystem,
  always,
  deadlockFree,
  observe,
  type Participant,
  type Property,
  refines,
  role,
  type StepFunction,
  sometimes,
  step,
  system,
} from '#model/index.js';
import { type Claim, type Glance, isTrue } from './formula.js';

import {
  type Event,
  firstMessages,
  fold,
  type Member,
  type Message,
  membersOf,
  type Plan,
  react,
  sideOf,
  TYPES,
} from './plan.js';
import type { World } from './world.js';

/** A local state: the number, and something to write in another order of keys now and then. */
export interface Local {
  readonly self: string;
  readonly at: number;
  readonly notes: { readonly isEven: boolean; readonly trail: readonly number[] };
}

/** What a participant is started with; `durable` when it restarts. */
interface Input {
  readonly member: Member;
  readonly durable?: Partial<Local>;
}

/** A state of such a system, as its properties see it. */
export interface Seen {
  readonly [role: string]: unknown;
  readonly messages: (type: string) => readonly Required<Event>[];
  readonly history: Readonly<Record<string, number>>;
}

/** @returns the system, which must be typed loosely since its roles are only known when it runs. */
export function systemOf(plan: Plan): AnySystem {
  const members = membersOf(plan);
  const roles = plan.roles.map((one, index) => {
    const own = members.filter((member) => member.role === `r${index}`);
    const options = {
      instances: Object.fromEntries(own.map((member): [string, Input] => [member.id, { member }])),
      durable: one.durable ? (['at'] as const) : [],
      inputs: Array.from({ length: one.inputs }, (_, data) => ({ type: 'poke', data })),
      // Not every type that properties look for is sent.
      ignores: Object.fromEntries(TYPES.map((type) => [type, 'it is a type all the same'])),
    };
    return [`r${index}`, role(behaviour(plan), options)];
  });
  const history = plan.history.map((one, index) => {
    const observed = (value: number, { data = 0, from }: Event & { from: string }): number =>
      fold(one, value, data, from);
    return [
      `h${index}`,
      observe<number, Event>(0, Object.fromEntries(one.on.map((type) => [type, observed]))),
    ];
  });
  const { network, rounds, within, faults } = plan;
  const instant = plan.instant.map(({ type, to }) => ({
    ...(type !== undefined && { type }),
    ...(to !== undefined && { to: `r${to % plan.roles.length}` }),
  }));
  const byData = Object.fromEntries(TYPES.map((type) => [type, ['data']]));
  const byRole = (times: readonly number[]) =>
    Object.fromEntries(plan.roles.map((_, index) => [`r${index}`, times[index] ?? 0]));
  const sides = [0, 1].map((side) => members.map(({ id }) => id).filter((id) => sideOf(id) === side));
  return system({
    name: 'made up',
    network,
    ...(network === 'rounds' && { rounds }),
    roles: Object.fromEntries(roles),
    history: Object.fromEntries(history),
    instant: instant as never,
    ...(plan.isLatestByData && network.endsWith('latest') && { latestBy: byData as never }),
    faults: {
      restarts: byRole(faults.restarts),
      stops: byRole(faults.stops),
      ...(faults.partitions > 0 && { partitions: { sides, times: faults.partitions } }),
    },
    ...(within && { within: (state: unknown) => isTrue(within, glanceAt(plan)(state as Seen)) }),
  });
}

export function propertyOf(plan: Plan, { kind, formula, after }: Claim): Property<never> {
  const glance = glanceAt(plan);
  const is = (state: Seen): boolean => isTrue(formula, glance(state));
  const leads = (before: Seen, next: Seen): boolean => !is(before) || isTrue(after, glance(next));
  const make = { always: always<Seen>, sometimes: sometimes<Seen>, 'deadlock-free': deadlockFree<Seen> };
  return kind === 'step' ? step(kind, leads) : make[kind](kind, is);
}

/** A refinement made of a claim: whether its formulas are true, and a number beside them, are what the higher system sees. */
export function refinementOf(plan: Plan, { formula, after }: Claim): Property<never> {
  const glance = glanceAt(plan);
  return refines('refines', {
    image: (state: Seen) => {
      const seen = glance(state);
      return { first: seen.at(0), is: isTrue(formula, seen), after: isTrue(after, seen) };
    },
    initial: ({ first }) => first === 0,
    step: (before, next) => !before.is || next.after || next.first > before.first,
  });
}

/** A state written out, with everything that properties can see in it. */
export function writeOut(plan: Plan, state: Seen): string {
  const { at, history } = glanceAt(plan)(state);
  const members = membersOf(plan);
  return written({
    at: members.map((_, index) => at(index)),
    stopped: members.map((member) => seenOf(state, members, member).value === 'stopped'),
    history: plan.history.map((_, index) => history(index)),
    mail: TYPES.flatMap((type) => state.messages(type)),
  });
}

/** The same of a state of the naive explorer. */
export function writeOutWorld({ at, stopped, history, mail }: World): string {
  return written({ at, stopped, history, mail });
}

function written({
  mail,
  ...state
}: Pick<World, 'at' | 'stopped' | 'history'> & { readonly mail: readonly Event[] }): string {
  return JSON.stringify([state, mail.map(({ type, data, from }) => [type, data, from].join(' ')).sort()]);
}

function glanceAt(plan: Plan): (state: Seen) => Glance {
  const members = membersOf(plan);
  return (state) => ({
    at: (index) => seenOf(state, members, members[index % members.length]!).context.at,
    data: (type) => state.messages(type).map(({ data }) => data),
    history: (index) => (index < plan.history.length ? state.history[`h${index}`]! : 0),
  });
}

/** A participant, in its place among those of its role. */
function seenOf(state: Seen, members: readonly Member[], member: Member): Participant<unknown, Local> {
  const first = members.findIndex(({ role }) => role === member.role);
  return (state[member.role] as readonly Participant<unknown, Local>[])[members.indexOf(member) - first]!;
}

function behaviour(plan: Plan): StepFunction<Local, Event & { readonly round?: number }, Message, Input> {
  return {
    initial: ({ member, durable }) => [local(member.id, durable?.at ?? 0, 0), firstMessages(plan, member)],
    step: ({ self, at }, { type, data, from, round }) => {
      const event = { type, data: round ?? data, ...(from !== undefined && { from }) };
      const outcome = react(plan, membersOf(plan).find(({ id }) => id === self)!, at, event);
      return outcome && [local(self, outcome.at, event.data), outcome.sent];
    },
  };
}

function local(self: string, at: number, data: number): Local {
  const isEven = at % 2 === 0;
  const trail = [at, -at];
  return data % 2 === 0 ? { self, at, notes: { isEven, trail } } : { notes: { trail, isEven }, at, self };
}
