import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalKey } from '#model/data/values.js';
import { type Exploration, explore, type Pair } from '#model/index.js';
import type { Row } from '#spec/14-the-synod/ablations/row.js';
import { rows } from '#spec/14-the-synod/gallery.js';
import { withCrashes as size } from '#spec/14-the-synod/sizes.js';
import { synod } from '#spec/14-the-synod/synod.js';
import { type Comparison, compareAll } from '#test/conformance/compare.js';
import { formatDifference, formatDifferences } from '#test/conformance/difference.js';
import { mutants } from '#test/conformance/mutants.js';
import { productionRestarts, specRestart } from '#test/conformance/restarts.js';
import { comparers, production, type Roles } from '#test/conformance/tie.js';

let exploration: Exploration;
let pairs: readonly Pair[];

beforeAll(async () => {
  exploration = await explore(synod('the Synod', size), []);
  pairs = [...exploration.pairs()];
}, 300_000);

describe('every transition of chapter 14', () => {
  test('is explored to the end', () => {
    expect(exploration).toMatchObject({ complete: true, beyondBounds: 0 });
  });

  test('is one of production: as many pairs compared as explored, and no difference', () => {
    const { compared, differences } = compareAll(pairs, comparers(size));
    expect(formatDifferences(differences)).toBe('');
    expect(compared).toEqual({ acceptor: 285, proposer: 316, learner: 1383 });
    for (const [role, count] of Object.entries(compared))
      expect(count).toBe(pairs.filter((pair) => pair.role === role).length);
  });

  test('is compared also where the instance has no round left: the machine is asked for one more', () => {
    expect(compareAll(pairs, comparers(size)).beyondBounds).toBe(24);
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

describe('every crash and restart of chapter 14', () => {
  const restarts = productionRestarts(size);

  test('is one of production: started with what it persisted, each role is where the spec is, and sends nothing', () => {
    const states = distinctStates(pairs);
    const spec = synod('the Synod', size);
    for (const pair of states) {
      const restarted = restarts[pair.role as keyof Roles](pair.before, pair.id);
      expect([restarted, []], `${pair.id} ${canonicalKey(pair.before)}`).toEqual(specRestart(spec, pair));
    }
    expect(countByRole(states)).toEqual({ acceptor: 39, proposer: 35, learner: 168 });
  });

  const forgetful = rows
    .filter(({ falls, memory }) => falls.length > 0 && memory !== undefined)
    .map((row) => [row.id, row.mistake, row] as const);

  test.each(forgetful)('differs where the spec keeps less (%s, %s)', async (_, __, { mistake, memory }) => {
    const wrong = synod(mistake, size, {}, memory);
    const differing = distinctStates(pairs).filter((pair) => {
      const restarted = restarts[pair.role as keyof Roles](pair.before, pair.id);
      return canonicalKey(restarted) !== canonicalKey(specRestart(wrong, pair)[0]);
    });
    expect(new Set(differing.map(({ role }) => role))).toEqual(new Set(Object.keys(memory!)));
  });

  /** One pair for each participant's state; the client's are left out, which production does not have. */
  function distinctStates(pairs: readonly Pair[]): readonly Pair[] {
    const seen = new Map(pairs.map((pair) => [canonicalKey([pair.id, pair.before]), pair]));
    return [...seen.values()].filter(({ role }) => role in restarts);
  }

  function countByRole(states: readonly Pair[]): Readonly<Record<string, number>> {
    const roles = Object.keys(restarts);
    return Object.fromEntries(
      roles.map((role) => [role, states.filter((pair) => pair.role === role).length]),
    );
  }
});

describe('every transition of a wrong spec', () => {
  const wrong = rows
    .filter(({ falls, machines }) => falls.length > 0 && machines !== undefined)
    .map((row) => [row.id, row.mistake, row] as const);

  test.each(wrong)(
    'differs from production (%s, %s)',
    async (_, __, row) => {
      const { differences } = await compareWrong(row);
      expect(differences.map(({ pair }) => pair.role)).toContain(Object.keys(row.machines!)[0]);
    },
    60_000,
  );

  test('is reported with both sides', async () => {
    const row = rows.find(({ mistake }) => mistake === 'a proposer that ignores reported votes')!;
    const { differences } = await compareWrong({ ...row, size });
    const always = 'id: p1, promises: [], quorums: [[a1, a2], [a1, a3], [a2, a3]], rounds: 2, value: olives';
    const told = always.replace('[]', '[{acceptor: a1, vote: null}]');
    const [first] = differences.map(formatDifference).sort();
    expect(first).toBe(`\
proposer p1: spec and production differ in the messages sent
  before      preparing {ballot: 2.p1, ${told}}
  event       promise {ballot: 2.p1, from: a2, vote: {ballot: 1.p2, value: wine}}
  spec        accepting {ballot: 2.p1, ${always}}
              sends accept {ballot: 2.p1, to: acceptor, value: olives}
  production  accepting {ballot: 2.p1, ${always}}
              sends accept {ballot: 2.p1, to: acceptor, value: wine}`);
  }, 60_000);

  /** What was wrong is met long before it has done harm, so a part of the states is enough. */
  async function compareWrong({ mistake, size, machines, memory }: Row): Promise<Comparison> {
    const part = await explore(synod(mistake, size, machines, memory), [], { maxStates: 500_000 });
    return compareAll(part.pairs(), comparers(size, production, machines));
  }
});
