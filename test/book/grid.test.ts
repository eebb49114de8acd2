import { describe, expect, test } from 'vitest';
import {
  always,
  compose,
  eventually,
  role,
  type StepFunction,
  sometimes,
  system,
  weak,
} from '#model/index.js';
import { type Chapter, fails, holds, instance } from '#spec/index.js';
import { block, CHAPTER, MadeUpHouse } from '#test/book/made-up.js';

type Put = { readonly type: 'put'; readonly value: number };
type Pot = { readonly value: number | null; readonly puts: number };

/** Keeps the first value it is put; the second empties it, and after three it takes no more. */
const pot: StepFunction<Pot, Put, never> = {
  initial: () => [{ value: null, puts: 0 }, []],
  step: ({ puts }, { value }) =>
    puts < 3 ? [{ value: puts === 0 ? value : null, puts: puts + 1 }, []] : undefined,
};

const pots = system({
  name: 'pots',
  network: 'unordered',
  roles: { pot: role(pot, { instances: ['a', 'b'], inputs: [{ type: 'put', value: 7 }] }) },
});

/** One that is a pot on either side. */
const shelf = system({
  name: 'shelf',
  network: 'unordered',
  roles: {
    shelf: role(compose({ left: pot, right: pot }), {
      instances: ['s'],
      inputs: [{ type: 'put', value: 7 }],
    }),
  },
});

/** It takes whatever it is put, and forgets how often. */
const bottomless: StepFunction<Pot, Put, never> = {
  initial: () => [{ value: null, puts: 0 }, []],
  step: ({ puts }, { value }) => [{ value, puts: puts === 0 ? 1 : 3 - puts }, []],
};

const turned = system({
  name: 'turned',
  network: 'unordered',
  roles: { pot: role(bottomless, { instances: ['a'], inputs: [{ type: 'put', value: 7 }] }) },
});

const chapter: Chapter = {
  id: '01-counting',
  title: 'Pots',
  question: 'What is in a pot?',
  instances: [
    instance('two', pots, [
      fails(always('b is not full', ({ pot: [a, b] }) => a!.context.puts < 1 || b!.context.puts < 3)),
      fails(always('b keeps its value', ({ pot: [a, b] }) => a!.context.puts < 1 || b!.context.puts < 2)),
      holds(sometimes('b is full', ({ pot: [, b] }) => b!.context.puts === 3)),
    ]),
    instance('one that is never full', turned, [
      fails(eventually('it is full', ({ pot: [a] }) => a!.context.puts > 3, [weak({ input: 'put' })])),
    ]),
    instance('a shelf', shelf, [
      fails(always('it is not full', ({ shelf: [s] }) => s!.context.left.puts < 2)),
    ]),
  ],
};

async function written(words: string): Promise<string> {
  const house = new MadeUpHouse({ [CHAPTER]: block(words) }, [chapter]);
  const { code, err } = await house.book();
  return code === 0 ? house.read(CHAPTER) : err;
}

describe('a grid', () => {
  test('has a row for each step that changes what is kept: bold what it changes, marked what breaks the claim', async () => {
    expect(await written('grid two "b keeps its value" pot value')).toBe(`\
<!-- generated: grid two "b keeps its value" pot value -->
| step | what is taken | a     | b       |
| ---: | ------------- | ----- | ------- |
|    1 | put value=7   | **7** | –       |
|    2 | put value=7   | 7     | **7**   |
|    3 | put value=7   | 7     | ✗ **–** |
<!-- /generated -->`);
  });

  test('marks nothing where the trace is a witness', async () => {
    expect(await written('grid two "b is full" pot puts')).toBe(`\
<!-- generated: grid two "b is full" pot puts -->
| step | what is taken | a   | b     |
| ---: | ------------- | --- | ----- |
|    1 | put value=7   | 0   | **1** |
|    2 | put value=7   | 0   | **2** |
|    3 | put value=7   | 0   | **3** |
<!-- /generated -->`);
  });

  test('marks the steps that are taken again and again', async () => {
    expect(await written('grid "one that is never full" "it is full" pot puts')).toBe(`\
<!-- generated: grid "one that is never full" "it is full" pot puts -->
| step | what is taken | a     |
| ---: | ------------- | ----- |
|    1 | put value=7   | **1** |
|  ↻ 2 | put value=7   | **2** |
|  ↻ 3 | put value=7   | **1** |
<!-- /generated -->`);
  });

  test('names the keys where there are several', async () => {
    expect(await written('grid two "b is not full" pot value puts')).toBe(`\
<!-- generated: grid two "b is not full" pot value puts -->
| step | what is taken | a                       | b                       |
| ---: | ------------- | ----------------------- | ----------------------- |
|    1 | put value=7   | **value 7**, **puts 1** | puts 0                  |
|    2 | put value=7   | value 7, puts 1         | **value 7**, **puts 1** |
|    3 | put value=7   | value 7, puts 1         | **value –**, **puts 2** |
|    4 | put value=7   | value 7, puts 1         | ✗ **puts 3**            |
<!-- /generated -->`);
  });

  test('follows a path into the parts of a participant, and names its end', async () => {
    expect(await written('grid "a shelf" "it is not full" shelf left.value right.puts')).toBe(`\
<!-- generated: grid "a shelf" "it is not full" shelf left.value right.puts -->
| step | what is taken | s                           |
| ---: | ------------- | --------------------------- |
|    1 | put value=7   | **value 7**, **puts 1**     |
|    2 | put value=7   | ✗ **value –**, ✗ **puts 2** |
<!-- /generated -->`);
  });

  test.each([
    ['grid two "b is not full" pot', 'expected grid "INSTANCE" "CLAIM" ROLE KEY…'],
    [
      'grid two "b is not full" pot value',
      "the last step of the trace, which breaks 'b is not full', changes nothing that is shown",
    ],
    ['grid two "b is not full" pan value', "there is no role 'pan'; expected one of: 'pot'"],
    ['grid two "b is not full" pot size', "nothing is kept as 'size'; expected one of: 'value', 'puts'"],
  ])('is an error where it cannot be drawn (%s)', async (words, message) => {
    expect(await written(words)).toContain(message);
  });
});
