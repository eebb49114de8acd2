/** Several threads find what one finds: counts, verdicts and traces. */
import { describe, expect, test } from 'vitest';
import { explore, ModelError, role, system } from '#model/index.js';
import { chapters } from '#spec/index.js';
import { ofLevels, told } from '#test/model/told.js';
import messageSet from '#test/reference/message-set.js';
import type { Check } from '#test/reference/reference.js';
import twoPhaseCommit from '#test/reference/two-phase-commit.js';

const checks: readonly (readonly [string, Check])[] = [
  ['message-set 3 2 3', messageSet.build(3, 2, 3)],
  ['message-set 5 1 2', messageSet.build(5, 1, 2)],
  ['two-phase-commit 7', twoPhaseCommit.build(7)],
];

describe('several threads', () => {
  test.each(checks)('count as one does (%s)', async (_, check) => {
    const one = told(await check.explore());
    expect(told(await check.explore({ workers: 2 }))).toEqual(one);
    expect(told(await check.explore({ workers: 3 }))).toEqual(one);
  });

  test.each(
    chapters
      .flatMap((chapter) => chapter.instances.map((each) => [chapter.id, each.name, each] as const))
      .filter(
        ([id, name]) =>
          id.startsWith('12') ||
          (id.startsWith('14') && /^(three acceptors, ballots 2 \+ 1$|S5|S8|S15)/.test(name)) ||
          (id.startsWith('15') && /^(the same, crashes|S1|S6|S13)/.test(name)),
      ),
  )('find what one finds (%s, %s)', async (_, __, { system: instance, claims }) => {
    const properties = ofLevels(claims);
    expect(properties.length).toBeGreaterThan(0);
    const one = told(await explore(instance, properties));
    expect(told(await explore(instance, properties, { workers: 2 }))).toEqual(one);
  });

  test('end with an error where one of them meets what a model cannot do', async () => {
    const counter = {
      initial: () => [0, []] as const,
      step: (count: number) => {
        if (count === 12) throw new Error('thirteen is too many');
        return [count + 1, []] as const;
      },
    };
    const counters = system({
      name: 'counters',
      network: 'lossy',
      roles: {
        counter: role(counter, { instances: ['a', 'b', 'c', 'd', 'e'], inputs: [{ type: 'count' }] }),
      },
    });
    await expect(explore(counters, [], { workers: 2 })).rejects.toThrow(ModelError);
  });

  test('stop when they are told to, and within their budgets', async () => {
    const check = messageSet.build(3, 2, 4);
    const late = await check.explore({ workers: 2, timeoutMs: 1500 });
    expect([late.stopped, late.complete]).toEqual(['time', false]);
    const many = await check.explore({ workers: 2, maxStates: 100_000 });
    expect([many.stopped, many.complete]).toEqual(['states', false]);
    const large = await check.explore({ workers: 2, maxMemory: 8 * 2 ** 20 });
    expect([large.stopped, large.complete]).toEqual(['memory', false]);
  });
});
