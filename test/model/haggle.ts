/** Small systems that fast-check makes up, in which numbers grow and only their order counts: once as they are, and once reduced. */
import fc, { type Arbitrary } from 'fast-check';
import {
  ABOVE_ALL,
  type AnySystem,
  alwaysPossible,
  eventually,
  type Fairness,
  leadsTo,
  type Network,
  type Property,
  role,
  sometimes,
  step,
  strong,
  system,
  weak,
} from '#model/index.js';

/** What haggler i does, by its mood: at a number that is lower than its own, the same, higher; at a ticket; when nudged. */
export interface Plan {
  readonly network: Network;
  /** Tickets there are, each with a number above all others. */
  readonly tickets: number;
  readonly hagglers: readonly (readonly Mood[])[];
}

interface Mood {
  readonly lower: Reaction | null;
  readonly same: Reaction | null;
  readonly higher: Reaction & { readonly adopts: boolean };
  readonly ticket: Reaction;
  readonly nudge: Reaction | null;
}

interface Reaction {
  readonly mood: number;
  readonly tells: boolean;
}

const MOODS = 3;
const reactions: Arbitrary<Reaction> = fc.record({ mood: fc.nat(MOODS - 1), tells: fc.boolean() });
const perhaps = fc.option(reactions);
const moods: Arbitrary<Mood> = fc.record({
  lower: perhaps,
  same: perhaps,
  higher: fc.record({ mood: fc.nat(MOODS - 1), tells: fc.boolean(), adopts: fc.boolean() }),
  ticket: reactions,
  nudge: perhaps,
});

/** With `deaf`, nobody reacts to a number that is lower than its own: such a message is dead. */
export function plans(deaf: boolean): Arbitrary<Plan> {
  const mood = deaf ? moods.map((one) => ({ ...one, lower: null })) : moods;
  return fc.record({
    network: fc.constantFrom<Network>('latest', 'lossy-latest', 'lossy-set'),
    tickets: fc.integer({ min: 2, max: 3 }),
    hagglers: fc.array(fc.array(mood, { minLength: MOODS, maxLength: MOODS }), {
      minLength: 2,
      maxLength: 2,
    }),
  });
}

interface Haggler {
  readonly mood: number;
  readonly rank: number;
}
interface Office {
  readonly left: number;
  /** The next number; of no use where numbers are renamed. */
  readonly next: number | null;
}
type Told = { readonly type: 'told' | 'ticket'; readonly rank: number; readonly from: string };

export interface Reduced {
  readonly ranked: boolean;
  readonly dead: boolean;
}

/** @returns the system, typed loosely as its participants are only known when it runs. */
export function haggling(plan: Plan, { ranked, dead }: Reduced): AnySystem {
  const names = plan.hagglers.map((_, index) => `h${index}`);
  const haggler = (index: number) => ({
    initial: () => [{ mood: 0, rank: 0 }, []] as const,
    step: ({ mood, rank }: Haggler, event: Told | { readonly type: 'nudge' }) => {
      const rules = plan.hagglers[index]![mood]!;
      const become = (reaction: Reaction | null, next: number) =>
        reaction === null
          ? undefined
          : ([
              { mood: reaction.mood, rank: next },
              reaction.tells ? [{ type: 'told', rank: next, to: names[1 - index]! }] : [],
            ] as const);
      if (event.type === 'nudge') return become(rules.nudge, rank);
      if (event.type === 'ticket') return become(rules.ticket, event.rank);
      if (event.rank < rank) return become(rules.lower, rank);
      if (event.rank === rank) return become(rules.same, rank);
      return become(rules.higher, rules.higher.adopts ? event.rank : rank);
    },
  });
  const office = {
    initial: () => [{ left: plan.tickets, next: ranked ? null : 1 }, []] as const,
    step: ({ left, next }: Office, { type }: { readonly type: string }) =>
      left === 0
        ? undefined
        : ([
            { left: left - 1, next: next === null ? null : next + 1 },
            [{ type: 'ticket', rank: next ?? ABOVE_ALL, to: type }],
          ] as const),
  };
  const isDead = ({ type, rank }: Told, { context }: { readonly context: Haggler }) =>
    type === 'told' && rank < context.rank;
  const roles = Object.fromEntries(
    names.map((id, index) => [
      `role of ${id}`,
      role(haggler(index), { instances: [id], inputs: [{ type: 'nudge' }] }),
    ]),
  );
  return system({
    name: 'made up',
    network: plan.network,
    instant: ['ticket'] as never,
    roles: {
      ...roles,
      'ticket office': role(office, { instances: ['office'], inputs: names.map((type) => ({ type })) }),
    },
    ...(ranked && { ranked: ['rank'] }),
    ...(dead && { dead: Object.fromEntries(names.map((id) => [`role of ${id}`, isDead])) as never }),
  });
}

type Seen = Readonly<Record<string, readonly { readonly context: Haggler }[]>>;

/** Claims of all kinds, of moods and of who is above whom. */
export const claims: Arbitrary<readonly Property<Seen>[]> = fc
  .record({
    from: glances(),
    to: glances(),
    fairness: fc.subarray(fairnesses()),
    change: fc.constantFrom(-1, 1),
  })
  .map(({ from, to, fairness, change }) => [
    sometimes('sometimes', to),
    // A step by which nothing changes but what is dead is none where that is taken out: so the claim is of moods that change.
    step('step', (before: Seen, after: Seen) => !from(before) || !to(after) || to(before)),
    step('number', (before: Seen, after: Seen) =>
      ['h0', 'h1'].every((id) => {
        const [earlier, later] = [before, after].map((seen) => seen[`role of ${id}`]![0]!.context);
        return !from(before) || Math.sign(later!.rank - earlier!.rank) !== change;
      }),
    ),
    alwaysPossible('always possible', to),
    eventually('eventually', to, fairness),
    leadsTo('leads to', from, to, fairness),
  ]);

function glances(): Arbitrary<(state: Seen) => boolean> {
  return fc
    .record({
      orders: fc.subarray([-1, 0, 1], { minLength: 1 }),
      moods: fc.tuple(fc.nat(MOODS), fc.nat(MOODS)),
    })
    .map(({ orders, moods }) => (state: Seen) => {
      const [one, other] = ['h0', 'h1'].map((id) => state[`role of ${id}`]![0]!.context);
      const is = [one!, other!].every(({ mood }, index) => moods[index] === MOODS || mood === moods[index]);
      return is && orders.includes(Math.sign(one!.rank - other!.rank));
    });
}

function fairnesses(): Fairness[] {
  return [
    weak({ delivery: {} }),
    strong({ delivery: {} }),
    weak({ input: 'nudge' }),
    strong({ input: 'nudge', at: 'h1' }),
    weak({ role: 'role of h0' }),
    strong({ input: 'h0' }),
  ];
}
