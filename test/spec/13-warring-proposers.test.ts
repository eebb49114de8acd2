/** Chapter 13: two masters that do not leave off go on for ever, on the machines of chapter 14 as well. */
import { beforeAll, describe, expect, test } from 'vitest';
import { explore, replay, type Trace, withRealNumbers } from '#model/index.js';
import { ifAllArePatient } from '#spec/13-warring-proposers/claims.js';
import { duel } from '#spec/13-warring-proposers/duel.js';
import { two } from '#spec/13-warring-proposers/warring-proposers.js';
import { type Ballot, isAbove } from '#spec/14-the-synod/ballot.js';
import { Duel } from '#test/spec/duel-on-the-synod.js';

const ITERATIONS = 10;

describe('chapter 13, warring proposers', { timeout: 120_000 }, () => {
  const system = duel('two masters', two);
  let trace: Trace;

  beforeAll(async () => {
    const { results } = await explore(system, [ifAllArePatient]);
    trace = results[0]!.trace!;
  }, 240_000);

  test('has a lasso in which both masters read, write, and are overruled', () => {
    expect(replay(system, trace, ifAllArePatient)).toBeUndefined();
    const loop = trace.steps.slice(trace.loop!);
    for (const id of ['m1', 'm2']) {
      const own = loop.filter(({ participant }) => participant === id);
      expect(own.map(({ event }) => event.type)).toEqual(expect.arrayContaining(['begin', 'timeout']));
      expect(own.some(({ sent }) => sent.some(({ type }) => type === 'write'))).toBe(true);
    }
  });

  test('has a lasso in which real rounds grow as the ballots of chapter 14 do', () => {
    const synod = new Duel(trace.steps.length);
    const ballots = new Map<number, Ballot>();
    for (const [index, step] of withRealNumbers(system, trace).steps.entries()) {
      synod.follow(trace.steps[index]!);
      if (step.event.type !== 'begin') continue;
      const { round } = step.after.context as { readonly round: number };
      ballots.set(round, ballotsOf(synod)[step.participant === 'm1' ? 0 : 1]!);
    }
    expect([...ballots.keys()]).toEqual([1, 2, 3]);
    const inOrder = [...ballots.values()];
    for (const [index, ballot] of inOrder.slice(1).entries())
      expect(isAbove(ballot, inOrder[index]!)).toBe(true);
  });

  test('has a lasso that goes round and round on the machines of chapter 14, with ballots that grow', () => {
    const synod = new Duel(ITERATIONS * trace.steps.length);
    for (const step of trace.steps.slice(0, trace.loop)) synod.follow(step);
    let before = ballotsOf(synod);
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      for (const step of trace.steps.slice(trace.loop!)) synod.follow(step);
      const after = ballotsOf(synod);
      for (const [index, ballot] of after.entries()) expect(isAbove(ballot!, before[index]!)).toBe(true);
      before = after;
      for (const id of ['a1', 'a2']) expect(synod.context(id).vote).toBeNull();
      expect(synod.sent.filter(({ message }) => message.type === 'accepted')).toEqual([]);
    }
    const accepts = synod.sent.filter(({ message }) => message.type === 'accept');
    expect(accepts.length).toBeGreaterThanOrEqual(2 * ITERATIONS);
    for (const { from, to, message } of accepts) expect(synod.accepts(to, { ...message, from })).toBe(false);
  });
});

/** The ballots of both proposers, and those that both acceptors have promised; `null` before the first. */
function ballotsOf(synod: Duel): readonly (Ballot | null)[] {
  return [
    ...['p1', 'p2'].map((id) => synod.context(id).ballot as Ballot | null),
    ...['a1', 'a2'].map((id) => synod.context(id).promised as Ballot | null),
  ];
}
