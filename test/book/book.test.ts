/** The book's machinery on a made-up house of one chapter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocksOf } from '#src/book/blocks.js';
import { block, CHAPTER, DRAWING, EVERY_KIND, FRONT, MadeUpHouse } from '#test/book/made-up.js';
import { bounded, sound, throwing, wronglyStated } from '#test/cli/chapters.js';

/** Its one claim is decided before every state is visited. */
const [three] = sound.instances;
const early = { ...sound, instances: [{ ...three!, claims: three!.claims.slice(1, 2) }] };

/** What each kind of block becomes. */
const WRITTEN = {
  contents: `\
<!-- generated: contents -->
| chapter                                     | question                      | claims, all as stated | states of the largest instance | shortest run that goes wrong |
| ------------------------------------------- | ----------------------------- | --------------------- | -----------------------------: | ---------------------------: |
| [01 · Counting](spec/01-counting/README.md) | How far does a counter count? | 4 hold, 1 fail        |                              6 |                            4 |
<!-- /generated -->`,
  'the claims of a chapter': `\
<!-- generated: claims -->
| instance | claim             | verdict          | trace | states | transitions | depth |
| -------- | ----------------- | ---------------- | ----: | -----: | ----------: | ----: |
| three    | never above three | holds            |     – |      4 |           3 |     4 |
|          | never three       | fails, as stated |     4 |        |             |       |
|          | two is reached    | holds            |     3 |        |             |       |
| five     | five is reached   | holds            |     6 |      6 |           5 |     6 |
|          | never above five  | holds            |     – |        |             |       |
<!-- /generated -->`,
  'the claims of an instance': `\
<!-- generated: claims 01-counting five -->
| instance | claim            | verdict | trace | states | transitions | depth |
| -------- | ---------------- | ------- | ----: | -----: | ----------: | ----: |
| five     | five is reached  | holds   |     6 |      6 |           5 |     6 |
|          | never above five | holds   |     – |        |             |       |
<!-- /generated -->`,
  'a region': `\
<!-- generated: region counting.ts limit -->
\`\`\`ts
if (count === 3) return count;
\`\`\`
<!-- /generated -->`,
  'a statechart': `\
<!-- generated: statechart toggle -->
\`\`\`mermaid
stateDiagram-v2
  [*] --> idle
`,
  'a counterexample': `\
<!-- generated: counterexample three "never three" -->
\`\`\`text
1  c1 tick · c1: 0 → 1
2  c1 tick · c1: 1 → 2
3  c1 tick · c1: 2 → three
\`\`\`
<!-- /generated -->`,
  'a table of the chapter’s own': `\
<!-- generated: exhibit lengths -->
| claim          | steps |
| -------------- | ----: |
| never three    |     3 |
| two is reached |     2 |
<!-- /generated -->`,
  'a drawing': `\
<!-- generated: exhibit drawing -->
<svg width="3"/>
<!-- /generated -->`,
  'a witness as a diagram': `\
<!-- generated: counterexample three "two is reached" mermaid -->
\`\`\`mermaid
sequenceDiagram
`,
};

describe('npm run book', () => {
  test('writes every block, and then has nothing more to do', async () => {
    const house = new MadeUpHouse(EVERY_KIND);
    const { code, out } = await house.book();
    expect(code).toBe(0);
    expect(out).toMatch(/^README.md:3: rewritten: contents\n(?:.* rewritten: .*\n){9}Read again/);
    const files = [FRONT, CHAPTER, DRAWING];
    const pages = files.map((file) => house.read(file));
    expect(await house.book()).toMatchObject({ code: 0, out: 'every block is up to date\n' });
    expect(await house.book('--check')).toMatchObject({ code: 0, out: 'every block is up to date\n' });
    expect(files.map((file) => house.read(file))).toEqual(pages);
  });

  test('asks to read again what the prose says of a trace that has changed, and of nothing else', async () => {
    const house = new MadeUpHouse({ [CHAPTER]: block('claims'), [FRONT]: block('contents') });
    expect((await house.book()).out).not.toContain('Read again');
    house.write(CHAPTER, block('counterexample three "never three"'));
    expect((await house.book()).out).toBe(
      `${CHAPTER}:1: rewritten: counterexample three "never three"\n` +
        'Read again what the prose says of these counterexamples: nothing else can tell.\n',
    );
  });

  test('leaves the prose as it is', async () => {
    const house = new MadeUpHouse(EVERY_KIND);
    await house.book();
    for (const [file, text] of Object.entries(EVERY_KIND))
      expect(withoutContents(house.read(file))).toBe(text);
  });

  test.each(Object.entries(WRITTEN))('writes %s', async (_, written) => {
    const house = new MadeUpHouse(EVERY_KIND);
    await house.book();
    expect(house.read(FRONT) + house.read(CHAPTER) + house.read(DRAWING)).toContain(written);
  });

  test.each([
    [
      'cut by the bounds',
      bounded,
      '| to two   | never four | holds   |     – | 4 (1 beyond bounds) |           3 |     4 |',
    ],
    [
      'ended early',
      early,
      '| three    | never three | fails, as stated |     4 |    ≥ 4 |         ≥ 3 |   ≥ 4 |',
    ],
  ])('says how large an instance is, or at least is (%s)', async (_, chapter, row) => {
    const page = `spec/${chapter.id}/README.md`;
    const house = new MadeUpHouse({ [page]: block('claims') }, [chapter]);
    await house.book();
    expect(house.read(page)).toContain(row);
  });

  test('explores each instance once, however many blocks need it', async () => {
    const explored = await new MadeUpHouse(EVERY_KIND).explores();
    expect(explored).toEqual(['01-counting / three', '01-counting / five']);
  });

  test('explores only what a block needs', async () => {
    const explored = await new MadeUpHouse({ [CHAPTER]: block('claims five') }).explores();
    expect(explored).toEqual(['01-counting / five']);
  });

  test('writes nothing where a claim is not as stated', async () => {
    const page = 'spec/02-counting-wrongly/README.md';
    const house = new MadeUpHouse({ [page]: block('claims') }, [wronglyStated]);
    const { code, out, err } = await house.book();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(
      "spec/02-counting-wrongly: 'never three' is stated to hold in 'three', and fails; 'npx synod check 02-counting-wrongly' shows how\n",
    );
    expect(house.read(page)).toBe(block('claims'));
  });
});

