/** Mistakes in what `system`, `role`, `explore`, `instance` and the properties are given: each ends in an error that says where and what there is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '#spec/chapter.js';
import { type Given, type Loose, make, right } from './given.js';

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
    ['a claim about nothing', () => [holds(undefined as Loose)]],
    ['a claim about a function', () => [holds((() => true) as Loose)]],
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
