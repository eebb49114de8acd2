/** Composed participants that fast-check makes up, against the same participant written as one step function, by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AnyEvent,
  type AnySystem,
  always,
  compose,
  explore,
  formatTrace,
  observe,
  replay,
  role,
  type StepFunction,
  sometimes,
  step,
  system,
} from '#model/index.js';

const TYPES = ['poke', 'x', 'y'] as const;
const PARTS = ['left', 'right'] as const;
const IDS = ['n1', 'n2'] as const;
const ADDRESSES = [...PARTS, ...IDS, 'node', 'all'] as const;
const NETWORKS = ['lossy-set', 'latest', 'unordered', 'ordered'] as const;

/** What a message carries: how many more may follow from it. */
type Hop = AnyEvent & { readonly hops: number; readonly from?: string };
type Sending = { readonly type: string; readonly to: string | readonly string[]; readonly hops: number };

/** By type of event and state: the next state, and what is sent; nothing, where the event is refused. */
interface Reply {
  readonly at: number;
  readonly sent: readonly { readonly type: 'x' | 'y'; readonly to: (typeof ADDRESSES)[number] }[];
}
type Table = readonly (readonly (Reply | null)[])[];

interface Plan {
  readonly left: Table;
  readonly right: Table;
  readonly network: (typeof NETWORKS)[number];
  readonly hops: number;
  readonly keepsLeft: boolean;
  readonly restarts: number;
}

