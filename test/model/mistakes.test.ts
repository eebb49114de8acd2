/** Mistakes in what `system`, `role`, `explore`, `instance` and the properties are given: each ends in an error that says where and what there is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import * as model from '#model/index.js';
import * as spec from '#spec/chapter.js';

/** A user's makers, which know no types: those are stripped before a system is checked. */
// biome-ignore lint/suspicious/noExplicitAny: whatever is given is to be refused by the makers, and not by the compiler
type Loose = any;
const { always, alwaysPossible, compose, deadlockFree, eventually, explore, leadsTo, observe }: Loose = model;
const { refines, role, sometimes, step, strong, system, weak }: Loose = model;
const { holds, instance }: Loose = spec;

const server = setup({
  types: { context: {} as { round: number }, events: {} as { type: 'serve' } | { type: 'pong' } },
  guards: { isFirst: ({ context }) => context.round < 1 },
});
const pinger = server
  .extend({
    actions: {
      count: server.assign({ round: ({ context }) => context.round + 1 }),
      sendPing: server.emit({ type: 'ping', to: 'bob' } as never),
    },
  })
  .createMachine({
    id: 'pinger',
    context: ({ input }: Loose) => ({ round: 0, ...input?.durable }),
    initial: 'ready',
    states: {
      ready: { on: { serve: { guard: 'isFirst', target: 'waiting', actions: ['count', 'sendPing'] } } },
      waiting: { on: { pong: 'ready' } },
    },
  });
const returner = setup({ types: { events: {} as { type: 'ping' } } });
const ponger = returner
  .extend({ actions: { sendPong: returner.emit({ type: 'pong', to: 'alice' } as never) } })
  .createMachine({ id: 'ponger', on: { ping: { actions: 'sendPong' } } });

/** All that the makers are given, and it is right. */
const right = () => ({
  pinger: {
    instances: { alice: undefined },
    inputs: [{ type: 'serve' }],
    ignores: { serve: 'it is serving', pong: 'it is over' },
    durable: ['round'],
  },
  ponger: { instances: ['bob'] },
  counter: { initial: () => [{ count: 0, stamp: 0 }, []], step: counting } as Loose,
  counters: { instances: ['carol'], inputs: () => [{ type: 'count' }], durable: ['count'] },
  parts: { one: { initial: () => [0, []], step: () => undefined } } as Loose,
  composed: { instances: ['dave'] },
  pings: { initial: 0, on: { ping: (count: number) => Math.min(count + 1, 2) } },
  system: {
    name: 'mistaken',
    network: 'lossy-set',
    roles: undefined as object | undefined,
    instant: ['pong'],
    faults: {
      restarts: { pinger: 1 },
      stops: { ponger: 1 },
      partitions: { sides: [['alice'], ['bob']], times: 1 },
    },
    history: undefined as object | undefined,
    symmetry: { roles: ['counters'], values: [['red', 'blue']] },
    ranked: ['stamp'],
    dead: { ponger: () => false },
    show: () => undefined,
  },
  delivery: { delivery: { type: 'ping', from: 'alice', to: 'bob' } },
  input: { input: 'serve', at: 'alice' },
  ofRole: { role: 'pinger' },
  always: ['always', () => true],
  sometimes: ['sometimes', () => true],
  step: ['step', () => true],
  deadlockFree: ['deadlock-free', () => true],
  alwaysPossible: ['always possible', () => true],
  eventually: ['eventually', () => true, [] as unknown],
  leadsTo: ['leads to', () => true, () => true, [] as unknown],
  refines: ['refines', { image: () => 0, initial: () => true, step: () => true }],
  seen: { role: 'pinger', message: 'ping', history: 'pings' },
  explore: {
    maxStates: 100_000,
    maxMemory: 1e9,
    timeoutMs: Number.POSITIVE_INFINITY,
    symmetry: false,
    workers: 1,
    onProgress: () => {},
    progressEveryMs: 100,
  },
  instance: ['an instance'],
  claims: (claims: Loose): Loose => claims,
});

function counting({ count, stamp }: { count: number; stamp: number }): unknown {
  return count < 2 ? [{ count: count + 1, stamp }, []] : undefined;
}

type Given = ReturnType<typeof right>;

