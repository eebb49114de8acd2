/** Every decree that the service of chapter 20 takes, in every state in which it takes it, is executed by production in the same way. */
import { beforeAll, describe, expect, test } from 'vitest';
import { explore, type Pair } from '#model/index.js';
import { oneEviction, threeOrders } from '#spec/20-clients-that-retry/clients-that-retry.js';
import { clientsThatRetry } from '#spec/20-clients-that-retry/system.js';
import { execute } from '#src/paxos/execution.js';
import { openSession } from '#src/paxos/session.js';
import { comparePair, type Execute } from '#test/conformance/service.js';

const sizes = { 'three orders and one': threeOrders, 'a session may be evicted': oneEviction };
const pairs: Record<string, readonly Pair[]> = {};

beforeAll(async () => {
  for (const [name, size] of Object.entries(sizes)) {
    const exploration = await explore(clientsThatRetry(name, { ...size, remembersWhatWasSeen: false }), []);
    pairs[name] = [...exploration.pairs()].filter(({ role }) => role === 'service');
  }
}, 120_000);

describe('every decree of chapter 20', () => {
  test.each([
    { name: 'three orders and one', compared: 734, left: 248 },
    { name: 'a session may be evicted', compared: 1150, left: 452 },
  ])('is executed by production as the service takes it ($name)', ({ name, compared, left }) => {
    const results = pairs[name]!.map((pair) => comparePair(pair));
    expect(results.flatMap((one) => ('difference' in one ? [one.difference] : []))).toEqual([]);
    expect(results.filter((one) => !('left' in one))).toHaveLength(compared);
    expect(results.filter((one) => 'left' in one)).toHaveLength(left);
  });

  test.each<[string, Execute]>([
    [
      'T10, a retry is not recognised',
      (state, decree, ...rest) => execute(forgetting(state, sequenceOf(decree)), decree, ...rest),
    ],
    [
      'T15, a retry of the highest number alone is recognised',
      (state, decree, ...rest) => {
        const sequence = sequenceOf(decree);
        const isOvertaken = state.sessions.some(({ answers }) =>
          answers.some((answer) => answer.sequence > sequence),
        );
        return execute(isOvertaken ? forgetting(state, sequence) : state, decree, ...rest);
      },
    ],
    [
      'T18, an unknown session is opened',
      (state, decree, ...rest) => {
        const [request] = decree.type === 'batch' ? decree.requests : [];
        const isKnown = state.sessions.some(({ id }) => id === request?.session);
        const sessions =
          request === undefined || isKnown
            ? state.sessions
            : openSession(state.sessions, request.session, rest[1]);
        return execute({ ...state, sessions }, decree, ...rest);
      },
    ],
    [
      'T10, what was acknowledged is new again',
      (state, decree, ...rest) => {
        const isOld = state.sessions.some(({ answered }) => answered >= sequenceOf(decree));
        const sessions = state.sessions.map((one) => ({ ...one, answered: isOld ? 0 : one.answered }));
        return execute({ ...state, sessions }, decree, ...rest);
      },
    ],
    ['nothing is executed', (state) => [state, []]],
  ])('differs where production makes a mistake (%s)', (_, mutant) => {
    const all = Object.values(pairs).flat();
    expect(all.some((pair) => 'difference' in comparePair(pair, mutant))).toBe(true);
  });
});

type State = Parameters<Execute>[0];
type Decree = Parameters<Execute>[1];

/** The number of the request that is executed; above all others where the decree is not one. */
function sequenceOf(decree: Decree): number {
  return decree.type === 'batch' ? decree.requests[0]!.sequence : Infinity;
}

/** The state in which the answers to requests of that number are forgotten. */
function forgetting(state: State, sequence: number): State {
  const sessions = state.sessions.map((one) => ({
    ...one,
    answers: one.answers.filter((answer) => answer.sequence !== sequence),
  }));
  return { ...state, sessions };
}
