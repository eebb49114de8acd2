/** The operators of TLA+ that exported modules use, on values. */
import {
  Atom,
  atom,
  FunctionValue,
  functionOf,
  modelValue,
  SetValue,
  setOf,
  Tuple,
  tuple,
  type Value,
} from './values.js';

/** The names bound in an operator, and the values they have while it is evaluated. */
export type Frame = (Value | undefined)[];
export type Expression = (frame: Frame) => Value;
export function binary(operator: string, left: Expression, right: Expression): Expression {
  switch (operator) {
    case '/\\':
      return (frame) => atom(truth(left(frame)) && truth(right(frame)));
    case '\\/':
      return (frame) => atom(truth(left(frame)) || truth(right(frame)));
    case '=':
      return (frame) => atom(equal(left(frame), right(frame)));
    case '\\in':
      return (frame) => {
        const item = left(frame);
        return atom(elements(right(frame)).has(item));
      };
    case '@@':
      return (frame) => {
        const first = entries(left(frame));
        return functionOf([...entries(right(frame)), ...first]);
      };
    case ':>':
      return (frame) => functionOf([[left(frame), right(frame)]]);
    case '\\union':
      return (frame) => setOf([...elements(left(frame)), ...elements(right(frame))]);
    case '\\':
      return (frame) => {
        const without = elements(right(frame));
        return setOf([...elements(left(frame))].filter((item) => !without.has(item)));
      };
    case '+':
      return (frame) => atom(number(left(frame)) + number(right(frame)));
    case '-':
      return (frame) => atom(number(left(frame)) - number(right(frame)));
    default:
      return (frame) => tuple([...sequence(left(frame)), ...sequence(right(frame))]);
  }
}

export function unary(operator: string, of: Expression): Expression {
  switch (operator) {
    case '~':
      return (frame) => atom(!truth(of(frame)));
    case 'DOMAIN':
      return (frame) => setOf(entries(of(frame)).keys());
    default:
      return (frame) => setOf([...elements(of(frame))].flatMap((set) => [...elements(set)]));
  }
}

/**
 * Whether two values are equal, as TLC finds it: it refuses to compare values of different kinds, unless one is a model value, and
 * looks into what has the same length or the same keys.
 */
function equal(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (isModelValue(one) || isModelValue(other)) return false;
  if (kindOf(one) !== kindOf(other))
    throw new Error(`TLC cannot compare a ${kindOf(one)} with a ${kindOf(other)}`);
  if (one instanceof Tuple && other instanceof Tuple && one.items.length === other.items.length)
    return one.items.every((item, at) => equal(item, other.items[at]!));
  if (one instanceof FunctionValue && other instanceof FunctionValue && one.map.size === other.map.size)
    return [...one.map].every(([key, value]) => other.map.has(key) && equal(value, other.map.get(key)!));
  return false;
}

function isModelValue(value: Value): boolean {
  return value === modelValue('Null') || value === modelValue('Undefined');
}

function kindOf(value: Value): string {
  return value instanceof Atom ? typeof value.value : value.constructor.name;
}

type BuiltIn = (of: Value, item: Value) => Value;

export const BUILT_IN: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['Head', (of: Value) => sequence(of)[0]!],
  ['Tail', (of: Value) => tuple(sequence(of).slice(1))],
  ['Len', (of: Value) => atom(sequence(of).length)],
  ['Append', (of: Value, item: Value) => tuple([...sequence(of), item])],
]);

export function applyTo(of: Value, to: Value): Value {
  const value = entries(of).get(to);
  if (value === undefined) throw new Error('a function is applied to what is not in its domain');
  return value;
}

export function truth(value: Value): boolean {
  if (value instanceof Atom && typeof value.value === 'boolean') return value.value;
  throw new Error('expected TRUE or FALSE');
}

function number(value: Value): number {
  if (value instanceof Atom && typeof value.value === 'number') return value.value;
  throw new Error('expected a number');
}

export function elements(value: Value): ReadonlySet<Value> {
  if (value instanceof SetValue) return value.items;
  throw new Error('expected a set');
}

function sequence(value: Value): readonly Value[] {
  if (value instanceof Tuple) return value.items;
  throw new Error('expected a sequence');
}

function entries(value: Value): ReadonlyMap<Value, Value> {
  if (value instanceof FunctionValue) return value.map;
  throw new Error('expected a function');
}