/** Makes all of it, and explores it. */
async function make(given: Given): Promise<model.Exploration> {
  const { seen } = given;
  const made = system({
    ...given.system,
    ...('roles' in given.system && {
      roles: given.system.roles ?? {
        pinger: role(pinger, given.pinger),
        ponger: role(ponger, given.ponger),
        counters: role(given.counter, given.counters),
        composed: role(compose(given.parts), given.composed),
      },
    }),
    ...('history' in given.system && {
      history: given.system.history ?? { pings: observe(given.pings.initial, given.pings.on) },
    }),
  });
  const fairness = [weak(given.delivery), strong(given.input), weak(given.ofRole)];
  const claims = [
    holds(always(...given.always)),
    holds(sometimes(...given.sometimes)),
    holds(step(...given.step)),
    holds(deadlockFree(...given.deadlockFree)),
    holds(alwaysPossible(...given.alwaysPossible)),
    holds(eventually(...given.eventually)),
    holds(leadsTo(...given.leadsTo)),
    holds(
      leadsTo(
        'fairly',
        () => true,
        () => true,
        fairness,
      ),
    ),
    holds(refines(...given.refines)),
    holds(always('looks', (state: Loose) => state[seen.role].length === 1)),
    holds(always('reads', (state: Loose) => state.messages(seen.message).length < 9)),
    holds(always('remembers', (state: Loose) => state.history[seen.history] < 3)),
  ];
  const one = instance(...given.instance, made, given.claims(claims));
  return explore(
    one.system,
    one.claims.map(({ property }: Loose) => property),
    given.explore,
  );
}

/** A name with one letter left out, doubled, put in, or exchanged with the next. */
const misspelt = (name: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(name.length - 1), fc.constantFrom('out', 'double', 'in', 'exchange', 'case'))
    .map(([at, how]) => {
      const [before, letter, after] = [name.slice(0, at), name[at]!, name.slice(at + 1)];
      if (how === 'out') return before + after;
      if (how === 'double') return before + letter + letter + after;
      if (how === 'in') return `${before}x${letter}${after}`;
      if (how === 'case') return before + letter.toUpperCase() + after;
      return before + after.slice(0, 1) + letter + after.slice(1);
    })
    .filter((wrong) => wrong !== name && wrong !== '');

/** A mistake: what is done to the things that are right, and what the error must say. */
interface Mistake {
  readonly what: string;
  readonly in: (given: Given) => void;
  readonly says: readonly string[];
}

/** Changes what stands at a path. */
function at(path: string, change: (holder: Loose, key: string) => void): (given: Given) => void {
  const keys = path.split('/');
  const last = keys.pop()!;
  return (given) =>
    change(
      keys.reduce((holder: Loose, key) => holder[key], given),
      last,
    );
}

function valueAt(path: string): Loose {
  let found: Loose;
  at(path, (holder, key) => {
    found = holder[key];
  })(right());
  return found;
}

const lastOf = (path: string): string => path.split('/').at(-1)!;

/** Objects of options. */
const OPTIONS = [
  'pinger',
  'ponger',
  'counters',
  'composed',
  'system',
  'system/faults',
  'system/faults/partitions',
  'system/symmetry',
  'delivery/delivery',
  'refines/1',
  'explore',
];

const unknownOption: fc.Arbitrary<Mistake> = fc
  .constantFrom(...OPTIONS)
  .chain((path) => fc.tuple(fc.constant(path), fc.constantFrom(...Object.keys(valueAt(path)))))
  .chain(([path, key]) =>
    misspelt(key)
      .filter((wrong) => !Object.hasOwn(valueAt(path), wrong))
      .map((wrong) => ({
        what: `${path}/${key} is called ${wrong}`,
        in: at(`${path}/${key}`, (holder) => {
          const { [key]: value, ...rest } = holder;
          for (const each of Object.keys(holder)) delete holder[each];
          Object.assign(holder, { [wrong]: value, ...rest });
        }),
        says: ['expected no options but: ', key, `got '${wrong}'`],
      })),
  );

/** What may not be left out, and what the error calls it. */
const REQUIRED = [
  ...['system/name', 'system/roles', 'system/network', 'pinger/instances', 'counters/instances'],
  ...['system/faults/partitions/sides', 'system/faults/partitions/times', 'counter/initial', 'counter/step'],
  ...[
    'refines/1/image',
    'refines/1/initial',
    'refines/1/step',
    'input/input',
    'ofRole/role',
    'delivery/delivery',
  ],
];

const leftOut: fc.Arbitrary<Mistake> = fc.constantFrom(...REQUIRED).map((path) => ({
  what: `${path} is left out`,
  in: at(path, (holder, key) => delete holder[key]),
  says: ['expected ', lastOf(path)],
}));