describe('npm run book -- --check', () => {
  test('says which block of which file is stale, and where', async () => {
    const house = new MadeUpHouse(EVERY_KIND);
    await house.book();
    house.write(
      CHAPTER,
      house.read(CHAPTER).replace('count === 3', 'count === 4').replace('count + 1', 'count'),
    );
    const { code, out, err } = await house.book('--check');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n').slice(-4)).toEqual([
      "spec/01-counting/README.md:16: stale; 'npm run book' rewrites the block 'region counting.ts counting' of line 13",
      '  expected    if (count === 3) return count;',
      '  got         if (count === 4) return count;',
      '',
    ]);
  });

  test('changes nothing', async () => {
    const house = new MadeUpHouse(EVERY_KIND);
    await house.book('--check');
    expect(house.read(CHAPTER)).toBe(EVERY_KIND[CHAPTER]);
  });

  test('sees any one character of a block that is another, too many, or missing', async () => {
    const house = new MadeUpHouse(EVERY_KIND);
    await house.book();
    const explored = await house.explore();
    expect(house.problems(explored)).toBe('');
    const page = house.read(CHAPTER);
    const inBlocks = positionsInBlocks(page);
    fc.assert(
      fc.property(
        fc.constantFrom(...inBlocks),
        fc.constantFrom('change', 'insert', 'remove'),
        fc.oneof(fc.constantFrom(' ', '\n', '0', '`', '<'), fc.string({ minLength: 1, maxLength: 1 })),
        (at, how, character) => {
          const changed =
            page.slice(0, at) +
            (how === 'remove' ? '' : character) +
            page.slice(how === 'insert' ? at : at + 1);
          fc.pre(changed !== page);
          house.write(CHAPTER, changed);
          return house.problems(explored) !== '';
        },
      ),
      { numRuns: 400 },
    );
  });

  test('sees a source that changed', async () => {
    const house = new MadeUpHouse({ [CHAPTER]: block('region counting.ts limit') });
    await house.book();
    expect(house.problems()).toBe('');
    house.write('spec/01-counting/counting.ts', house.read('spec/01-counting/counting.ts').replace('3', '4'));
    expect(house.problems()).toContain(
      "spec/01-counting/README.md:3: stale; 'npm run book' rewrites the block 'region counting.ts limit' of line 1",
    );
  });
});

describe('the command line', () => {
  test('has help', async () => {
    const { code, out } = await new MadeUpHouse({}).book('--help');
    expect(code).toBe(0);
    expect(out).toContain('--check');
  });

  test('takes only the files it is given', async () => {
    const house = new MadeUpHouse({ ...EVERY_KIND, [FRONT]: block('unknown') });
    expect(await house.book(CHAPTER)).toMatchObject({ code: 0 });
    expect(house.read(CHAPTER)).toContain('never above three');
    const { code, err } = await house.book('spec/README.md');
    expect(code).toBe(2);
    expect(err).toBe(
      `error: no such page: 'spec/README.md'; expected some of: '${FRONT}', '${CHAPTER}', '${DRAWING}'\n`,
    );
  });

  test('says which system cannot be explored, and why', async () => {
    const house = new MadeUpHouse({ [FRONT]: block('contents') }, [throwing]);
    const { code, err } = await house.book();
    expect(code).toBe(2);
    expect(err).toMatch(/^error: 04-throwing, instance 'three': .*\n/m);
  });

  test('refuses what it does not know', async () => {
    const { code, err } = await new MadeUpHouse({}).book('--chek');
    expect(code).toBe(2);
    expect(err).toContain("unknown option '--chek'");
  });
});

function withoutContents(text: string): string {
  return text.replace(/(<!-- generated: .* -->)\n[\s\S]*?(<!-- \/generated -->)/g, '$1\n$2');
}

/** From the first character of each opening marker to the last of its closing one. */
function positionsInBlocks(text: string): number[] {
  expect(blocksOf(text).length).toBeGreaterThan(0);
  return [...text.matchAll(/<!-- generated: .* -->\n[\s\S]*?<!-- \/generated -->/g)].flatMap(
    ({ 0: { length }, index }) => Array.from({ length }, (_, offset) => index + offset),
  );
}
