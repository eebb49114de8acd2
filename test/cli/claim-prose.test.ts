/** What `synod explain` quotes of the book: every claim of every chapter is said there in prose. */
import { describe, expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { claimInProse } from '#src/cli/claim-prose.js';

const claims = chapters.flatMap((chapter) => {
  const names = chapter.instances.flatMap((one) => one.claims.map(({ property }) => property.name));
  return [...new Set(names)].map((name) => ({ chapter, name, prose: claimInProse(chapters, chapter, name) }));
});

describe('the prose of a claim', () => {
  test('is there for every claim of every chapter', () => {
    expect(claims.length).toBeGreaterThan(200);
    const without = claims.filter(({ prose }) => prose === undefined);
    expect(without.map(({ chapter, name }) => `${chapter.id}: ${name}`)).toEqual([]);
  });

  test('is whole sentences, which say more than the name of the claim', () => {
    const words = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
    const poor = claims.filter(({ name, prose = '' }) => {
      const more = words(prose).filter((word) => !words(name).includes(word));
      return !/^(?:\([^)]*\) )?'?[\p{Lu}\d][\s\S]*[.)]$/u.test(prose) || more.length < 4;
    });
    expect(poor.map(({ chapter, name, prose }) => `${chapter.id}: ${name}: ${prose}`)).toEqual([]);
  });

  test.each([
    ['01', 'agreement', '(always) The clients, taken together, are never told two values.'],
    ['14', 'agreement', 'Learners and clients, taken together, are never told two values.'],
    ['12', 'two masters are at work at once', /^'Two masters are at work at once', which the clock never/],
    ['19', 'at most 24 messages and 14 writes', /^\(always\) No run costs more/],
  ])('is that of the nearest chapter, without marks of Markdown (%s, %s)', (number, name, prose) => {
    const found = claims.find(({ chapter, name: one }) => chapter.id.startsWith(number) && one === name);
    expect(found?.prose).toMatch(prose);
    expect(found?.prose).not.toMatch(/[*_`\]]/);
  });

  test('is none where no chapter has the claim', () => {
    expect(claimInProse(chapters, chapters.at(-1)!, 'nobody claims this')).toBeUndefined();
  });
});