/** By place, values that are wrong there, and how the error calls the place. */
const [NO_TEXT, NO_FUNCTION] = [
  ['', 7, null, {}, []],
  ['f', 1, null, {}, []],
];
const [NO_LIST, NO_OBJECT] = [
  ['bob', 3, null, true],
  ['bob', 3, null, true, []],
];
const NO_TIMES = [-1, Number.NaN, 1.5, '1', null, Number.NEGATIVE_INFINITY, []];
const [NO_AMOUNT, NO_TRUTH] = [
  [-1, Number.NaN, '5', null, {}],
  ['yes', 0, 1, null],
];
const NO_EVENT = ['serve', 5, null, {}, { type: null }, { type: 5 }];
const WRONG: readonly (readonly [path: string, called: string, values: readonly unknown[]])[] = [
  ['system/name', 'name', NO_TEXT.slice(1)],
  ['system/roles', 'roles', ['x', 3, [], { pinger: {} }, { pinger: () => 1 }, {}]],
  ['system/network', 'network', NO_TEXT],
  ['system/rounds', 'rounds', [-1, 1.5, '2', Number.NaN, 3]],
  ['system/instant', 'instant', NO_LIST],
  ['system/faults', 'faults', NO_OBJECT],
  ['system/faults/restarts', 'faults.restarts', NO_OBJECT],
  ['system/faults/restarts/pinger', 'faults.restarts.pinger', NO_TIMES],
  ['system/faults/stops/ponger', 'faults.stops.ponger', NO_TIMES],
  ['system/faults/partitions/times', 'faults.partitions.times', NO_TIMES],
  [
    'system/faults/partitions/sides',
    'faults.partitions.sides',
    [...NO_LIST, [], [['alice']], ['alice', 'bob']],
  ],
  ['system/faults/partitions/sides/1', 'sides', [['alice'], ['bob', 'bob']]],
  ['system/history', 'history', [...NO_OBJECT.slice(0, 2), { pings: 3 }, { pings: () => 1 }]],
  ['system/within', 'within', NO_FUNCTION],
  ['system/symmetry', 'symmetry', NO_OBJECT],
  ['system/symmetry/roles', 'symmetry.roles', NO_LIST],
  ['system/symmetry/values', 'symmetry.values', [...NO_LIST, ['red'], [[1, 2]]]],
  ['system/ranked', 'ranked', [...NO_LIST, [5]]],
  ['system/dead', 'dead', NO_OBJECT],
  ['system/dead/ponger', 'dead.ponger', NO_FUNCTION],
  ['system/show', 'show', NO_FUNCTION],
  ['pinger/instances', 'instances', ['bob', 3, null, [3], [null]]],
  ['pinger/inputs', 'inputs', ['serve', 3, null, {}]],
  ['pinger/inputs/0', 'inputs[0]', NO_EVENT],
  ['counters/inputs', "inputs('carol')", [{ type: 'count' }, 'count', null].map((value) => () => value)],
  ['pinger/ignores', 'ignores', NO_OBJECT],
  ['pinger/ignores/pong', 'ignores.pong', NO_TEXT],
  ['pinger/durable', 'durable', [...NO_LIST, [5]]],
  ['counter', 'a role', NO_OBJECT],
  ['parts', 'a composition', [...NO_OBJECT.slice(0, 2), { one: {} }, { one: 5 }, {}]],
  ['pings/on', 'on', NO_OBJECT],
  ['pings/on/ping', 'on.ping', NO_FUNCTION],
  ['delivery', 'fairness', [...NO_OBJECT, {}]],
  ['delivery/delivery', 'delivery', NO_OBJECT],
  ['delivery/delivery/type', 'delivery.type', NO_TEXT],
  ['input/input', 'input', NO_TEXT],
  ['input/at', 'at', NO_TEXT],
  ['ofRole/role', 'role', NO_TEXT],
  ...[
    'always',
    'sometimes',
    'step',
    'deadlockFree',
    'alwaysPossible',
    'eventually',
    'leadsTo',
    'refines',
  ].map((kind) => [`${kind}/0`, 'name', NO_TEXT.slice(1)] as const),
  ...['always', 'sometimes', 'step', 'deadlockFree', 'alwaysPossible'].map(
    (kind) => [`${kind}/1`, 'predicate', NO_FUNCTION] as const,
  ),
  ['eventually/1', 'goal', NO_FUNCTION],
  ['eventually/2', 'fairness', [...NO_LIST, ['weak'], [{}], [{ role: 'pinger' }]]],
  ['leadsTo/1', 'predicate', [...NO_FUNCTION, undefined]],
  ['leadsTo/2', 'goal', [...NO_FUNCTION, undefined]],
  ['refines/1', 'refines', [...NO_OBJECT, undefined]],
  ['refines/1/image', 'image', NO_FUNCTION],
  ['explore', 'options', NO_OBJECT],
  ...['maxStates', 'maxMemory', 'timeoutMs', 'progressEveryMs'].map(
    (option) => [`explore/${option}`, `options.${option}`, NO_AMOUNT] as const,
  ),
  ['explore/symmetry', 'options.symmetry', NO_TRUTH],
  ['explore/workers', 'options.workers', [0, -1, 1.5, '2', null, Number.NaN]],
  ['explore/signal', 'options.signal', [5, 'stop', {}, null]],
  ['explore/onProgress', 'options.onProgress', NO_FUNCTION],
  ['instance/0', 'instance', NO_TEXT],
];

