/** History variables that are told apart by a key. */
import { describe, expect, test } from 'vitest';
import { tlaModule } from '#model/export/tla.js';
import {
  always,
  explore,
  formatTrace,
  observe,
  type Received,
  replay,
  role,
  type Sent,
  type StateOf,
  type StepFunction,
  sometimes,
  system,
} from '#model/index.js';
import { survey } from '#test/export/survey.js';

type Vote = { readonly type: 'vote'; readonly slot: number; readonly value: string };
type Poke = { readonly type: 'poke'; readonly slot: 1 | 2; readonly value: string };

/** Votes once for each slot. */
const voter: StepFunction<readonly number[], Poke, Sent<Vote>> = {
  initial: () => [[], []],
  step: (voted, { slot, value }) =>
    voted.includes(slot)
      ? undefined
      : [[...voted, slot].sort(), [{ type: 'vote', to: 'voter', slot, value }]],
};

const inputs = [1, 2].flatMap((slot) => ['x', 'y'].map((value) => ({ type: 'poke', slot, value }) as Poke));
const slots = system({
  name: 'slots',
  network: 'lossy',
  roles: {
    voter: role(voter as StepFunction<readonly number[], Poke | Received<Vote>, Sent<Vote>>, {
      instances: ['a'],
      inputs,
    }),
  },
  history: {
    chosen: observe.each([1, 2], (slot) =>
      observe<string, Vote>('', {
        vote: (chosen, vote) => (vote.slot === slot ? chosen + vote.value : chosen),
      }),
    ),
    votes: observe<number, Vote>(0, { vote: (count) => count + 1 }),
  },
});
type State = StateOf<typeof slots>;

describe('a history variable for each key', () => {
  test('is read by its key, and is none of the others', async () => {
    const { results, states } = await explore(slots, [
      sometimes('both', ({ history: { chosen } }: State) => chosen[1] === 'x' && chosen[2] === 'y'),
      always(
        'as many as votes',
        ({ history: { chosen, votes } }: State) => chosen[1].length + chosen[2].length === votes,
      ),
      sometimes('by all keys', ({ history }: State) =>
        Object.values(history.chosen).every((one) => one === 'y'),
      ),
    ]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
    expect(states).toBe(9);
    const { trace } = results[0]!;
    expect(trace!.history).toEqual(['chosen[1]', 'chosen[2]', 'votes']);
    expect(formatTrace(trace!)).toBe(`\
1  a poke slot=1 value=x · a: [] → [1] · sends vote slot=1 value=x to voter
2  a poke slot=2 value=y · a: [1] → [1, 2] · sends vote slot=2 value=y to voter`);
    expect(replay(slots, trace!)).toBe(undefined);
  });

  test('cannot be written to, nor another put beside it', async () => {
    const writes = always('', ({ history }: State) => {
      (history.chosen as Record<number, string>)[3] = 'x';
      return true;
    });
    await expect(explore(slots, [writes])).rejects.toThrow('object is not extensible');
  });

  test('is exported with the states that there are', async () => {
    expect(survey((await tlaModule(slots, [])).module)).toEqual({ states: 9, onlyReached: true });
  });

  test('has a name of its own', () => {
    const roles = { chosen: role(voter, { instances: ['a'] }) };
    const history = { chosen: observe.each([1], () => observe<number, Vote>(0, {})) };
    expect(() => system({ name: 'x', network: 'lossy', roles, history })).toThrow(
      "a history variable is called 'chosen'",
    );
  });
});
