/** Made-up chapters, small enough to check in a moment, and the ways in which one can be wrong. */
import { setup } from 'xstate';
import { always, role, type StepFunction, sometimes, system } from '#model/index.js';
import { type Chapter, fails, holds, instance } from '#spec/index.js';

type Tick = { readonly type: 'tick' };

/** Counters that each take ticks up to a limit; states where one is above the bound are not continued. */
export function counting(
  limit: number,
  instances: readonly string[] = ['c1'],
  bound = limit,
  isBounded = true,
) {
  const counter: StepFunction<number, Tick, never> = {
    initial: () => [0, []],
    step: (count) => (count < limit ? [count + 1, []] : undefined),
  };
  return system({
    name: `counting to ${limit}`,
    network: 'unordered',
    roles: { counter: role(counter, { instances, inputs: [{ type: 'tick' }] }) },
    ...(isBounded && {
      within: ({ counter: counters }: { readonly counter: readonly { readonly context: number }[] }) =>
        counters.every(({ context }) => context <= bound),
    }),
    show: (value) => (value === 3 ? 'three' : undefined),
  });
}

const toThree = counting(3);

/** Four states in a row; every claim is as stated. */
export const sound: Chapter = {
  id: '01-counting',
  title: 'Counting',
  question: 'How far does a counter count?',
  instances: [
    instance('three', toThree, [
      holds(always('never above three', ({ counter: [c] }) => c!.context <= 3)),
      fails(always('never three', ({ counter: [c] }) => c!.context !== 3)),
      holds(sometimes('two is reached', ({ counter: [c] }) => c!.context === 2)),
    ]),
    instance('five', counting(5), [
      holds(sometimes('five is reached', ({ counter: [c] }) => c!.context === 5)),
      holds(always('never above five', ({ counter: [c] }) => c!.context <= 5)),
    ]),
  ],
};

/** All claims are stated the wrong way round. */
export const wronglyStated: Chapter = {
  id: '02-counting-wrongly',
  title: 'Counting, wrongly',
  question: 'Who notices when a chapter is wrong?',
  instances: [
    instance('three', toThree, [
      holds(always('never three', ({ counter: [c] }) => c!.context !== 3)),
      fails(always('never above three', ({ counter: [c] }) => c!.context <= 3)),
      fails(sometimes('nothing is counted', ({ counter: [c] }) => c!.context === 0)),
    ]),
  ],
};

/** Looks at the first three states of many, as its bounds say. */
export const bounded: Chapter = {
  id: '03-bounded',
  title: 'Bounded',
  question: 'What is said of states beyond the bounds?',
  instances: [
    instance('to two', counting(1000, ['c1'], 2), [
      holds(always('never four', ({ counter: [c] }) => c!.context !== 4)),
    ]),
  ],
};

/** Asks what cannot be answered. */
export const throwing: Chapter = {
  id: '04-throwing',
  title: 'Throwing',
  question: 'What if a predicate throws?',
  instances: [
    instance('three', toThree, [
      holds(always('finds the second counter', ({ counter: counters }) => counters[1]!.context >= 0)),
    ]),
  ],
};

/** More states than anyone will wait for. */
export const endless: Chapter = {
  id: '12-endless',
  title: 'Endless',
  question: 'What happens when there is no end?',
  instances: [
    instance('far', counting(1000, ['c1', 'c2', 'c3', 'c4', 'c5']), [
      fails(always('never three', ({ counter: [c] }) => c!.context !== 3)),
      holds(always('never negative', ({ counter: [c] }) => c!.context >= 0)),
    ]),
    instance('near', toThree, [holds(always('never negative', ({ counter: [c] }) => c!.context >= 0))]),
  ],
};

/** A machine that waits for a clock. */
export const withAfter: Chapter = {
  id: '13-after',
  title: 'After',
  question: 'May a machine look at the clock?',
  instances: [
    instance(
      'sleeper',
      system({
        name: 'sleeping',
        network: 'unordered',
        roles: {
          sleeper: role(
            setup({}).createMachine({
              id: 'sleeper',
              initial: 'asleep',
              states: { asleep: { after: { 1000: 'awake' } }, awake: {} },
            }),
            { instances: ['s1'] },
          ),
        },
      }),
      [holds(always('true', () => true))],
    ),
  ],
};

/** A machine that starts another by itself. */
export const withInvoke: Chapter = {
  id: '13-invoke',
  title: 'Invoke',
  question: 'May a machine start another?',
  instances: [
    instance(
      'caller',
      system({
        name: 'calling',
        network: 'unordered',
        roles: {
          caller: role(
            setup({ actors: { called: setup({}).createMachine({}) } }).createMachine({
              id: 'caller',
              initial: 'calling',
              states: { calling: { invoke: { src: 'called' } } },
            }),
            { instances: ['s1'] },
          ),
        },
      }),
      [holds(always('true', () => true))],
    ),
  ],
};

/** Ends the thread in which it is explored. */
export const dying: Chapter = {
  id: '15-dying',
  title: 'Dying',
  question: 'What is said when a thread dies?',
  instances: [
    instance('three', toThree, [holds(always('true', () => true))]),
    instance('three, and out', toThree, [
      holds(
        always('ends all', ({ counter: [c] }) => {
          if (c!.context === 2) process.exit(7);
          return true;
        }),
      ),
    ]),
  ],
};

/** Everybody remembers all that was ever said to them, so that there is no end of local states. */
export const growing: Chapter = {
  id: '16-growing',
  title: 'Growing',
  question: 'What happens when memory runs out?',
  instances: [
    instance(
      'for ever',
      system({
        name: 'remembering',
        network: 'lossy',
        roles: {
          hearer: role(
            {
              initial: () => [{ heard: [] as readonly number[] }, []] as const,
              step: ({ heard }: { readonly heard: readonly number[] }, { word }: Said) =>
                [{ heard: [...heard, word] }, []] as const,
            },
            { instances: ['h1', 'h2'], inputs: [1, 2, 3, 4].map((word): Said => ({ type: 'say', word })) },
          ),
        },
      }),
      [
        fails(
          always(
            'nobody hears a two',
            ({ hearer }) => !hearer.some(({ context }) => context.heard.includes(2)),
          ),
        ),
        holds(always('true', () => true)),
      ],
    ),
  ],
};

type Said = { readonly type: 'say'; readonly word: number };
