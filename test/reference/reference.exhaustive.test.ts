/** The reference models have the counts that other checkers agree on, and those of a brute-force oracle. */
import { describe, expect, test } from 'vitest';
import { assign } from 'xstate';
import { type Exploration, traceLength } from '#model/index.js';
import messageSetPaxos, { acceptor, leader, messageSet, type Rules } from '#test/reference/message-set.js';
import { messageSet as countMessageSet } from '#test/reference/oracle/message-set.js';
import { register as countRegister } from '#test/reference/oracle/register.js';
import type { Counts } from '#test/reference/oracle/search.js';
import { twoPhaseCommit as countTwoPhaseCommit } from '#test/reference/oracle/two-phase-commit.js';
import type { Check } from '#test/reference/reference.js';
import registerPaxos from '#test/reference/register.js';
import twoPhaseCommit from '#test/reference/two-phase-commit.js';

describe('counts are those that independent checkers agree on', () => {
  test.each([
    { A: 3, V: 2, B: 2, counts: { states: 3_921, transitions: 22_994, changing: 9_442, depth: 17 } },
    { A: 3, V: 2, B: 3, counts: { states: 185_369, transitions: 1_316_583, changing: 491_535, depth: 25 } },
  ])('message-set Paxos (A=$A V=$V B=$B)', async ({ A, V, B, counts }) => {
    expect(await countsOf(messageSetPaxos.build(A, V, B))).toEqual(counts);
  });

  test.each([
    { S: 3, C: 1, counts: { states: 265, transitions: 481, depth: 14 } },
    { S: 3, C: 2, counts: { states: 16_668, transitions: 32_970, depth: 21 } },
  ])('register Paxos (S=$S C=$C)', async ({ S, C, counts }) => {
    expect(await countsOf(registerPaxos.build(S, C))).toMatchObject(counts);
  });

  test.each([
    { R: 3, counts: { states: 288, transitions: 1_145, depth: 11 } },
    { R: 5, counts: { states: 8_832, transitions: 58_145, depth: 17 } },
  ])('two-phase commit (R=$R)', async ({ R, counts }) => {
    expect(await countsOf(twoPhaseCommit.build(R))).toMatchObject(counts);
  });
});

describe('counts are those of the brute-force oracle', () => {
  test.each([
    [1, 1, 1],
    [1, 3, 3],
    [2, 2, 2],
    [2, 2, 3],
    [3, 1, 1],
    [3, 2, 2],
    [3, 3, 2],
    [4, 2, 2],
    [5, 2, 1],
  ])('message-set Paxos (A=%i V=%i B=%i)', async (acceptors, values, ballots) => {
    const counts = countMessageSet(acceptors, values, ballots);
    expect(await countsOf(messageSetPaxos.build(acceptors, values, ballots))).toEqual(counts);
  });

  test.each([
    [1, 1],
    [1, 3],
    [2, 1],
    [2, 3],
    [3, 1],
    [3, 2],
    [4, 1],
    [5, 1],
  ])('register Paxos (S=%i C=%i)', async (servers, clients) => {
    expect(await countsOf(registerPaxos.build(servers, clients))).toEqual(countRegister(servers, clients));
  });

  test.each([1, 2, 3, 4])('two-phase commit (R=%i)', async (resources) => {
    expect(await countsOf(twoPhaseCommit.build(resources))).toEqual(countTwoPhaseCommit(resources));
  });
});

describe('message-set Paxos with one rule changed (A=3 V=2)', () => {
  const ignoresReports: Partial<Rules> = {
    leader: leader.provide({
      guards: {
        someQuorumAllowsValue: ({ context }) => Object.keys(context.promises).length >= context.quorum,
      },
    }),
  };
  const takesAnyReport: Partial<Rules> = {
    leader: leader.provide({
      guards: {
        someQuorumAllowsValue: ({ context: { promises, quorum }, event }) => {
          const reports = Object.values(promises);
          const silent = reports.filter((report) => report === null).length;
          const reported = reports.some(
            (report) => event.type === 'propose' && report?.value === event.value,
          );
          return silent >= quorum || (reports.length >= quorum && reported);
        },
      },
    }),
  };
  const votesInSpiteOfPromise: Partial<Rules> = {
    acceptor: acceptor.provide({ guards: { isNotBelowPromise: () => true } }),
  };
  const voteRaisesNoPromise: Partial<Rules> = {
    acceptor: acceptor.provide({ actions: { raisePromiseByVote: assign({}) } }),
  };

  test.each([
    { rule: 'a leader ignores the reported votes', rules: ignoresReports, B: 2, trace: 13 },
    { rule: 'an acceptor votes in spite of its promise', rules: votesInSpiteOfPromise, B: 2, trace: 13 },
    { rule: 'one acceptor is a quorum', rules: { quorum: 1 }, B: 2, trace: 9 },
    { rule: 'a leader takes any reported vote', rules: takesAnyReport, B: 3, trace: 18 },
    { rule: 'a vote does not raise the promise', rules: voteRaisesNoPromise, B: 3, trace: 18 },
  ])('agreement fails in $trace states where $rule (B=$B)', async ({ rules, B, trace }) => {
    const { results } = await messageSet(3, 2, B, rules).explore();
    const agreement = results.find(({ property }) => property === 'agreement')!;
    expect(agreement.verdict).toBe('fails');
    expect(traceLength(agreement.trace!)).toBe(trace);
  });

  test('two ballots are too few to tell a vote that does not raise the promise', async () => {
    expect(await countsOf(messageSet(3, 2, 2, voteRaisesNoPromise))).toMatchObject({ states: 9_249 });
  });

  test('two ballots are too few to tell a leader that takes any reported vote', async () => {
    expect(await countsOf(messageSet(3, 2, 2, takesAnyReport))).toMatchObject({ states: 3_921 });
  });
});

describe('parameters that make no system are refused', () => {
  test.each([
    [[3, 2], 'expected 3 numbers (A acceptors, V values, B ballots), got 2'],
    [[3, 2, 2, 2], 'expected 3 numbers (A acceptors, V values, B ballots), got 4'],
    [[3, 0, 2], 'expected a whole number of 1 or more for V, the number of values, got 0'],
    [[3, 2, 1.5], 'expected a whole number of 1 or more for B, the number of ballots, got 1.5'],
  ])('%j', (numbers, message) => {
    expect(() => messageSetPaxos.build(...numbers)).toThrow(message);
  });
});

/** The counts of a whole search in which every property holds. */
async function countsOf(check: Check): Promise<Counts> {
  const { complete, results, states, transitions, selfLoops, depth }: Exploration = await check.explore();
  expect(complete).toBe(true);
  expect(results.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  return { states, transitions, changing: transitions - selfLoops, depth };
}
