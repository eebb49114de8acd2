/** Blocks about what the instances of a chapter made use of, on a made-up house. */
import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { role, sometimes, system } from '#model/index.js';
import { type Chapter, fails, holds, instance } from '#spec/index.js';
import { block, CHAPTER, FRONT, MadeUpHouse } from '#test/book/made-up.js';

type Press = { readonly type: 'press' };
type Pull = { readonly type: 'pull' };

const base = setup({
  types: {
    context: {} as { readonly count: number },
    events: {} as Press | Pull | { readonly type: 'rang' },
  },
  guards: { isNew: ({ context }) => context.count === 0, isOpen: () => true, isBroken: () => false },
});

const bell = base
  .extend({
    actions: {
      count: base.assign({ count: ({ context }) => context.count + 1 }),
      ring: base.emit({ type: 'rang', to: 'all' } as never),
    },
  })
  .createMachine({
    id: 'bell',
    context: { count: 0 },
    on: {
      press: { guard: 'isNew', actions: ['count', 'ring'] },
      pull: { guard: 'isOpen' },
      rang: { guard: 'isBroken', actions: 'count' },
    },
  });

function ringing(input: Press | Pull) {
  return system({
    name: 'ringing',
    network: 'lossy',
    roles: { bell: role(bell, { instances: ['b1'], inputs: [input] }) },
  });
}

const [pressed, pulled] = [ringing({ type: 'press' }), ringing({ type: 'pull' })];
const one = sometimes(
  'it rings once',
  ({ bell: [b] }: { bell: readonly { context: { count: number } }[] }) => (b ? b.context.count === 1 : false),
);
const wrong = instance('wrong', pulled, [fails(one)]);

const chapter: Chapter = {
  id: '01-counting',
  title: 'Counting',
  question: 'Who rings?',
  instances: [instance('pressed', pressed, [holds(one)]), instance('pulled', pulled, [fails(one)]), wrong],
  gallery: [{ id: 'M1', mistake: 'it is pulled', rule: '', consequence: '', where: '', instance: wrong }],
};

/** Whoever is asked for nothing leaves nothing undone. */
const silent: Chapter = { ...chapter, id: '02-silent', instances: [], gallery: [] };

async function written(words: string, chapters: readonly Chapter[] = [chapter]): Promise<string> {
  const house = new MadeUpHouse({ [CHAPTER]: block(words) }, chapters);
  expect((await house.book()).code).toBe(0);
  return house.read(CHAPTER).replace(/<!--.*-->\n?/g, '');
}

describe('what the instances of a chapter made use of, all together and the gallery aside', () => {
  test('transitions', async () => {
    expect(await written('coverage transitions')).toBe(`\
| transition    | taken |
| ------------- | ----: |
| bell on press |     1 |
| bell on pull  |     1 |
| bell on rang  |     0 |
`);
  });

  test('what guards answered', async () => {
    expect(await written('coverage guards')).toBe(`\
| guard    | asked for     | yes |  no |
| -------- | ------------- | --: | --: |
| isNew    | bell on press |   1 |   0 |
| isOpen   | bell on pull  |   1 |   0 |
| isBroken | bell on rang  |   0 |   0 |
`);
  });

  test('messages and inputs', async () => {
    expect(await written('coverage messages')).toBe(`\
| message or input | sent | taken by | taken | refused |
| ---------------- | ---: | -------- | ----: | ------: |
| press            |    – | bell     |     1 |       0 |
| pull             |    – | bell     |     1 |       0 |
| rang             |    1 | nobody   |     0 |       0 |
`);
  });
});

test('a machine that several roles have is one: what any of them made use of', async () => {
  const two = system({
    name: 'two bells',
    network: 'lossy',
    roles: {
      door: role(bell, { instances: ['d1'], inputs: [{ type: 'press' }] }),
      church: role(bell, { instances: ['k1'], inputs: [{ type: 'pull' }] }),
    },
  });
  const both = { ...chapter, instances: [{ name: 'both', system: two, claims: [] }], gallery: [] };
  expect(await written('coverage transitions', [both])).toContain('| bell on pull  |     1 |');
  expect(await written('coverage messages', [both])).toContain('| pull             |    – | door, church |');
});

test('what no instance made use of, of all chapters', async () => {
  const house = new MadeUpHouse({ [FRONT]: block('gaps') }, [chapter, silent]);
  await house.book();
  expect(house.read(FRONT)).toBe(`\
<!-- generated: gaps -->
| chapter     | role | what no run makes use of | is             |
| ----------- | ---- | ------------------------ | -------------- |
| 01-counting | bell | transition bell on rang  | never taken    |
| 01-counting | bell | guard isNew              | always true    |
| 01-counting | bell | guard isOpen             | always true    |
| 01-counting | bell | guard isBroken           | never asked    |
| 01-counting | bell | message rang             | never received |
| 02-silent   |      | nothing                  |                |
<!-- /generated -->`);
});

describe('a block about coverage is a problem where its words do not fit', () => {
  test.each([
    ['coverage', 'expected coverage transitions|guards|messages'],
    ['coverage lines', 'expected coverage transitions|guards|messages'],
    ['gaps all', 'expected gaps; got gaps all'],
  ])('%s', async (words, message) => {
    const { code, err } = await new MadeUpHouse({ [CHAPTER]: block(words) }, [chapter]).book();
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});
