import { test } from 'vitest';
import { agree, chapterInstance } from '#test/export/agree.js';

test('an exported module has the states of its system (chapter 12, two rounds)', async () => {
  await agree(chapterInstance('12', 'two rounds, as before'), 18_897);
});
