/** Ample sets: what they leave out, that each of their conditions is needed, and what they are refused with. */
import { describe, expect, test } from 'vitest';
import { type Behaviours, closing } from '#model/ample/closed.js';
import type { Effects } from '#model/ample/dependence.js';
import { Ample } from '#model/ample.js';
import {
  type AnySystem,
  always,
  alwaysPossible,
  deadlockFree,
  eventually,
  explore,
  ModelError,
  observe,
  type Property,
  refines,
  role,
  type StepFunction,
  sometimes,
  step,
  system,
  type Verdict,
} from '#model/index.js';
import { Search } from '#model/search.js';

/**
 * A participant that is at a letter, and moves from one to another by inputs and by messages: `m1` is a message of type `m` that
 * says 1.
 */
type Moves = Readonly<Record<string, readonly [event: string, to: string, send?: string, whom?: string][]>>;

interface Seen {
  readonly [name: string]: readonly { readonly id: string; readonly context: string }[];
}

interface Sight {
  readonly messages: (type: string) => readonly unknown[];
  readonly history: { readonly h?: string };
}

function walker(moves: Moves): StepFunction<string, { type: string; says?: string }, { type: string }> {
  return {
    initial: () => ['a', []],
    step: (at, { type, says = '' }) => {
      const move = moves[at]?.find(([event]) => event === type + says);
      if (move === undefined) return undefined;
      const [, next, send, to = []] = move;
      return [next, send === undefined ? [] : [{ type: send[0]!, says: send.slice(1), to }]];
    },
  };
}

/** Participants, each the only one of its role. An event whose name is in capitals is an input. */
function walkers(
  walks: Readonly<Record<string, Moves>>,
  more: Partial<Parameters<typeof system>[0]> = {},
): AnySystem {
  return system({
    name: 'walkers',
    network: 'lossy',
    roles: Object.fromEntries(
      Object.entries(walks).map(([name, moves]) => {
        const events = new Set(
          Object.values(moves)
            .flat()
            .map(([event]) => event),
        );
        const inputs = [...events].filter((type) => type === type.toUpperCase()).map((type) => ({ type }));
        return [`${name}s`, role(walker(moves), { instances: [name], inputs: inputs as never })];
      }),
    ),
    ...more,
  });
}

const at = (state: Seen, name: string): string => state[`${name}s`]![0]!.context;

/** The ample sets of a search in which one condition is left out, and nothing makes good for it later. */
abstract class Hasty extends Ample {
  override get isStale(): boolean {
    return false;
  }
}

/** C0 without the part that its step must be no fault. */
class ByFaults extends Hasty {
  protected override isGoing(from: number): boolean {
    return this.search.successors.batch.count > from;
  }
}

class WithoutC1 extends Hasty {
  protected override together(first: number): ReadonlyMap<number, Effects> | undefined {
    // Nobody else has to move along, whatever they may send.
    const own = this.dependence.effectsOf(first, false);
    return this.isInvisible(own) ? new Map([[first, own]]) : undefined;
  }
}

class WithoutC2 extends Hasty {
  protected override isInvisible(): boolean {
    return true;
  }
}

class WithoutC3 extends Hasty {
  protected override isGoing(from: number): boolean {
    const { batch, faults } = this.search.successors;
    return batch.count > from + faults;
  }
}

/** What claims look at later than something was left out is of no account. */
class NeverAnew extends Hasty {}

class WithoutObjections extends Hasty {
  protected override askOfNothing(): void {}
}

type Kind = new (search: Search, behaviours: Behaviours) => Ample;

/** The verdict by a search with some kind of ample sets. */
function verdictBy(Sets: Kind, of: AnySystem, property: Property<never>): Verdict {
  const unlimited = { maxStates: 1e6, maxMemory: Number.POSITIVE_INFINITY };
  const search = new Search(of, [property], unlimited);
  const work = closing(of);
  let behaviours: Behaviours | undefined;
  for (let next = work.next(); ; next = work.next())
    if (next.done) {
      behaviours = next.value;
      break;
    }
  search.ample = new Sets(search, behaviours!);
  while (search.advance(Number.POSITIVE_INFINITY));
  const isFound = search.judge.cases[0]!.finding !== undefined;
  return isFound === (property.kind === 'sometimes') ? 'holds' : 'fails';
}

