import { beforeAll, describe, expect, test } from 'vitest';
import { type Exploration, explore, type Pair } from '#model/index.js';
import { canonicalKey } from '#model/values.js';
import { ablations } from '#spec/14-the-synod/ablations.js';
import { type Machines, synod } from '#spec/14-the-synod/synod.js';
import { size } from '#spec/14-the-synod/the-synod.js';
import { type Comparison, compareAll } from '#test/conformance/compare.js';
import { formatDifference, formatDifferences } from '#test/conformance/difference.js';
import { mutants } from '#test/conformance/mutants.js';
import { comparers, production, type Roles } from '#test/conformance/tie.js';

let exploration: Exploration;
let pairs: readonly Pair[];

beforeAll(async () => {
  exploration = await explore(synod('the Synod', size), []);
  pairs = [...exploration.pairs()];
}, 60_000);

describe('every transition of chapter 14', () => {
  test('is explored to the end', () => {
    expect(exploration).toMatchObject({ complete: true, beyondBounds: 0 });
  });

  test('is one of production: as many pairs compared as explored, and no difference', () => {
    const { compared, differences } = compareAll(pairs, comparers(size));
    expect(formatDifferences(differences)).toBe('');
    expect(compared).toEqual({ acceptor: 285, proposer: 281, learner: 1383 });
    for (const [role, count] of Object.entries(compared))
      expect(count).toBe(pairs.filter((pair) => pair.role === role).length);
  });

  test('is compared also where the instance has no round left: the machine is asked for one more', () => {
    expect(compareAll(pairs, comparers(size)).beyondBounds).toBe(22);
  });

  test('leaves nothing over but the client, which production does not have', () => {
    const roles = Object.keys(comparers(size));
    const others = pairs.filter(({ role }) => !roles.includes(role)).map(({ role }) => role);
    expect(others).toEqual(['client', 'client', 'client', 'client']);
  });

  test('would not pass with roles that do nothing: they differ wherever the spec does something', () => {
    const idle: Roles = {
      acceptor: (state) => [state, []],
      proposer: (state) => [state, []],
      learner: (state) => [state, []],
    };
    const { compared, beyondBounds, differences } = compareAll(pairs, comparers(size, idle));
    const busy = pairs.filter(({ role, before, after, sent }) => {
      const changes = after !== undefined && canonicalKey(after) !== canonicalKey(before);
      return role in compared && (changes || sent.length > 0);
    });
    expect(differences).toHaveLength(busy.length + beyondBounds);
  });

  test.each(mutants.map((mutant) => [mutant.name, mutant.row, mutant] as const))(
    'catches %s (%s)',
    (_, __, { breaks, roles }) => {
      const { differences } = compareAll(pairs, comparers(size, roles));
      expect(differences).not.toEqual([]);
      expect(differences.every(({ pair }) => pair.role === breaks)).toBe(true);
    },
  );
});

describe('every transition of a wrong spec', () => {
  const wrong = ablations.map(({ name, machines }) => [name, machines] as const);

  test.each(wrong)('differs from production (%s)', async (name, machines) => {
    const { differences } = await compareWrong(name, machines);
    expect(differences.map(({ pair }) => pair.role)).toContain(Object.keys(machines)[0]);
  });

  test('is reported with both sides', async () => {
    const { name, machines } = ablations.find(
      ({ name }) => name === 'a proposer that ignores reported votes',
    )!;
    const { differences } = await compareWrong(name, machines);
    const always = 'id: p1, promises: {}, quorums: [[a1, a2], [a1, a3], [a2, a3]], rounds: 2, value: olives';
    const told = always.replace('{}', '{a1: null}');
    const [first] = differences.map(formatDifference).sort();
    expect(first).toBe(`\
proposer p1: spec and production differ in the messages sent
  before      preparing {ballot: 2.p1, ${told}}
  event       promise {ballot: 2.p1, from: a2, vote: {ballot: 1.p2, value: wine}}
  spec        accepting {ballot: 2.p1, ${always}}
              sends accept {ballot: 2.p1, to: acceptor, value: olives}
  production  accepting {ballot: 2.p1, ${always}}
              sends accept {ballot: 2.p1, to: acceptor, value: wine}`);
  });

  /** What was wrong is met long before it has done harm, so a part of the states is enough. */
  async function compareWrong(name: string, machines: Partial<Machines>): Promise<Comparison> {
    const part = await explore(synod(name, size, machines), [], { maxStates: 50_000 });
    return compareAll(part.pairs(), comparers(size, production, machines));
  }
});
