/** Blocks about mutants, on a made-up house whose mutants are decided without looking. */
import { describe, expect, test } from 'vitest';
import type { Chapter, Decision, Suspect } from '#spec/index.js';
import { block, CHAPTER, MadeUpHouse } from '#test/book/made-up.js';
import { sound } from '#test/cli/chapters.js';

const two = { claim: 'two is reached', length: null };
const above = { claim: 'never above three', length: 1234 };

function suspect(id: string, falls: Decision['falls'], harmless?: string, ran = 7): Suspect {
  const decision = { where: falls.length > 0 ? 'a small one' : 'a large one', falls, states: 5000, ran };
  return { id, ...(harmless !== undefined && { harmless }), decide: async () => decision };
}

const deadly = Array.from({ length: 8 }, (_, index) => suspect(`counter: ${index} dropped`, [two]));
const mutants = [
  suspect('counter: guard mayTick made true', [above, two]),
  ...deadly,
  suspect('counter: assign rest dropped', [], 'Nobody looks at it.'),
];

function house(words: string, mutants: Chapter['mutants']): MadeUpHouse {
  return new MadeUpHouse({ [CHAPTER]: block(words) }, [{ ...sound, mutants: mutants ?? [] }]);
}

describe('mutants', () => {
  test('are counted by the claim that falls first, the most deadly one first', async () => {
    const made = house('mutants killed', mutants);
    const { err } = await made.book();
    expect(err).toContain('mutant counter: guard mayTick made true\n');
    expect(made.read(CHAPTER)).toBe(`\
<!-- generated: mutants killed -->
| killed by         | mutants |
| ----------------- | ------: |
| two is reached    |       8 |
| never above three |       1 |
| nothing: harmless |       1 |
| all               |      10 |
<!-- /generated -->`);
  });

  test('are listed with the reason where they are harmless', async () => {
    const made = house('mutants harmless', mutants);
    await made.book();
    expect(made.read(CHAPTER)).toBe(`\
<!-- generated: mutants harmless -->
| mutant                       | why it does no harm | where       | states |
| ---------------------------- | ------------------- | ----------- | -----: |
| counter: assign rest dropped | Nobody looks at it. | a large one |  5,000 |
<!-- /generated -->`);
  });

  test('are listed with all that is known of them', async () => {
    const made = house('mutants all', [mutants[0]!, ...deadly.slice(0, 1)]);
    await made.book();
    expect(made.read(CHAPTER)).toBe(`\
<!-- generated: mutants all -->
| mutant                           | killed by         | shortest trace | where       | states | ran | falls too      |
| -------------------------------- | ----------------- | -------------: | ----------- | -----: | --: | -------------- |
| counter: guard mayTick made true | never above three |          1,234 | a small one |  5,000 |   7 | two is reached |
| counter: 0 dropped               | two is reached    |              – | a small one |  5,000 |   7 | –              |
<!-- /generated -->`);
  });

  test('are compared like anything else', async () => {
    const made = house('mutants killed', mutants);
    await made.book();
    expect((await made.book('--check')).code).toBe(0);
    made.write(CHAPTER, made.read(CHAPTER).replace('|       8 |', '|       9 |'));
    expect(await made.book('--check')).toMatchObject({ code: 1, err: expect.stringContaining('stale') });
    // What nobody decided is left aside.
    expect(made.problems()).toBe('');
  });
});

describe('a claim', () => {
  test('is shown with what breaks it, so that one that nothing breaks is seen', async () => {
    const [three] = sound.instances;
    const [neverAbove] = three!.claims;
    const wrong = { ...three!, name: 'wrong', claims: [{ ...neverAbove!, expected: 'fails' as const }] };
    const gallery = [
      { id: 'M1', mistake: 'it counts on', rule: '', consequence: '', where: '', instance: wrong },
    ];
    const made = new MadeUpHouse({ [CHAPTER]: block('ablated') }, [{ ...sound, gallery, mutants }]);
    await made.book();
    expect(made.read(CHAPTER)).toBe(`\
<!-- generated: ablated -->
| claim             | broken by the mistakes | broken by so many mutants |
| ----------------- | ---------------------- | ------------------------: |
| never above three | M1                     |                         1 |
| two is reached    | none                   |                         9 |
| five is reached   | none                   |                         0 |
| never above five  | none                   |                         0 |
<!-- /generated -->`);
  });
});

describe('nothing is written where a mutant', () => {
  test.each([
    [
      'survives and is not listed',
      [...deadly, suspect('counter: b', [])],
      "the mutant 'counter: b' breaks no claim, up to 'a large one'",
    ],
    [
      'is listed and does harm',
      [...deadly, suspect('counter: b', [above], 'It cannot.')],
      "the mutant 'counter: b' is listed as harmless, and breaks 'never above three' in 'a small one'",
    ],
    [
      'never ran',
      [suspect('counter: b', [above], undefined, 0)],
      "the mutant 'counter: b' never ran in 'a small one'",
    ],
    [
      'is one harmless one too many',
      [...deadly, mutants.at(-1)!],
      '1 of 9 mutants are listed as harmless; expected at most one in ten',
    ],
  ])('%s', async (_, suspects, message) => {
    const made = house('mutants killed', suspects);
    const { code, err } = await made.book();
    expect(code).toBe(1);
    expect(err).toContain(`spec/${sound.id}: ${message}`);
    expect(made.read(CHAPTER)).toBe(block('mutants killed'));
  });
});

describe('a block about mutants is a problem', () => {
  test.each([
    ['mutants', 'expected mutants killed|harmless|all'],
    ['mutants dead', 'expected mutants killed|harmless|all'],
    ['ablated claims', 'expected ablated'],
  ])('of which the words do not fit (%s)', async (words, message) => {
    expect((await house(words, mutants).book()).err).toContain(message);
  });

  test.each(['mutants all', 'ablated'])('where the chapter has none (%s)', async (words) => {
    const { code, err } = await new MadeUpHouse({ [CHAPTER]: block(words) }).book();
    expect(code).toBe(1);
    expect(err).toBe(`${CHAPTER}:1: 01-counting has no mutants; expected 'mutants' in the chapter\n`);
  });
});