/** The verdicts with ample sets as they are, without any, and with a kind of them. */
async function verdicts(Sets: Kind, of: AnySystem, property: Property<never>): Promise<readonly Verdict[]> {
  const full = await explore(of, [property as never]);
  const ample = await explore(of, [property as never], { ample: true });
  return [full.results[0]!.verdict, ample.results[0]!.verdict, verdictBy(Sets, of, property)];
}

describe('each condition is needed', () => {
  test('C0: a step that is no fault', async () => {
    const mortal = walkers({ p: {}, q: { a: [['GO', 'b']] } }, { faults: { stops: { ps: 1 } } as never });
    const claim = deadlockFree('only the end is an end', (state: Seen) => at(state, 'q') === 'b');
    expect(await verdicts(ByFaults, mortal, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('C1: nothing that the others do lets a participant take a further step', async () => {
    const waiting = walkers({
      p: {
        a: [
          ['GIVE UP', 'c'],
          ['m', 'b', 'w', 'r'],
        ],
      },
      q: { a: [['GO', 'b', 'm', 'p']] },
      r: { a: [['w', 'b']] },
    });
    const claim = sometimes('p wins', (state: Seen) => at(state, 'r') === 'b');
    expect(await verdicts(WithoutC1, waiting, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('C2: no claim sees the steps', async () => {
    const two = walkers({ p: { a: [['GO', 'b']] }, q: { a: [['GO', 'b']] } });
    const seen = new Set<Verdict>();
    for (const [one, other] of ['pq', 'qp']) {
      const claim = always('together', (state: Seen) => at(state, one!) === 'a' || at(state, other!) === 'b');
      const [full, ample, without] = await verdicts(WithoutC2, two, claim);
      expect([full, ample]).toEqual(['fails', 'fails']);
      seen.add(without!);
    }
    // Of the two orders one is left out, so of the two claims one is not refuted.
    expect(seen).toEqual(new Set(['holds', 'fails']));
  });

  test('C2: of messages sent and taken out, and of history', async () => {
    const h = observe('', { m: (said: string, { from }: { from: string }) => said + from });
    const two = walkers({ p: { a: [['GO', 'b', 'm']] }, q: { a: [['GO', 'b']] } }, { history: { h } });
    const silent = (state: Seen & Sight): boolean => state.messages('m').length === 0;
    const before = sometimes('q before p speaks', (state: Seen & Sight) => {
      return at(state, 'q') === 'b' && silent(state);
    });
    expect(await verdicts(WithoutC2, two, before)).toEqual(['holds', 'holds', 'fails']);
    const forgotten = sometimes('q before p is remembered', (state: Seen & Sight) => {
      return at(state, 'q') === 'b' && state.history.h === '';
    });
    expect(await verdicts(WithoutC2, two, forgotten)).toEqual(['holds', 'holds', 'fails']);
    const three = walkers(
      {
        p: { a: [['m', 'b']] },
        q: { a: [['n', 'b']] },
        r: { a: [['GO', 'b', 'm', 'p']], b: [['GO', 'c', 'n', 'q']] },
      },
      { network: 'unordered' },
    );
    const unheard = sometimes('q hears before p', (state: Seen & Sight) => {
      return at(state, 'q') === 'b' && !silent(state);
    });
    expect(await verdicts(WithoutC2, three, unheard)).toEqual(['holds', 'holds', 'fails']);
  });

  test("C2: the system's bounds do not see the steps either", async () => {
    const two = walkers(
      { p: { a: [['GO', 'b']] }, q: { a: [['GO', 'b']], b: [['GO', 'c']] } },
      { within: ((state: Seen) => at(state, 'p') === 'a') as never },
    );
    const claim = sometimes('q comes to its end', (state: Seen) => at(state, 'q') === 'c');
    expect(await verdicts(WithoutC2, two, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('C3: nobody is put off for ever', async () => {
    const round = walkers({
      p: { a: [['GO', 'b']], b: [['GO', 'a']] },
      q: { a: [['GO', 'b']], b: [['GO', 'c']], c: [['GO', 'd']] },
    });
    const claim = sometimes('q comes to its end', (state: Seen) => at(state, 'q') === 'd');
    expect(await verdicts(WithoutC3, round, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('what a claim looks at late counts as well', async () => {
    const two = walkers({ p: { a: [['GO', 'b']], b: [['GO', 'c']] }, q: { a: [['GO', 'b']] } });
    const claim = sometimes('q moves while p is half way', (state: Seen) => {
      return at(state, 'q') === 'b' && at(state, 'p') === 'b';
    });
    expect(await verdicts(NeverAnew, two, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('what the bounds look at late counts as well', async () => {
    const two = walkers(
      { p: { a: [['GO', 'b']], b: [['GO', 'c']] }, q: { a: [['GO', 'b']], b: [['GO', 'c']] } },
      { within: ((state: Seen) => at(state, 'q') === 'a' || at(state, 'p') !== 'c') as never },
    );
    const claim = sometimes('q comes to its end', (state: Seen) => at(state, 'q') === 'c');
    expect(await verdicts(NeverAnew, two, claim)).toEqual(['holds', 'holds', 'fails']);
  });

  test('a claim about steps that objects where it sees nothing change counts all steps', async () => {
    const two = walkers({ p: { a: [['GO', 'b']] }, q: { a: [['GO', 'b']] } });
    const claim = step('nothing happens after q', (before: Seen, _after: Seen) => at(before, 'q') === 'a');
    expect(await verdicts(WithoutObjections, two, claim)).toEqual(['fails', 'fails', 'holds']);
  });
});

/** Where everybody is in each state in which a run can end. */
async function endsOf(of: AnySystem, ample: boolean): Promise<readonly string[]> {
  const ends = new Set<string>();
  const claim = deadlockFree('', (state: Seen & Sight) => {
    const { h = '' } = state.history;
    const letters = Object.keys(of.roles).map((name) => state[name]![0]!.context);
    return ends.add(`${letters.join('')} ${h}`) === ends;
  });
  await explore(of, [claim as never], { ample });
  return [...ends].sort();
}

const GOES_OR_HEARS: Moves = {
  a: [
    ['GO', 'b'],
    ['m', 'c'],
  ],
};
const HEARS_TWICE: Moves = { a: [['m', 'b']], b: [['m', 'c']] };
const SAYS_TWICE: Moves = { a: [['GO', 'b', 'm', 'p']], b: [['GO', 'c', 'm', 'p']] };
const NETWORKS = ['lossy', 'unordered', 'ordered', 'latest', 'lossy-set'] as const;

describe('every end is found', () => {
  test.each(NETWORKS)('of what another may say at once, or later (%s)', async (network) => {
    for (const says of [
      { a: [['GO', 'b', 'm', 'p']] },
      { a: [['GO', 'b']], b: [['GO', 'c', 'm', 'p']] },
    ] satisfies Moves[])
      await sameEnds(walkers({ p: GOES_OR_HEARS, q: says }, { network }), 2);
  });

  test('of two who are remembered in the order in which they speak', async () => {
    const speaks: Moves = { a: [['GO', 'b', 'm']] };
    const h = observe('', { m: (said: string, { from }: { from: string }) => said + from });
    await sameEnds(walkers({ p: speaks, q: speaks }, { history: { h } }), 2);
  });

  test('of one who is told within a step of another, who may not listen yet', async () => {
    const p: Moves = { a: [['GO', 'b']], b: [['m', 'c']] };
    const q: Moves = { a: [['GO', 'b', 'm', 'p']] };
    await sameEnds(walkers({ p, q }, { instant: ['m'] as never }), 2);
  });

  test('of one who tells another within its step, who may have moved, or tells a third', async () => {
    const p: Moves = { a: [['GO', 'b', 'm', 'q']] };
    const q: Moves = { ...GOES_OR_HEARS, b: [['m', 'd']] };
    await sameEnds(walkers({ p, q }, { instant: ['m'] as never }), 2);
    const teller: Moves = { a: [['m', 'b', 'n', 'q']] };
    const third: Moves = {
      a: [
        ['GO', 'b'],
        ['n', 'c'],
      ],
      b: [['n', 'd']],
    };
    const pr: Moves = { a: [['GO', 'b', 'm', 'r']] };
    await sameEnds(walkers({ p: pr, q: third, r: teller }, { instant: ['m', 'n'] as never }), 2);
  });

  test.each([...NETWORKS, 'rounds'] as const)(
    'of what is said twice, or heard in between (%s)',
    async (network) => {
      const more = network === 'rounds' ? { network, rounds: 1 } : { network };
      // What is said in a round before the first would be lost.
      const inTime: Moves = { a: [['round', 'r']], r: SAYS_TWICE.a!, b: SAYS_TWICE.b! };
      const howMany = { lossy: 1, unordered: 1, ordered: 1, 'lossy-set': 3, latest: 2, rounds: 2 }[network];
      const q = network === 'rounds' ? inTime : SAYS_TWICE;
      await sameEnds(walkers({ p: HEARS_TWICE, q }, more), howMany);
    },
  );

  test('of several messages from one', async () => {
    const p: Moves = {
      a: [
        ['m', 'b'],
        ['n', 'c', 'o', 'r'],
      ],
    };
    const q: Moves = { a: [['GO', 'b', 'm', 'p']], b: [['GO', 'c', 'n', 'p']] };
    const r: Moves = {
      a: [
        ['GO', 'b'],
        ['o', 'c'],
      ],
      b: [['o', 'd']],
    };
    await sameEnds(walkers({ p, q, r }, { network: 'unordered', instant: ['o'] as never }), 3);
  });

  test('of what takes the place of what was said before (latest)', async () => {
    const q: Moves = { a: [['GO', 'b', 'm1', 'p']], b: [['GO', 'c', 'm2', 'p']] };
    await sameEnds(walkers({ p: { a: [['m1', 'b']] }, q }, { network: 'latest' }), 2);
  });

  test('of what may be lost, or cut off', async () => {
    const says: Moves = { a: [['GO', 'b', 'm', 'p']] };
    const p: Moves = { a: [['m', 'b']] };
    await sameEnds(walkers({ p, q: says }, { network: 'lossy-set' }), 2);
    const partitions = { sides: [['p', 'r'], ['q']], times: 1 };
    const asked: Moves = { a: [['n', 'b', 'm', 'p']] };
    const asks: Moves = { a: [['GO', 'b', 'n', 'q']], b: [['GO', 'c']] };
    await sameEnds(walkers({ p, q: asked, r: asks }, { network: 'unordered', faults: { partitions } }), 3);
  });
});

/** Expects the same ends with ample sets, and so many of them. */
async function sameEnds(of: AnySystem, howMany: number): Promise<void> {
  const full = await endsOf(of, false);
  expect(full).toHaveLength(howMany);
  expect(await endsOf(of, true)).toEqual(full);
}

describe('ample sets', () => {
  const counting: StepFunction<number, { type: 'count' }, never> = {
    initial: () => [0, []],
    step: (count) => (count < 4 ? [count + 1, []] : undefined),
  };
  const counters = (howMany: number): AnySystem =>
    system({
      name: 'counters',
      network: 'lossy',
      roles: {
        counter: role(counting, {
          instances: Array.from({ length: howMany }, (_, at) => `c${at}`),
          inputs: [{ type: 'count' }],
        }),
      },
    });
  type Counters = { readonly counter: readonly { readonly context: number }[] };

  test('let those who have nothing to do with each other move one after another', async () => {
    const done = deadlockFree('only the end is an end', ({ counter }: Counters) =>
      counter.every(({ context }) => context === 4),
    );
    const full = await explore(counters(6), [done as never]);
    const ample = await explore(counters(6), [done as never], { ample: true });
    expect([full.states, ample.states]).toEqual([5 ** 6, 4 * 6 + 1]);
    expect([full, ample].map(({ results }) => results[0]!.verdict)).toEqual(['holds', 'holds']);
    expect(ample.ample).toEqual({ partial: 4 * 6 - 4 });
  });

  test('leave out nothing that a claim sees', async () => {
    const even = sometimes('all in the middle', ({ counter }: Counters) =>
      counter.every(({ context }) => context === 2),
    );
    const full = await explore(counters(3), [even as never, deadlockFree('no end') as never]);
    const ample = await explore(counters(3), [even as never, deadlockFree('no end') as never], {
      ample: true,
    });
    const told = ({ results }: typeof full) => results.map(({ verdict }) => verdict);
    expect(told(ample)).toEqual(told(full));
    expect(ample.results.map(({ minimal }) => minimal)).toEqual([false, false]);
  });

  test('hide no step that a model cannot take', async () => {
    const speaks = walker({ a: [['GO', 'b', 'm', 'p']] });
    const hears = walker({ a: [['GO', 'b']], b: [['m', 'c']] });
    const fragile: typeof hears = {
      ...hears,
      step: (at, event) => {
        if (at === 'a' && event.type === 'm') throw new Error('too early');
        return hears.step(at, event);
      },
    };
    const inputs = [{ type: 'GO' }];
    const of = system({
      name: 'fragile',
      network: 'lossy',
      roles: {
        ps: role(fragile, { instances: ['p'], inputs }),
        qs: role(speaks, { instances: ['q'], inputs }),
      },
    });
    await expect(explore(of, [])).rejects.toThrow('too early');
    await expect(explore(of, [], { ample: true })).rejects.toThrow('too early');
  });

  test('keep every step that a refinement sees', async () => {
    const two = walkers({
      p: { a: [['GO', 'b']], b: [['GO', 'c']] },
      q: { a: [['GO', 'b']], b: [['GO', 'c']] },
    });
    const counting = (most: string) =>
      refines('q counts', {
        image: (state: Seen) => at(state, 'q'),
        initial: (letter) => letter === 'a',
        step: (before, after) => before < after && after <= most,
      });
    const found = await explore(two, [counting('c'), counting('b')] as never, { ample: true });
    expect(found.results.map(({ verdict }) => verdict)).toEqual(['holds', 'fails']);
    expect([found.states, found.ample!.partial]).toEqual([5, 2]);
  });

  test('are found by one thread, with the verdicts of one', async () => {
    const ample = await explore(counters(4), [deadlockFree('no end') as never], { ample: true, workers: 2 });
    expect(ample.results[0]!.verdict).toBe('fails');
    expect(ample.states).toBe(4 * 4 + 1);
  });

  test('are left out, with the reason, where participants do too many things to take them all beforehand', async () => {
    const endless: StepFunction<number, { type: 'count' }, never> = {
      initial: () => [0, []],
      step: (count) => [count + 1, []],
    };
    const counter = system({
      name: 'endless',
      network: 'lossy',
      roles: { counter: role(endless, { instances: ['c0'], inputs: [{ type: 'count' }] }) },
      within: ({ counter }) => counter[0]!.context < 5,
    });
    const { ample, states, complete } = await explore(counter, [], { ample: true });
    expect([states, complete, ample!.partial]).toEqual([6, true, 0]);
    expect(ample!.reason).toMatch(/more than 50000 local steps/);
  });

  test('are refused with what they are not shown to be sound for', async () => {
    const two = walkers({ p: { a: [['GO', 'b']] } });
    const refused = (...[of, properties, options]: Parameters<typeof explore<AnySystem>>) =>
      expect(explore(of, properties, { ...options, ample: true })).rejects;
    const save = (): void => undefined;
    await refused(two, [alwaysPossible('b', () => true)]).toThrow(/ample sets do not go with property 'b'/);
    await refused(two, [eventually('b', () => true)]).toThrow(ModelError);
    await refused(two, [], { symmetry: true }).toThrow(/choose one of them/);
    await refused(walkers({ p: {} }, { ranked: ['n'] }), []).toThrow(/choose one of them/);
    await refused(two, [], { checkpoint: { everyMs: 0, save } }).toThrow(/checkpoints/);
  });
});
