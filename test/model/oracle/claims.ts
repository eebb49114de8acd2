/** Claims that fast-check makes up. */
import fc, { type Arbitrary } from 'fast-check';
import type { Claim, Formula } from './formula.js';
import { TYPES } from './plan.js';

/** Formulas nested no deeper than this. */
export function formulas(depth: number): Arbitrary<Formula> {
  const atoms: Arbitrary<Formula> = fc.oneof(
    fc.record({ is: fc.constant('at' as const), member: fc.nat(3), below: fc.nat(6) }),
    fc.record({
      is: fc.constant('sum' as const),
      members: fc.array(fc.nat(3), { minLength: 2, maxLength: 3 }),
      below: fc.nat(20),
    }),
    fc.record({
      is: fc.constant('count' as const),
      types: fc.subarray([...TYPES], { minLength: 1 }),
      below: fc.nat(6),
    }),
    fc.record({ is: fc.constant('sent' as const), type: fc.constantFrom(...TYPES), data: fc.nat(4) }),
    fc.record({ is: fc.constant('history' as const), index: fc.nat(1), below: fc.nat(5) }),
  );
  if (depth === 0) return atoms;
  const parts = formulas(depth - 1);
  return fc.oneof(
    atoms,
    fc.record({ is: fc.constant('not' as const), of: parts }),
    fc.record({ is: fc.constantFrom('and' as const, 'or' as const), left: parts, right: parts }),
  );
}

/** One claim of each kind. */
export const claims: Arbitrary<readonly Claim[]> = fc.tuple(
  ...(['always', 'sometimes', 'step', 'deadlock-free'] as const).map((kind) =>
    fc.record({ kind: fc.constant(kind), formula: formulas(2), after: formulas(1) }),
  ),
);