const replies = fc.option(
  fc.record({
    at: fc.nat(2),
    sent: fc.array(fc.record({ type: fc.constantFrom('x', 'y'), to: fc.constantFrom(...ADDRESSES) }), {
      maxLength: 2,
    }),
  }),
  { freq: 4 },
);
const tables = fc.array(fc.array(replies, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
const plans: fc.Arbitrary<Plan> = fc.record({
  left: tables as fc.Arbitrary<Table>,
  right: tables as fc.Arbitrary<Table>,
  network: fc.constantFrom(...NETWORKS),
  hops: fc.integer({ min: 1, max: 2 }),
  keepsLeft: fc.boolean(),
  restarts: fc.nat(1),
});

type At = { readonly at: number };

function replyOf(
  table: Table,
  { at }: At,
  { type, hops }: Hop,
): readonly [At, readonly Sending[]] | undefined {
  const reply = table[TYPES.indexOf(type as 'x')]![at];
  if (!reply || hops === 0) return undefined;
  return [{ at: reply.at }, reply.sent.map((one) => ({ ...one, hops: hops - 1 }))];
}

/** The part by itself. It sends something at its start. */
function partOf(table: Table): StepFunction<At, Hop, Sending, unknown> {
  return {
    initial: (input) => [{ at: Object(Object(input).durable).at ?? 0 }, FIRST],
    step: (state, event) => replyOf(table, state, event),
  };
}
const FIRST: readonly Sending[] = [{ type: 'x', to: 'right', hops: 1 }];

type Both = { readonly id: string; readonly left: At; readonly right: At };
type Named = { readonly id: string; readonly durable?: Partial<Both> };

/** Both parts by hand. What it sends to itself it still names, to nobody, so that history is told of it. */
function both(plan: Plan): StepFunction<Both, Hop, Sending, Named> {
  const receiversOf = (to: string): readonly string[] => (to === 'n1' || to === 'n2' ? [to] : IDS);
  const settle = (start: Both, first: readonly Sending[]): readonly [Both, readonly Sending[]] => {
    let state = start;
    const out: Sending[] = [];
    const queue = [...first];
    while (queue.length > 0) {
      const { to, ...message } = queue.shift()!;
      const receivers = receiversOf(to as string);
      out.push({ ...message, to: receivers.filter((one) => one !== start.id) });
      if (!receivers.includes(start.id)) continue;
      const taken = take(state, message);
      if (taken === undefined) continue;
      state = taken[0];
      queue.push(...taken[1]);
    }
    return [state, out];
  };
  const take = (state: Both, event: Hop): readonly [Both, readonly Sending[]] | undefined => {
    const left = replyOf(plan.left, state.left, event);
    const right = replyOf(plan.right, state.right, event);
    if (!left && !right) return undefined;
    return [
      { id: state.id, left: left?.[0] ?? state.left, right: right?.[0] ?? state.right },
      [...(left?.[1] ?? []), ...(right?.[1] ?? [])],
    ];
  };
  return {
    initial: ({ id, durable }) =>
      settle({ id, left: durable?.left ?? { at: 0 }, right: { at: 0 } }, [...FIRST, ...FIRST]),
    step: (state, event) => {
      const taken = take(state, event);
      return taken && settle(...taken);
    },
  };
}

/** Two participants of that behaviour. History depends on the order of what is sent. */
function around(plan: Plan, behaviour: Parameters<typeof role>[0], durable: readonly string[]): AnySystem {
  const options = {
    instances: Object.fromEntries(IDS.map((id) => [id, { id }])),
    inputs: [{ type: 'poke', hops: plan.hops }],
    durable: plan.keepsLeft ? durable : [],
    // History watches both, whichever is sent.
    ignores: { x: 'it is a type all the same', y: 'it is a type all the same' },
  };
  return system({
    name: 'made up',
    network: plan.network,
    roles: { node: role(behaviour, options as never) },
    faults: plan.restarts === 0 ? {} : { restarts: { node: plan.restarts } },
    history: {
      order: observe<number, Hop>(0, {
        x: (sum: number, { from }: { from: string }) => (sum * 3 + IDS.indexOf(from as 'n1') + 1) % 11,
        y: (sum: number, { from }: { from: string }) => (sum * 3 + IDS.indexOf(from as 'n1') + 5) % 11,
      } as never),
    },
  });
}

type Seen = {
  readonly node: readonly { readonly context: Both }[];
  readonly history: { readonly order: number };
};
const claims = [
  sometimes('apart', ({ node: [a, b] }: Seen) => a!.context.left.at === 2 && b!.context.right.at === 1),
  always('below', ({ history }: Seen) => history.order < 9),
  step('up', ({ node: [was] }: Seen, { node: [is] }: Seen) => is!.context.right.at >= was!.context.right.at),
] as never;

describe('a composed participant does what its parts do together', () => {
  test('states, steps, verdicts and lengths of traces; and its traces can be taken again', async () => {
    const met = { states: 0, verdicts: new Set<string>(), within: 0 };
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const parts = compose({ left: partOf(plan.left), right: partOf(plan.right) });
        const composed = around(plan, parts as never, ['left.at']);
        const byHand = around(plan, both(plan) as never, ['left']);
        const options = { maxStates: 3_000 };
        const [one, other] = [
          await explore(composed, claims, options),
          await explore(byHand, claims, options),
        ];
        if (!other.complete && other.stopped !== undefined) return;
        for (const key of ['states', 'transitions', 'selfLoops', 'depth', 'complete'] as const)
          expect([key, one[key]]).toEqual([key, other[key]]);
        const lengths = ({ results }: typeof one) =>
          results.map(({ verdict, trace }) => [verdict, trace?.steps.length]);
        expect(lengths(one)).toEqual(lengths(other));
        for (const { property, verdict, trace } of one.results) {
          met.verdicts.add(`${property} ${verdict}`);
          if (trace === undefined) continue;
          met.within += trace.steps.filter(({ within }) =>
            within.some(({ event }) => 'hops' in event),
          ).length;
          expect(replay(composed, trace), formatTrace(trace)).toBe(undefined);
        }
        met.states += one.states;
      }),
      { numRuns: 150 },
    );
    expect(met.verdicts.size).toBe(6);
    expect(met.states).toBeGreaterThan(1_000);
    expect(met.within).toBeGreaterThan(50);
  });
});
