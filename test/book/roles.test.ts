import { expect, test } from 'vitest';
import { always, role, type Sent, type StepFunction, system } from '#model/index.js';
import { type Chapter, holds, instance } from '#spec/index.js';
import { block, CHAPTER, MadeUpHouse } from '#test/book/made-up.js';

type Note = { readonly type: 'order' } | { readonly type: 'bill' };

/** Orders once, and takes any bill. */
const guest: StepFunction<{ ordered: boolean }, { type: 'wish' } | Note, Sent<Note>> = {
  initial: () => [{ ordered: false }, []],
  step: ({ ordered }, { type }) => {
    if (type !== 'wish') return [{ ordered }, []];
    return ordered ? undefined : [{ ordered: true }, [{ type: 'order', to: 'waiter' }]];
  },
};

/** Bills each order. A waiter never takes a bill. */
const waiter: StepFunction<{ orders: number }, Note, Sent<Note>> = {
  initial: () => [{ orders: 0 }, []],
  step: ({ orders }, { type }) =>
    type === 'order' ? [{ orders: orders + 1 }, [{ type: 'bill', to: 'guest' }]] : undefined,
};

const chapter: Chapter = {
  id: '01-counting',
  title: 'An inn',
  question: 'Who pays?',
  instances: [
    instance(
      'an evening',
      system({
        name: 'inn',
        network: 'unordered',
        roles: {
          guest: role(guest, { instances: ['g1', 'g2'], inputs: [{ type: 'wish' }] }),
          waiter: role(waiter, { instances: ['w'] }),
        },
      }),
      [holds(always('each guest orders once at most', ({ waiter: [w] }) => w!.context.orders <= 2))],
    ),
  ],
};

async function written(words: string): Promise<string> {
  const house = new MadeUpHouse({ [CHAPTER]: block(words) }, [chapter]);
  const { code, err } = await house.book();
  return code === 0 ? house.read(CHAPTER) : err;
}

test('the roles of a system stand with their participants, and an arrow says what one takes from another', async () => {
  expect(await written('roles "an evening"')).toBe(`\
<!-- generated: roles "an evening" -->
\`\`\`mermaid
flowchart LR
  guest["guest<br/>g1, g2"]
  waiter["waiter<br/>w"]
  guest -- "order" --> waiter
  waiter -- "bill" --> guest
\`\`\`
<!-- /generated -->`);
});

test.each([
  ['roles', 'expected roles "INSTANCE"'],
  ['roles "a morning"', "has no instance 'a morning'; expected one of: 'an evening'"],
])('are an error where there is no such instance (%s)', async (words, message) => {
  expect(await written(words)).toContain(message);
});
