/** Ample sets change no verdict on any system in this repository, and on some of them save most of the states. */
import { describe, expect, test } from 'vitest';
import { type AnySystem, type Exploration, explore, type Property, type StateOf } from '#model/index.js';
import { chapters, type Instance } from '#spec/index.js';
import messageSet from '#test/reference/message-set.js';
import type { Check } from '#test/reference/reference.js';
import register from '#test/reference/register.js';
import twoPhaseCommit from '#test/reference/two-phase-commit.js';

const verdictsOf = ({ results }: Exploration): readonly string[] =>
  results.map(({ property, verdict }) => `${property}: ${verdict}`);

/** Explores fully and with ample sets; undefined where the full search is too large. */
async function both(
  search: (options: { ample?: boolean; maxStates?: number }) => Promise<Exploration>,
  maxStates = STATES_MAX,
): Promise<readonly [full: Exploration, ample: Exploration] | undefined> {
  const full = await search({ maxStates });
  if (full.stopped === 'states') return undefined;
  return [full, await search({ ample: true })];
}

/** States beyond which a system is left to the other checks. */
const STATES_MAX = 100_000;
/** The same, where each claim is explored by itself. */
const STATES_MAX_ALONE = 10_000;

/** Those that ample sets go with: in which no state stands for another. */
const instances = chapters.flatMap((chapter) =>
  chapter.instances
    .filter(({ system: { ranked, dead } }) => ranked.length === 0 && Object.keys(dead).length === 0)
    .map((instance) => [chapter.id, instance.name, instance] as const),
);

/** The claims that ample sets go with. */
function safetyOf({ claims }: Instance): readonly Property<StateOf<AnySystem>>[] {
  return claims
    .map(({ property }) => property as Property<StateOf<AnySystem>>)
    .filter(({ kind }) => kind !== 'leads-to' && kind !== 'always-possible');
}

describe('with ample sets', { timeout: 240_000 }, () => {
  test.each(instances)('every claim is decided as without (%s, %s)', async (_, __, instance) => {
    const properties = safetyOf(instance);
    const found = await both((options) => explore(instance.system, properties, options));
    if (found === undefined) return;
    const [full, ample] = found;
    expect(verdictsOf(ample)).toEqual(verdictsOf(full));
    if (full.complete && ample.complete) expect(ample.states).toBeLessThanOrEqual(full.states);
  });

  test.each(instances)('each claim by itself too (%s, %s)', async (_, __, instance) => {
    for (const property of safetyOf(instance)) {
      const search = (options: object): Promise<Exploration> => explore(instance.system, [property], options);
      const found = await both(search, STATES_MAX_ALONE);
      if (found !== undefined) expect(verdictsOf(found[1])).toEqual(verdictsOf(found[0]));
    }
  });

  const references: readonly (readonly [string, Check])[] = [
    ['message-set 3 2 2', messageSet.build(3, 2, 2)],
    ['register 3 1', register.build(3, 1)],
    ['register 3 2', register.build(3, 2)],
    ['two-phase-commit 3', twoPhaseCommit.build(3)],
    ['two-phase-commit 5', twoPhaseCommit.build(5)],
  ];
  test.each(references)('the reference models as without (%s)', async (_, check) => {
    const [full, ample] = (await both((options) => check.explore(options)))!;
    expect(verdictsOf(ample)).toEqual(verdictsOf(full));
    expect(ample.states).toBeLessThanOrEqual(full.states);
  });

  test('three servers that take each other for dead are explored in a sixth of the states', async () => {
    const [, , instance] = instances.find(([id, name]) => id.startsWith('06') && name === 'three servers')!;
    const properties = safetyOf(instance);
    const search = (options: object) => explore(instance.system, properties, options);
    const [full, ample] = (await both(search, 2 * STATES_MAX))!;
    expect([full.states, ample.states]).toEqual([112_474, 19_234]);
  });
});
