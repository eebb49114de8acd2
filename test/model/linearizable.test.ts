/** Whether a history is linearizable, against brute force: all orders of all subsets of what never returned. */
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalKey } from '#model/data/values.js';
import { type CallHistory, linearizable, type SequentialSpecification } from '#model/index.js';

type Operation =
  | { readonly read: string }
  | { readonly write: string; readonly value: number }
  | { readonly add: string; readonly value: number };
type Result = number | 'written';
type State = Readonly<Record<string, number>>;
type History = CallHistory<Operation, Result>;

/** Registers by name, which are read, written and added to. */
const registers: SequentialSpecification<State, Operation, Result> = {
  initial: { x: 0, y: 0 },
  apply: (state, operation) => {
    if ('read' in operation) return [state, state[operation.read]!];
    if ('write' in operation) return [{ ...state, [operation.write]: operation.value }, 'written'];
    const sum = (state[operation.add]! + operation.value) % 3;
    return [{ ...state, [operation.add]: sum }, sum];
  },
};

const keyOf = (operation: Operation): string =>
  'read' in operation ? operation.read : 'write' in operation ? operation.write : operation.add;

const isRead = (operation: Operation): boolean => 'read' in operation;

/** The definition, word by word: an order of all that returned, and of some that did not, that keeps to real time and explains the results. */
function bruteForce(history: History): boolean {
  const ids = history.filter(({ type }) => type === 'call').map(({ id }) => id);
  const at = (type: string, id: string): number =>
    history.findIndex((event) => event.type === type && event.id === id);
  const returned = (id: string): boolean => at('return', id) >= 0;
  const isBefore = (one: string, other: string): boolean =>
    returned(one) && at('return', one) < at('call', other);
  const isExplainedBy = (order: readonly string[]): boolean => {
    let state = registers.initial;
    return order.every((id, place) => {
      const call = history[at('call', id)]!;
      const seen = history[at('return', id)];
      const [next, result] = registers.apply(state, (call as { operation: Operation }).operation);
      state = next;
      const isInTime = order.slice(place).every((later) => !isBefore(later, id));
      return isInTime && (seen === undefined || (seen as { result: Result }).result === result);
    });
  };
  const open = ids.filter((id) => !returned(id));
  return subsetsOf(open).some((some) =>
    ordersOf([...ids.filter(returned), ...some]).some((order) => isExplainedBy(order)),
  );
}

function subsetsOf<Item>([first, ...rest]: readonly Item[]): readonly (readonly Item[])[] {
  if (first === undefined) return [[]];
  return subsetsOf(rest).flatMap((some) => [some, [first, ...some]]);
}

function ordersOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    ordersOf(items.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}

const key = fc.constantFrom('x', 'y');
const value = fc.integer({ min: 0, max: 2 });
const operation: Arbitrary<Operation> = fc.oneof(
  fc.record({ read: key }),
  fc.record({ write: key, value }),
  fc.record({ add: key, value }),
);

/** What one operation does in a history: it is called, takes effect if it ever does, and returns if it ever does. */
interface Plan {
  readonly operation: Operation;
  /** The moments of the three, in order. */
  readonly moments: readonly number[];
  /** How many of the three come to pass. */
  readonly happens: number;
  /** What it returns in the place of what it did. */
  readonly instead: number | undefined;
}

const plan: Arbitrary<Plan> = fc.record({
  operation,
  moments: fc
    .tuple(...[0, 1, 2].map(() => fc.nat({ max: 30 })))
    .map((moments) => [...moments].sort((a, b) => a - b)),
  happens: fc.constantFrom(1, 2, 3, 3, 3, 3),
  instead: fc.option(fc.nat({ max: 2 }), { freq: 8, nil: undefined }),
});

/** A history in which the operations take effect as planned; here and there a result is another. */
function historyOf(plans: readonly Plan[]): History {
  const steps = plans
    .flatMap(({ moments, happens }, id) =>
      moments.slice(0, happens).map((moment, part) => ({ moment, id, part })),
    )
    .sort((one, other) => one.moment - other.moment || one.part - other.part);
  const results: Record<number, Result> = {};
  let state = registers.initial;
  return steps.flatMap(({ id, part }): History => {
    const { operation, instead } = plans[id]!;
    if (part === 0) return [{ type: 'call', id: String(id), operation }];
    if (part === 2) {
      const isNumber = instead !== undefined && results[id] !== 'written';
      return [{ type: 'return', id: String(id), result: isNumber ? instead : results[id]! }];
    }
    [state, results[id]] = registers.apply(state, operation);
    return [];
  });
}

const histories = fc.array(plan, { minLength: 1, maxLength: 5 }).map(historyOf);

