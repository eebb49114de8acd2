/** The file of verdicts: what is written, and what of a change it lets be seen. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Chapter } from '#spec/index.js';
import { bounded, endless, sound, wronglyStated } from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-verdicts-'));
  file = join(folder, 'verdicts.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (): string => readFileSync(file, 'utf8');
const edit = (from: string | RegExp, to: string): void => {
  const edited = read().replace(from, to);
  expect(edited).not.toBe(read());
  writeFileSync(file, edited);
};
const book = [sound, bounded];

describe('the file of verdicts', () => {
  test('has an instance a line and a claim a line, and no times', async () => {
    expect((await synod(`check 1 --write-verdicts ${file}`, book)).code).toBe(0);
    expect(read()).toBe(
      [
        '{',
        '  "verdicts": [',
        '    { "chapter": "01-counting", "instance": "three", "states": 4, "transitions": 3, "depth": 4, "claims": [',
        '      { "claim": "never above three", "verdict": "holds", "trace": null },',
        '      { "claim": "never three", "verdict": "fails", "trace": 4 },',
        '      { "claim": "two is reached", "verdict": "holds", "trace": 3 }',
        '    ] },',
        '    { "chapter": "01-counting", "instance": "five", "states": 6, "transitions": 5, "depth": 6, "claims": [',
        '      { "claim": "five is reached", "verdict": "holds", "trace": 6 },',
        '      { "claim": "never above five", "verdict": "holds", "trace": null }',
        '    ] }',
        '  ]',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('is refused before anything is explored where there is no folder for it', async () => {
    const { code, out, err } = await synod(`check 1 --write-verdicts ${join(folder, 'none', 'file')}`, book, {
      columns: 80,
    });
    expect(err).toMatch(
      /^error: --write-verdicts .*: there is no folder '.*none'; expected one that is there/,
    );
    expect(err).not.toContain('01-counting /');
    expect([code, out]).toEqual([2, '']);
  });

  test('is the same however many threads wrote it', async () => {
    await synod(`check --workers 1 --write-verdicts ${file}`, book);
    const one = read();
    await synod(`check --workers 2 --write-verdicts ${file}`, book);
    expect(read()).toBe(one);
  });

  test('agrees with what has not changed', async () => {
    await synod(`check --write-verdicts ${file}`, book);
    const { code, out } = await synod(`check --verdicts ${file}`, book);
    expect(out).toMatch(/^3 instances as kept in .*verdicts\.json$/m);
    expect(code).toBe(0);
  });

  test('tells each difference, with what to do, and ends with 1', async () => {
    await synod(`check --write-verdicts ${file}`, book);
    edit('"states": 4, "transitions": 3', '"states": 5, "transitions": 7');
    edit('"verdict": "fails", "trace": 4', '"verdict": "holds", "trace": null');
    edit('"claim": "two is reached"', '"claim": "three is reached"');
    const { code, out } = await synod(`check --verdicts ${file}`, book);
    expect(code).toBe(1);
    expect(out.slice(out.indexOf('✗')).replaceAll(file, 'FILE')).toBe(
      [
        '✗ FILE tells otherwise (- kept, + found):',
        '  01-counting · three',
        '    - { "chapter": "01-counting", "instance": "three", "states": 5, "transitions": 7, "depth": 4, "claims": [',
        '    + { "chapter": "01-counting", "instance": "three", "states": 4, "transitions": 3, "depth": 4, "claims": [',
        '    - { "claim": "never three", "verdict": "holds", "trace": null }',
        '    - { "claim": "three is reached", "verdict": "holds", "trace": 3 }',
        '    + { "claim": "never three", "verdict": "fails", "trace": 4 }',
        '    + { "claim": "two is reached", "verdict": "holds", "trace": 3 }',
        'Where that is not meant, the change that made it is wrong; where it is, write it down: synod check --write-verdicts FILE',
        '',
      ].join('\n'),
    );
  });

  test('notices the length of a trace, and the order of claims', async () => {
    await synod(`check 1 --write-verdicts ${file}`, book);
    edit('"trace": 3', '"trace": 2');
    const shorter = await synod(`check 1 --verdicts ${file}`, book);
    expect(shorter.out).toContain('    - { "claim": "two is reached", "verdict": "holds", "trace": 2 }\n');
    edit('"trace": 2', '"trace": 3');
    edit(/^( {6}.*five is reached.*),\n(.*)\n/m, '$2,\n$1\n');
    const other = await synod(`check 1 --verdicts ${file}`, book);
    expect(other.out.match(/^ {4}[-+] .*claim": ".*five/gm)).toHaveLength(2);
    expect([shorter.code, other.code]).toEqual([1, 1]);
  });

  test('notices instances and chapters that are new or gone', async () => {
    await synod(`check --write-verdicts ${file}`, book);
    const without: Chapter = { ...sound, instances: sound.instances.slice(1) };
    const gone = await synod(`check --verdicts ${file}`, [without, bounded]);
    expect(gone.out).toMatch(/ 01-counting · three\n +- \{.*\n +- \{.*\n +- \{.*\n +- \{.*\nWhere/);
    const chapter = await synod(`check --verdicts ${file}`, [sound]);
    expect(chapter.out).toMatch(/ 03-bounded · to two\n +- \{/);
    await synod(`check --write-verdicts ${file}`, [without]);
    expect(read()).not.toContain('"three"');
    const added = await synod(`check --verdicts ${file}`, book);
    expect(added.out).toMatch(/ 01-counting · three\n +\+ \{/);
    expect(added.out).toMatch(/ 03-bounded · to two\n +\+ \{/);
    expect([gone.code, chapter.code, added.code]).toEqual([1, 1, 1]);
  });
});

describe('a part of what there is', () => {
  test.each(['check 3', 'check --instance five', 'check 1 --instance three'])(
    'is compared with its part of the file (%s)',
    async (command) => {
      await synod(`check --write-verdicts ${file}`, book);
      expect((await synod(`${command} --verdicts ${file}`, book)).code).toBe(0);
    },
  );

  test('is written in the place of its part of the file', async () => {
    await synod(`check --write-verdicts ${file}`, book);
    const whole = read();
    edit('"states": 6', '"states": 60');
    const broken = read();
    await synod(`check 3 --write-verdicts ${file}`, book);
    await synod(`check --instance three --write-verdicts ${file}`, book);
    expect(read()).toBe(broken);
    await synod(`check --instance five --write-verdicts ${file}`, book);
    expect(read()).toBe(whole);
  });
});

describe('nothing is kept', () => {
  test('of a run with a claim that is not as stated', async () => {
    const { code, err } = await synod(`check --write-verdicts ${file}`, [sound, wronglyStated]);
    expect(err).toContain('is left as it is, because not every claim is as stated');
    expect([code, existsSync(file)]).toEqual([1, false]);
  });

  test('of a run that did not finish, and nothing is said of it', async () => {
    const { code } = await synod(`check 12 --max-states 1000 --write-verdicts ${file}`, [endless]);
    expect([code, existsSync(file)]).toEqual([3, false]);
    await synod(`check --instance near --write-verdicts ${file}`, [endless]);
    const { out, code: compared } = await synod(`check --max-states 1000 --verdicts ${file}`, [endless]);
    expect(out).toMatch(/^1 instance as kept in/m);
    expect(compared).toBe(3);
  });
});

describe('other formats', () => {
  test('github has an error beside the file', async () => {
    await synod(`check 1 --write-verdicts ${file}`, book);
    edit('"states": 6', '"states": 7');
    const { code, out } = await synod(`check 1 --format github --verdicts ${file}`, book);
    expect(out).toMatch(
      /^::error file=.*verdicts\.json,title=01-counting · five::- .*"states": 7,.*%0A\+ .*"states": 6,.*%0AWhere that is not meant/m,
    );
    expect(code).toBe(1);
  });

  test.each(['json', 'junit', 'sarif'])(
    '%s stays whole; what differs goes to the other stream',
    async (format) => {
      await synod(`check 1 --write-verdicts ${file}`, book);
      edit('"states": 6', '"states": 7');
      const { code, out, err } = await synod(`check 1 --format ${format} --verdicts ${file}`, book);
      expect(out).not.toContain('tells otherwise');
      expect(err).toContain('"states": 7,');
      expect(code).toBe(1);
    },
  );
});

describe('wrong use ends with 2, before anything is explored', () => {
  test('a file that is not there', async () => {
    const { code, err, out } = await synod(`check 1 --verdicts ${file}`, book);
    expect(err).toMatch(/^error: there is no file '.*'; write it with synod check --write-verdicts /);
    expect([code, out]).toEqual([2, '']);
  });

  test.each([
    ['{', 'expected a file of verdicts as JSON'],
    ['null', "at 'the document': expected Object; got null"],
    ['{ "verdicts": [{ "chapter": "x" }] }', "at 'verdicts.0.instance': expected a value; got nothing"],
  ])('a file of something else (%s)', async (text, message) => {
    writeFileSync(file, text);
    for (const option of ['--verdicts', '--write-verdicts']) {
      const { code, err, out } = await synod(`check 1 ${option} ${file}`, book);
      expect(err).toContain(message);
      expect([code, out]).toEqual([2, '']);
    }
  });

  test('both options at once', async () => {
    const { code, err } = await synod(`check 1 --verdicts ${file} --write-verdicts ${file}`, book);
    expect(err).toContain("option '--write-verdicts <file>' cannot be used with option '--verdicts <file>'");
    expect(code).toBe(2);
  });
});

test('counts with symmetry are not taken for counts without', async () => {
  await synod(`check 1 --symmetry --write-verdicts ${file}`, book);
  expect((await synod(`check 1 --symmetry --verdicts ${file}`, book)).code).toBe(0);
  const { code, out } = await synod(`check 1 --verdicts ${file}`, book);
  expect(out).toMatch(/- .*"symmetry": true/);
  expect(code).toBe(1);
});
