import { describe, expect, test } from 'vitest';
import { select } from '#src/cli/select.js';
import { endless, sound, withAfter, withInvoke } from '#test/cli/chapters.js';

const book = [sound, endless, withAfter];
const chosen = (...args: Parameters<typeof select>) =>
  select(...args).map(({ chapter, instance }) => `${chapter.id}/${instance.name}`);

describe('which instances are checked', () => {
  test('all, when nothing is asked for', () => {
    expect(chosen(book, [])).toEqual([
      '01-counting/three',
      '01-counting/five',
      '12-endless/far',
      '12-endless/near',
      '13-after/sleeper',
    ]);
  });

  test.each(['1', '01', '01-counting', '01-c'])(
    "one chapter, by number, folder's name or prefix (%s)",
    (text) => {
      expect(chosen(book, [text])).toEqual(['01-counting/three', '01-counting/five']);
    },
  );

  test('several chapters, in the order of the book and each once', () => {
    expect(chosen(book, ['13', '1', '13-after'])).toEqual([
      '01-counting/three',
      '01-counting/five',
      '13-after/sleeper',
    ]);
  });

  test('one instance, by name', () => {
    expect(chosen(book, [], 'near')).toEqual(['12-endless/near']);
  });

  test('a folder that begins like another is found by its whole name', () => {
    const longer = { ...sound, id: '01-counting-again' };
    expect(chosen([longer, sound], ['01-counting'], 'five')).toEqual(['01-counting/five']);
  });
});

describe('what is not there is refused, and the message lists what is', () => {
  test.each(['99', '2', 'counting', '01-countings', '', '-1', '1.0'])('an unknown chapter (%s)', (text) => {
    expect(() => select(book, [text])).toThrow(
      `unknown chapter '${text}'; expected a chapter's number, its folder's name, or the beginning of one of:\n` +
        '  01-counting\n  12-endless\n  13-after',
    );
  });

  test('a prefix of several chapters', () => {
    expect(() => select([...book, withInvoke], ['13-'])).toThrow(
      /more than one chapter begins with '13-'; .* one of:\n {2}13-after\n {2}13-invoke$/,
    );
  });

  test('an unknown instance, or one of another chapter', () => {
    expect(() => select(book, ['12'], 'five')).toThrow(
      "unknown instance 'five'; expected one of:\n  far (12-endless)\n  near (12-endless)",
    );
  });

  test('of many, not all are listed', () => {
    const [chapter] = book;
    const crowded = { ...chapter!, instances: Array(23).fill(chapter!.instances[0]!) };
    expect(() => select([crowded], [], 'five')).toThrow(/\n {2}… and 3 more: synod list$/);
  });

  test('a book without chapters', () => {
    expect(() => select([], [])).toThrow('there is nothing to check');
    expect(() => select([], ['1'])).toThrow(/one of: \(there is none\)$/);
  });
});
