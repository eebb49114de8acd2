/** Looks at a mutant in one instance after another, up the ladder, until a claim falls. */
import { explore, type Mutant, traceLength } from '#model/index.js';
import type { Decision, Fall } from '../../chapter.js';
import { type PropertyName, propertiesOf } from '../claims.js';
import type { RoleName } from '../size.js';
import { sizeInWords } from '../sizes.js';
import { type Machines, synod } from '../synod.js';
import type { Rung } from './ladder.js';

/**
 * The claims that a mutant of that role breaks in the smallest instance in which it breaks any; none, if it breaks none anywhere.
 *
 * @param ladder from the smallest up.
 * @throws Error where no claim falls in an instance that could not be explored to the end.
 */
export async function climb(role: RoleName, mutant: Mutant, ladder: readonly Rung[]): Promise<Decision> {
  const machines = { [role]: mutant.machine } as unknown as Partial<Machines>;
  let decision: Decision | undefined;
  for (const rung of ladder) {
    decision = await lookAt(rung, machines, mutant);
    if (decision.falls.length > 0) break;
  }
  return decision!;
}

async function lookAt(
  { size, apart, maxStates }: Rung,
  machines: Partial<Machines>,
  { id, ran }: Mutant,
): Promise<Decision> {
  const properties = Object.entries(propertiesOf(size))
    .filter(([name]) => !apart.includes(name as PropertyName))
    .map(([, property]) => property);
  const where = sizeInWords(size);
  const { complete, states, results, coverage } = await explore(synod(id, size, machines), properties, {
    maxStates,
  });
  const falls = results
    .filter(({ verdict }) => verdict === 'fails')
    .map(({ property, trace }): Fall => ({ claim: property, length: trace ? traceLength(trace) : null }))
    .sort((one, other) => (one.length ?? Infinity) - (other.length ?? Infinity));
  if (falls.length === 0 && !complete)
    throw new Error(
      `${id}: no claim falls within ${maxStates} states of '${where}'; expected that one does, or that these are all: ` +
        'state what it does to the machines as a claim, or give the rung more states',
    );
  return { where, falls, states, ran: ran(coverage()) };
}