const wrongValue: fc.Arbitrary<Mistake> = fc
  .constantFrom(...WRONG)
  .chain(([path, called, values]) =>
    fc.tuple(fc.constant([path, called] as const), fc.constantFrom(...values)),
  )
  .map(([[path, called], value]) => ({
    what: `${path} is ${fc.stringify(value)}`,
    in: at(path, (holder, key) => {
      holder[key] = value;
    }),
    says: ['expected ', called],
  }));

/** Names that are values, or keys. */
const NAMES = [
  ...['system/network', 'system/instant/0', 'system/symmetry/roles/0', 'system/ranked/0', 'pinger/durable/0'],
  ...['counters/durable/0', 'system/faults/partitions/sides/0/0', 'delivery/delivery/type'],
  ...['delivery/delivery/from', 'delivery/delivery/to', 'input/input', 'input/at', 'ofRole/role'],
  ...['seen/role', 'seen/message', 'seen/history'],
];
const KEYS = [
  'system/faults/restarts/pinger',
  'system/faults/stops/ponger',
  'system/dead/ponger',
  'pings/on/ping',
];

const unknownName: fc.Arbitrary<Mistake> = fc.constantFrom(...NAMES, ...KEYS).chain((path) => {
  const name: string = KEYS.includes(path) ? lastOf(path) : valueAt(path);
  return misspelt(name).map((wrong) => ({
    what: `${path} is called ${wrong}`,
    in: at(path, (holder, key) => {
      if (KEYS.includes(path)) {
        holder[wrong] = holder[key];
        delete holder[key];
      } else holder[key] = wrong;
    }),
    says: ['expected one of', name, `got '${wrong}'`],
  }));
});

const wrongAnswer: fc.Arbitrary<Mistake> = fc
  .constantFrom(
    ...[null, false, 5, 'on', { count: 1 }, [{ count: 1 }], [{ count: 1 }, { type: 'ping', to: 'bob' }]],
    ...[[{ count: 1 }, ['ping']], [{ count: 1 }, [{ to: 'bob' }]], [{ count: 1 }, [], []], Promise.resolve()],
  )
  .chain((answer) =>
    fc.constantFrom('initial', 'step').map((key) => ({
      what: `${key} answers ${fc.stringify(answer)}`,
      in: at(`counter/${key}`, (holder) => {
        holder[key] = () => answer;
      }),
      says: ['mistaken', 'carol', 'counters', 'expected '],
    })),
  );

const wrongClaims: fc.Arbitrary<Mistake> = fc
  .constantFrom<[string, (claims: Loose) => Loose]>(
    ['no claims', () => []],
    ['one claim and no list', ([claim]) => claim],
    ['a bare property', ([{ property }]) => [property]],
    ['nothing', () => undefined],
    ['a claim about nothing', () => [holds(undefined)]],
    ['a claim about a function', () => [holds(() => true)]],
  )
  .map(([what, claims]) => ({
    what,
    in: at('claims', (holder) => {
      holder.claims = claims;
    }),
    says: ['expected a '],
  }));

const KINDS = { unknownOption, leftOut, wrongValue, unknownName, wrongAnswer, wrongClaims };

describe('what the makers are given', () => {
  test('may be right', async () => {
    const { complete, results } = await make(right());
    expect(complete).toBe(true);
    expect(results.map(({ verdict }) => verdict)).not.toContain('not finished');
  });

  test.each(Object.entries(KINDS))(
    'is refused where it is wrong, by an error that says where and what there is: %s',
    async (_, mistakes) => {
      await fc.assert(
        fc.asyncProperty(mistakes, async (mistake) => {
          const given = right();
          mistake.in(given);
          const error = await make(given).then(
            () => new Error('nothing was said'),
            (thrown: Error) => thrown,
          );
          for (const words of mistake.says) expect(error.message, mistake.what).toContain(words);
          expect(error.name).toBe('ModelError');
        }),
        { numRuns: 50 },
      );
    },
  );
});
