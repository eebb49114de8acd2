/** Systems that fast-check makes up, of a shape. */
import fc, { type Arbitrary } from 'fast-check';
import { formulas } from './claims.js';
import type { Formula } from './formula.js';
import {
  DATA,
  type FaultPlan,
  type HistoryPlan,
  type InstantPlan,
  type Plan,
  type RolePlan,
  type Rule,
  type Send,
  type Slice,
  type To,
  TYPES,
} from './plan.js';

/** Bounds of what is made up. */
export interface Shape {
  readonly networks: readonly Plan['network'][];
  readonly roles: Range;
  /** Participants of each role. */
  readonly participants: Range;
  /** Local states of each participant. */
  readonly size: Range;
  readonly inputs: Range;
  readonly rules: Range;
  /** Messages under way beyond which states are not continued. */
  readonly mail: Range;
  readonly faults: boolean;
  /**
   * Whether each role, where no other rule fits, moves on to its next state: then all local states are reached. With
   * `tell`, it sends each one's number, so that there are as many messages.
   */
  readonly turning: 'no' | 'yes' | 'tell';
}

/** Small systems on all networks, without faults. */
export const SMALL: Shape = {
  networks: ['lossy', 'lossy-set', 'latest', 'lossy-latest', 'rounds', 'unordered', 'ordered'],
  roles: [1, 3],
  participants: [1, 2],
  size: [2, 8],
  inputs: [1, 3],
  rules: [3, 14],
  mail: [2, 5],
  faults: false,
  turning: 'no',
};

type Range = readonly [min: number, max: number];

export function plans(shape: Shape): Arbitrary<Plan> {
  return fc.record({
    network: fc.constantFrom(...shape.networks),
    rounds: fc.integer({ min: 1, max: 3 }),
    roles: listOf(rolePlans(shape), shape.roles),
    instant: fc.oneof(fc.constant([]), fc.array(instants, { minLength: 1, maxLength: 2 })),
    isLatestByData: fc.boolean(),
    history: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, listOf(historyPlans, [1, 2])),
    within: within(shape),
    faults: shape.faults ? faultPlans : fc.constant(NO_FAULTS),
  });
}

function rolePlans(shape: Shape): Arbitrary<RolePlan> {
  const made = fc.record({
    participants: among(shape.participants),
    size: among(shape.size),
    inputs: among(shape.inputs),
    durable: fc.boolean(),
    first: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, listOf(sends, [1, 2])),
    rules: listOf(rules, shape.rules),
  });
  if (shape.turning === 'no') return made;
  return made.map((plan) => ({
    ...plan,
    rules: [...plan.rules, ...(shape.turning === 'tell' ? [TELL, HEAR] : [TURN])],
  }));
}

const ALL: Slice = { every: 1, rest: 0 };
const TURN: Rule = { at: ALL, type: 'poke', data: ALL, move: { by: 'add', amount: 1 }, sends: [] };
const TELL: Rule = {
  ...TURN,
  sends: [{ type: TYPES[0], data: { of: 'state', plus: 0 }, to: { kind: 'participant', index: 1 } }],
};
const HEAR: Rule = { at: ALL, type: TYPES[0], data: ALL, move: { by: 'add', amount: 0 }, sends: [] };

/** Without a bound on what is under way, networks that count copies have no end. */
function within({ networks, mail }: Shape): Arbitrary<Formula | null> {
  const bound = among(mail).map((below): Formula => ({ is: 'count', types: TYPES, below }));
  const both = fc.record({ is: fc.constant('and' as const), left: bound, right: formulas(1) });
  const bounded = fc.oneof({ weight: 4, arbitrary: bound }, both);
  return networks.includes('lossy') && networks.length === 1 ? fc.option(bounded, { nil: null }) : bounded;
}

const types = fc.constantFrom(...TYPES);

const instants: Arbitrary<InstantPlan> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: types }) },
  fc.record({ to: fc.nat(2) }),
  fc.record({ type: types, to: fc.nat(2) }),
);

const recipients: Arbitrary<To> = fc.letrec<{ to: To; one: To }>((tie) => ({
  one: fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('participant'), index: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('role'), index: fc.nat(2) }) },
    fc.record({ kind: fc.constantFrom('all', 'others') }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('sender') }) },
  ) as Arbitrary<To>,
  to: fc.oneof(
    { weight: 5, arbitrary: tie('one') },
    fc.record({ kind: fc.constant('list' as const), of: fc.array(tie('one'), { maxLength: 3 }) }),
  ),
})).to;

const sends: Arbitrary<Send> = fc.record({
  type: types,
  data: fc.record({
    of: fc.constantFrom('number', 'number', 'number', 'state', 'event'),
    plus: fc.oneof({ weight: 5, arbitrary: fc.nat(2) }, fc.nat(DATA)),
  }),
  to: recipients,
});

const slices: Arbitrary<Slice> = fc.record({ every: fc.integer({ min: 1, max: 4 }), rest: fc.nat(3) });

const rules: Arbitrary<Rule> = fc.record({
  at: slices,
  type: fc.oneof(
    { weight: 4, arbitrary: fc.constant('poke') },
    { weight: 3, arbitrary: types },
    fc.constant('round'),
  ),
  data: slices,
  move: fc.record({ by: fc.constantFrom('to', 'add', 'data'), amount: fc.nat(8) }),
  sends: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, listOf(sends, [1, 3])),
});

const NO_FAULTS: FaultPlan = { restarts: [0, 0, 0], stops: [0, 0, 0], partitions: 0 };

const faultPlans: Arbitrary<FaultPlan> = fc.record({
  restarts: listOf(fc.nat(2), [3, 3]),
  stops: listOf(fc.nat(1), [3, 3]),
  partitions: fc.nat(2),
});

const historyPlans: Arbitrary<HistoryPlan> = fc.record({
  on: fc.subarray([...TYPES, 'fault.restart', 'fault.stop'], { minLength: 1 }),
  times: fc.nat(3),
  size: fc.integer({ min: 1, max: 5 }),
});

function among([min, max]: Range): Arbitrary<number> {
  return fc.integer({ min, max });
}

function listOf<T>(of: Arbitrary<T>, [minLength, maxLength]: Range): Arbitrary<T[]> {
  return fc.array(of, { minLength, maxLength, size: 'max' });
}
