import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalKey } from '#model/data/values.js';
import { explore, type Pair } from '#model/index.js';
import type { Row } from '#spec/14-the-synod/ablations/row.js';
import { rows } from '#spec/14-the-synod/gallery.js';
import { sizeInWords, withCrashes } from '#spec/14-the-synod/sizes.js';
import { synod } from '#spec/14-the-synod/synod.js';
import { type Comparison, compareAll } from '#test/conformance/compare-all.js';
import { formatDifference, formatDifferences } from '#test/conformance/difference.js';
import { type Explored, exploreAll, instances } from '#test/conformance/explored.js';
import { neverMet } from '#test/conformance/never-met.js';
import { productionRestarts, specRestart } from '#test/conformance/restarts.js';
import { comparers, instanceOf, type Roles } from '#test/conformance/tie.js';

let explored: readonly Explored[];

beforeAll(async () => {
  explored = await exploreAll();
}, 300_000);

const inWords = instances.map((instance) => [sizeInWords(instance.size), instance] as const);

describe('every transition of chapter 14', () => {
  test.each(inWords)(
    'is one of production: as many pairs compared as explored, and no difference (%s)',
    (words, { size, compared, states, beyondBounds, withoutTimer }) => {
      const pairs = pairsOf(words);
      const comparison = compareAll(pairs, comparers(instanceOf(size)));
      expect(formatDifferences(comparison.differences)).toBe('');
      expect(comparison).toMatchObject({ compared, states, beyondBounds });
      for (const [role, count] of Object.entries(compared))
        expect(count).toBe(pairs.filter((pair) => pair.role === role).length);
      expect(neverMet('chapter 14', pairs)).toEqual({
        'no timer runs where nothing was requested': withoutTimer,
      });
    },
  );

  test('leaves nothing over but the client, which production does not have', () => {
    const roles = Object.keys(instances[0]!.compared);
    const others = explored.flatMap(({ pairs }) => pairs).filter(({ role }) => !roles.includes(role));
    expect(new Set(others.map(({ role }) => role))).toEqual(new Set(['client']));
  });

  test('would not pass with roles that do nothing: they differ wherever the spec does something', () => {
    const idle: Roles = {
      acceptor: (state) => [state, []],
      proposer: (state) => [state, []],
      learner: (state) => [state, []],
    };
    const pairs = pairsOf(sizeInWords(withCrashes));
    const { compared, beyondBounds, differences } = compareAll(
      pairs,
      comparers(instanceOf(withCrashes), { roles: idle }),
    );
    const busy = pairs.filter(({ role, before, after, sent }) => {
      const changes = after !== undefined && canonicalKey(after) !== canonicalKey(before);
      return role in compared && (changes || sent.length > 0);
    });
    expect(differences).toHaveLength(busy.length + beyondBounds);
  });

  function pairsOf(words: string): readonly Pair[] {
    return explored.find((one) => one.words === words)!.pairs;
  }
});

describe('every crash and restart of chapter 14', () => {
  const restarts = productionRestarts(withCrashes);

  test('is one of production: started with what it persisted, each role is where the spec is, and sends nothing', () => {
    const states = distinctStates(explored[0]!.pairs);
    const spec = synod('the Synod', withCrashes);
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
    const wrong = synod(mistake, withCrashes, {}, memory);
    const differing = distinctStates(explored[0]!.pairs).filter((pair) => {
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
    const { differences } = await compareWrong({ ...row, size: withCrashes });
    const [first] = differences.map(formatDifference).sort();
    const always =
      'id: p1, quorums: {acceptors: [a1, a2, a3], phase1: 2, phase2: 2}, ' +
      'request: {type: request, value: olives}, round: 2';
    const told = always.replace('quorums', 'promises: [{acceptor: a1, vote: null}], quorums');
    expect(first).toBe(`\
proposer p1: spec and production differ in the messages sent
  before      preparing {${told}}
  event       promise {ballot: 2.p1, from: a2, vote: {ballot: 1.p2, value: wine}}
  spec        accepting {${always}}
              sends accept {ballot: 2.p1, value: olives} to {role: acceptor}
  production  accepting {${always}}
              sends accept {ballot: 2.p1, value: wine} to {role: acceptor}`);
  }, 60_000);

  /** What was wrong is met long before it has done harm, so a part of the states is enough: mostly a small one. */
  async function compareWrong({ mistake, size, machines, memory }: Row): Promise<Comparison> {
    const compared = async (maxStates: number): Promise<Comparison> => {
      const part = await explore(synod(mistake, size, machines, memory), [], { maxStates });
      return compareAll(part.pairs(), comparers(instanceOf(size), { ...(machines && { machines }) }));
    };
    const few = await compared(20_000);
    return few.differences.length > 0 ? few : compared(500_000);
  }
});
