/**
 * Disguises: changes of a step's data by which nothing changes that Paxos may look at. Rounds are moved, in order, and
 * values are exchanged for other data. A step that was right before must be right after.
 */
import fc from 'fast-check';
import type { ProposerContext } from '#spec/14-the-synod/proposer.js';
import type { Disguise } from './compare.js';
import type { Roles } from './tie.js';

export interface Costume {
  /** What becomes of a value: different values to different ones. */
  readonly value: (value: string) => unknown;
  /** Round r becomes first + r × apart. */
  readonly first: number;
  readonly apart: number;
  /** How much further up a proposer's own round and all above it are moved: its next one is the next number all the same. */
  readonly ahead: number;
}

/** No pair that is disguised has a higher round. */
const ROUND_MAX = 20;

/** A costume that suits the role: a proposer counts its rounds, so they are not moved apart. */
export function aCostume(role: keyof Roles): fc.Arbitrary<Costume> {
  const first = fc.oneof(
    fc.constantFrom(0, 6, 96, 2 ** 31 - 4, 2 ** 32 - 4, 2 ** 52, Number.MAX_SAFE_INTEGER),
    fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  );
  const far = [10, 2 ** 31, 2 ** 32];
  const apart = role === 'proposer' ? fc.constant(1) : fc.constantFrom(1, 2, ...far);
  const ahead = role === 'proposer' ? fc.constantFrom(0, ...far, ...far.map((by) => by - 1)) : fc.constant(0);
  return fc
    .record({ value: fc.constantFrom(...Object.values(values)), first, apart, ahead })
    .map(({ first, ...costume }) => {
      const highest = Number.MAX_SAFE_INTEGER - ROUND_MAX * costume.apart - costume.ahead;
      return { ...costume, first: Math.min(first, highest) };
    });
}

export function disguise({ value, first, apart, ahead }: Costume): Disguise {
  return ({ role, before }) => {
    const own = role === 'proposer' ? ((before.context as ProposerContext).ballot?.round ?? 0) : 0;
    const round = (round: number): number => first + round * apart + (round >= own ? ahead : 0);
    const change = (data: unknown, key?: string): unknown => {
      if (key === 'round') return round(data as number);
      if (key === 'value' && typeof data === 'string') return value(data);
      if (Array.isArray(data)) return data.map((item) => change(item));
      if (typeof data !== 'object' || data === null) return data;
      return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, change(item, key)]));
    };
    return <Data>(data: Data) => change(data) as Data;
  };
}

/** Values that are no short texts. Two of one value share nothing. */
export const values = {
  texts: (value: string) => value,
  bytes: (value: string) => new TextEncoder().encode(value),
  'plain data': (value: string) => ({ put: [value, { at: value.length }] }),
  'bytes in plain data': (value: string) => [{ bytes: new TextEncoder().encode(value) }],
  'numbers, of which one is 0': (value: string) => value.length,
  'null and texts': (value: string) => (value === '' ? null : value),
} satisfies Readonly<Record<string, Costume['value']>>;
