/** Equal data may come with its keys in other orders. Which order a trace tells depends on the run alone. */
import { describe, expect, test } from 'vitest';
import { along } from '#model/counterexample/trace-of.js';
import { always, explore, formatTrace, role, type StateOf, sometimes, system } from '#model/index.js';
import { Search } from '#model/search/search.js';

type Event = { readonly type: 'shout' | 'whisper' | 'write' };
type Local = string | { readonly said: number; readonly seen: number };

/** Participants who say something aloud, which takes a message, or not, and write down the same with its keys in two orders. */
function speaking(participants: number) {
  const instances = Array.from({ length: participants }, (_, number) => `p${number}`);
  const behaviour = {
    initial: () => ['silent' as Local, []] as const,
    step: (local: Local, { type }: Event) => {
      if (local === 'silent' && type === 'shout')
        return ['loud' as Local, [{ type: 'shouted' as const, to: [] }]] as const;
      if (local === 'silent' && type === 'whisper') return ['low' as Local, []] as const;
      if (type !== 'write') return undefined;
      if (local === 'loud') return [{ said: 1, seen: 2 }, []] as const;
      return local === 'low' ? ([{ seen: 2, said: 1 }, []] as const) : undefined;
    },
  };
  const inputs: Event[] = [{ type: 'shout' }, { type: 'whisper' }, { type: 'write' }];
  return system({
    name: 'speaking',
    network: 'lossy',
    roles: { speaker: role(behaviour, { instances, inputs }) },
  });
}

function fewerThan(number: number) {
  return always(
    'fewer',
    ({ speaker }: { readonly speaker: readonly { readonly context: unknown }[] }) =>
      speaker.filter(({ context }) => typeof context === 'object').length < number,
  );
}

describe('equal data with its keys in two orders', () => {
  test('is told as it came about in the run, whatever the search met before', async () => {
    const { results } = await explore(speaking(2), [fewerThan(1) as never]);
    expect(formatTrace(results[0]!.trace!)).toBe(
      ['1  p0 whisper · p0: silent → low', '2  p0 write · p0: low → {seen: 2, said: 1}'].join('\n'),
    );
  });

  test.each([2, 3])('is told by %i threads as by one', async (workers) => {
    const properties = [fewerThan(4) as never];
    const one = await explore(speaking(7), properties);
    const several = await explore(speaking(7), properties, { workers });
    expect(one.states).toBeGreaterThan(10_000);
    expect(JSON.stringify(several.results)).toBe(JSON.stringify(one.results));
  });
});

test('a run that does not come out again as it did is no trace', () => {
  let calls = 0;
  const step = (at: number) => [at === 0 && calls++ > 0 ? -1 : at + 1, []] as const;
  const counter = role(
    { initial: () => [0, []] as const, step },
    { instances: ['a'], inputs: [{ type: 'count' }] },
  );
  const counting = system({ name: 'counting calls', network: 'lossy', roles: { counter } });
  const isFour = ({ counter: [a] }: StateOf<typeof counting>): boolean => a!.context === 4;
  const search = new Search(counting, [sometimes('four', isFour) as never], {
    maxStates: 10,
    maxMemory: Number.POSITIVE_INFINITY,
  });
  while (search.advance(Number.POSITIVE_INFINITY));
  const path = Array.from({ length: 4 }, () => ({ process: 0, event: -1 }));
  expect(() => along(search, path)).toThrow(
    /^system counting calls: a run does not come out again as the search took it; expected functions/,
  );
});
