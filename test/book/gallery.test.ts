import { describe, expect, test } from 'vitest';
import { sometimes } from '#model/index.js';
import { fails, instance, type Mistake } from '#spec/index.js';
import { block, CHAPTER, MadeUpHouse } from '#test/book/made-up.js';
import { sound } from '#test/cli/chapters.js';

const [three, five] = sound.instances;
/** Something that never happens. */
const nothing = fails(sometimes<unknown>('nothing is counted', () => false));

const mistake = (id: string, mistake: string, of: Mistake['instance']): Mistake => ({
  id,
  mistake,
  rule: `the rule of ${id}`,
  consequence: 'It shows.',
  where: 'a row of states',
  instance: of,
});

describe('a gallery', () => {
  const gallery = [
    mistake('M1', 'a counter that fails', three!),
    mistake('M2', 'a counter that is idle', instance('idle', three!.system, [nothing])),
  ];
  const chapter = { ...sound, instances: [five!, ...gallery.map((row) => row.instance)], gallery };

  test('is a table: what falls without which rule, and how soon; a dash where nothing ever happens', async () => {
    const house = new MadeUpHouse({ [CHAPTER]: block('gallery') }, [chapter]);
    await house.book();
    expect(house.read(CHAPTER)).toBe(`\
<!-- generated: gallery -->
| #   | mistake                | the rule taken away | falls              | where           | shortest trace |
| --- | ---------------------- | ------------------- | ------------------ | --------------- | -------------: |
| M1  | a counter that fails   | the rule of M1      | never three        | a row of states |              4 |
| M2  | a counter that is idle | the rule of M2      | nothing is counted | a row of states |              – |
<!-- /generated -->`);
  });

  test('says of a mistake that does no harm that nothing falls', async () => {
    const harmless = [mistake('M3', 'a counter to five', five!)];
    const house = new MadeUpHouse({ [CHAPTER]: block('gallery') }, [{ ...sound, gallery: harmless }]);
    await house.book();
    expect(house.read(CHAPTER)).toContain(
      '| M3  | a counter to five | the rule of M3      | nothing | a row of states |              – |',
    );
  });

  test('has its claims to itself: the table of claims leaves them out', async () => {
    const house = new MadeUpHouse({ [CHAPTER]: block('claims') }, [chapter]);
    const { err } = await house.book();
    expect(house.read(CHAPTER)).toContain('| five     |');
    expect(house.read(CHAPTER)).not.toContain('three');
    expect(err).not.toContain('/ three');
  });

  test('is a problem where the chapter has none', async () => {
    const { code, err } = await new MadeUpHouse({ [CHAPTER]: block('gallery') }).book();
    expect(code).toBe(1);
    expect(err).toBe(`${CHAPTER}:1: 01-counting has no gallery; expected 'gallery' in the chapter\n`);
  });
});