describe('a history', () => {
  test('is linearizable if some order explains it, and by key too (both verdicts come often)', () => {
    const verdicts = { true: 0, false: 0 };
    fc.assert(
      fc.property(histories, (history) => {
        const expected = bruteForce(history);
        expect(linearizable(registers, history).isLinearizable).toBe(expected);
        expect(linearizable(registers, history, { by: keyOf }).isLinearizable).toBe(expected);
        expect(linearizable(registers, history, { reads: isRead }).isLinearizable).toBe(expected);
        verdicts[`${expected}`] += 1;
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(250);
  });

  test('is linearizable where a write comes late that would have changed nothing before', () => {
    const written = 'written' as const;
    const history: History = [
      { type: 'call', id: 'first', operation: { write: 'x', value: 0 } },
      { type: 'call', id: 'second', operation: { write: 'x', value: 1 } },
      { type: 'return', id: 'second', result: written },
      { type: 'return', id: 'first', result: written },
      { type: 'call', id: 'read', operation: { read: 'x' } },
      { type: 'return', id: 'read', result: 0 },
    ];
    expect(bruteForce(history)).toBe(true);
    expect(linearizable(registers, history).isLinearizable).toBe(true);
  });

  test('is not decided where what is said to be a read is a write', () => {
    const history: History = [
      { type: 'call', id: 'one', operation: { write: 'x', value: 1 } },
      { type: 'return', id: 'one', result: 'written' },
    ];
    expect(() => linearizable(registers, history, { reads: () => true })).toThrow(
      /'reads' says that the operation .*"write":"x".* never changes the state/,
    );
  });

  test('that is not is told up to the first return that nothing explains, with all that would be explained', () => {
    let refuted = 0;
    fc.assert(
      fc.property(histories, fc.boolean(), (history, byKey) => {
        const told = linearizable(registers, history, byKey ? { by: keyOf } : {});
        if (told.isLinearizable) return;
        refuted += 1;
        const before = told.prefix.slice(0, -1);
        const { id } = told.prefix.at(-1)!;
        expect(bruteForce(told.prefix)).toBe(false);
        expect(bruteForce(before)).toBe(true);
        const possible = [0, 1, 2, 'written' as const].filter((result) =>
          bruteForce([...before, { type: 'return', id, result }]),
        );
        expect(told.expected).toEqual(possible.sort((a, b) => (canonicalKey(a) < canonicalKey(b) ? -1 : 1)));
      }),
      { numRuns: 1500 },
    );
    expect(refuted).toBeGreaterThan(250);
  });

  test('in which every operation takes effect between its call and its return is linearizable (1,000 operations, a tenth never return)', () => {
    const plans = Array.from(
      { length: 1000 },
      (_, at): Plan => ({
        operation: at % 3 === 0 ? { read: 'x' } : { add: 'x', value: 1 + (at % 2) },
        moments: [at, at + ((at * 7) % 5), at + 5],
        happens: at % 10 === 9 ? 1 + (((at / 10) % 2) | 0) : 3,
        instead: undefined,
      }),
    );
    expect(linearizable(registers, historyOf(plans)).isLinearizable).toBe(true);
  });
});

describe('known mistakes are found', () => {
  const write = (id: string, value: number): History[number] => ({
    type: 'call',
    id,
    operation: { write: 'x', value },
  });
  const read = (id: string): History[number] => ({ type: 'call', id, operation: { read: 'x' } });
  const returns = (id: string, result: Result): History[number] => ({ type: 'return', id, result });

  test.each<[string, History, readonly Result[]]>([
    ['a stale read', [write('w', 1), returns('w', 'written'), read('r'), returns('r', 0)], [1]],
    ['a value that nobody wrote', [write('w', 1), read('r'), returns('r', 2)], [0, 1]],
    [
      'a value that was seen and is gone again',
      [write('w', 1), read('r'), returns('r', 1), read('s'), returns('s', 0)],
      [1],
    ],
    [
      'a write that timed out and took effect twice',
      [
        write('w', 1),
        read('r'),
        returns('r', 1),
        write('v', 2),
        returns('v', 'written'),
        read('s'),
        returns('s', 1),
      ],
      [2],
    ],
  ])('%s', (_, history, expected) => {
    expect(linearizable(registers, history)).toEqual({ isLinearizable: false, prefix: history, expected });
  });

  test('a write that timed out may take effect late, or never', () => {
    const late = [write('w', 1), read('r'), returns('r', 0), read('s'), returns('s', 1)];
    expect(linearizable(registers, late)).toEqual({ isLinearizable: true });
    expect(linearizable(registers, late.slice(0, 3))).toEqual({ isLinearizable: true });
  });

  test.each<[string, History, string]>([
    ['is called twice', [read('r'), read('r')], "event 1, 'r': expected one call of each name"],
    ['returns twice', [read('r'), returns('r', 0), returns('r', 0)], 'got a second return'],
    ['returns before it is called', [returns('r', 0), read('r')], 'got a return without a call'],
    ['is neither', [{ type: 'timeout', id: 'r' } as never], 'expected a call, '],
  ])('a history in which an operation %s is refused', (_, history, message) => {
    expect(() => linearizable(registers, history)).toThrow(message);
  });
});
