import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { traceFromJson } from '#model/index.js';
import { sound, wronglyStated } from '#test/cli/chapters.js';
import { temporaryFolder } from '#test/cli/folder.js';
import { synod } from '#test/cli/synod.js';

const { folder, file } = temporaryFolder('traces');

const book = [sound, wronglyStated];

describe('check --trace-out', () => {
  test('writes a file for each counterexample and each witness, and says how many', async () => {
    const out = join(folder, 'made', 'up');
    const { code, err } = await synod(['check', '1', '--trace-out', out], book);
    expect(err).toMatch(new RegExp(`^3 traces written to ${out}$`, 'm'));
    expect(readdirSync(out).sort()).toEqual([
      '01-counting.five.five-is-reached.json',
      '01-counting.three.never-three.json',
      '01-counting.three.two-is-reached.json',
    ]);
    const { source, claim, trace } = traceFromJson(
      readFileSync(join(out, '01-counting.three.never-three.json'), 'utf8'),
    );
    expect(source).toEqual({ chapter: '01-counting', instance: 'three' });
    expect(claim).toEqual({ property: 'never three', kind: 'always', verdict: 'fails' });
    expect(trace.steps).toHaveLength(3);
    expect(code).toBe(0);
  });

  test('says before anything is explored that the folder cannot be made', async () => {
    const taken = file('taken', '');
    for (const args of [`check 1 --trace-out ${taken}`, `export 1 -i three --to dot --out ${taken}`]) {
      const { code, out, err } = await synod(args, book);
      expect(err).toMatch(
        /^error: --(trace-)?out .*taken: expected a folder that is there or can be made,.*; got EEXIST/,
      );
      expect([code, out]).toEqual([2, '']);
    }
  });

  test('cuts a name that is too long for a file, and keeps files apart', async () => {
    const out = join(folder, 'long');
    const long = { ...sound, instances: [{ ...sound.instances[0]!, name: `x${'ä'.repeat(300)}` }] };
    const { code } = await synod(['check', '1', '--trace-out', out], [long]);
    expect(code).toBe(0);
    const names = readdirSync(out);
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(Buffer.byteLength(name)).toBeLessThan(256);
      expect(name).not.toContain('\uFFFD');
    }
  });

  test('leaves what --json prints alone', async () => {
    const { out } = await synod(['check', '1', '--json', '--trace-out', join(folder, 'quiet')], book);
    expect(JSON.parse(out).claims).toHaveLength(5);
  });
});

describe('check --replay', () => {
  const written = async (): Promise<string> => {
    const { out } = await synod(['explain', '1', 'never three', '--format', 'json'], book);
    return out;
  };

  test('0, the trace is followed to where its claim is decided', async () => {
    const { code, out } = await synod(['check', '--replay', file('same.json', await written())], book);
    expect(out).toBe(
      "01-counting  Counting · three\n✓  3 steps followed to where 'never three' is decided: it fails\n",
    );
    expect(code).toBe(0);
  });

  test('1, the machines depart from the trace, and where is told', async () => {
    const other = (await written()).replace('"context":2', '"context":7');
    const { code, out } = await synod(['check', '--replay', file('other.json', other)], book);
    expect(out).toMatch(/^✗ {2}step 2: c1, its state after the step: expected 7; got 2$/m);
    expect(code).toBe(1);
  });

  test('on the machines of another instance, whether it makes the claim or not', async () => {
    const trace = file('elsewhere.json', await written());
    const { code, out } = await synod(['check', '-i', 'five', '--replay', trace], book);
    expect(out).toBe(
      "01-counting  Counting · five\n✓  3 steps followed; 'never three' is not claimed here\n",
    );
    expect(code).toBe(0);
    const { code: none, err } = await synod(['check', '-i', 'nine', '--replay', trace], book);
    expect(err).toContain(
      "unknown instance of 01-counting 'nine', which is not there; there are: 'three', 'five'",
    );
    expect(none).toBe(2);
  });

  test('1, the claim is not decided where the trace ends', async () => {
    const [head, last] = (await written()).split(/,\n(?=.*\n {2}\]\n)/);
    const { code, out } = await synod(['check', '--replay', file('short.json', `${head}\n  ]\n}`)], book);
    expect(last).toContain('"context":3');
    expect(out).toContain("step 2: property 'never three': expected to be refuted by the last state");
    expect(code).toBe(1);
  });

  test.each<[string, (trace: string) => string, string]>([
    ['no JSON', () => 'trace', 'expected a trace as JSON'],
    [
      'no source',
      (trace) => trace.replace('"instance"', '"place"'),
      "at 'source': expected a chapter and an instance",
    ],
    [
      'another chapter',
      (trace) => trace.replace('01-counting', '99-gone'),
      "the trace is of chapter '99-gone', which is not there; there are: '01-counting', ",
    ],
    [
      'another instance',
      (trace) => trace.replace('"three"', '"four"'),
      "the trace is of an instance of 01-counting, 'four', which is not there; there are: 'three', 'five'",
    ],
    [
      'another claim',
      (trace) => trace.replace('never three', 'ever'),
      "the trace is of the claim 'ever', which is not there; there are: 'never above three', ",
    ],
    [
      'another verdict',
      (trace) => trace.replace('"verdict":"fails"', '"verdict":"holds"'),
      "the trace says that 'never three' is of the kind 'always', and holds; expected the kind 'always', of which a trace shows that it fails",
    ],
    [
      'another kind of claim',
      (trace) => trace.replace('"kind":"always"', '"kind":"step"'),
      "the trace says that 'never three' is of the kind 'step', and fails; expected the kind 'always'",
    ],
  ])('2, the file is of something else (%s)', async (name, change, message) => {
    const changed = file(`${name}.json`, change(await written()));
    const { code, out, err } = await synod(['check', '--replay', changed], book);
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('2, there is no such file', async () => {
    const { code, err } = await synod(['check', '--replay', join(folder, 'nowhere.json')], book);
    expect(err).toMatch(/^error: there is no file '.*nowhere.json'; expected a trace/);
    expect(code).toBe(2);
  });
});

describe('explain', () => {
  test('prints the question, the claims, and one trace: of what fails as stated', async () => {
    const { code, out } = await synod(['explain', '1', '-i', 'three'], book);
    expect(out).toBe(
      [
        '01-counting  Counting',
        'How far does a counter count?',
        '',
        'never above three',
        'never three',
        'two is reached',
        '',
        'never three · three',
        '  fails; 4 states were looked at, and this is a counterexample:',
        '  1  c1 tick · c1: 0 → 1',
        '  2  c1 tick · c1: 1 → 2',
        '  3  c1 tick · c1: 2 → three',
        '',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });

  test('takes the name of an instance where no claim has it', async () => {
    const [named, chosen] = await Promise.all([
      synod(['explain', '1', 'thr'], book),
      synod(['explain', '1', '-i', 'three'], book),
    ]);
    expect(named).toEqual(chosen);
  });

  test('says of a claim that is not as stated how it is stated', async () => {
    const explained = ['never three', 'never above', 'nothing is'].map((claim) =>
      synod(['explain', '2', claim], book),
    );
    const ended = await Promise.all(explained);
    const out = ended.map((each) => each.out).join('');
    expect(out).toContain(
      '  fails, though it is stated to hold; 4 states were looked at, and this is a counterexample:\n',
    );
    expect(out).toContain('  holds, though it is stated to fail; 4 states were looked at.\n');
    expect(out).toContain(
      '  holds, though it is stated to fail; 1 state was looked at, and the first of them is a witness.\n',
    );
    expect(ended.map(({ code }) => code)).toEqual([1, 1, 1]);
  });

  test('takes the beginning of a claim that only one has', async () => {
    const { out } = await synod(['explain', '1', 'never thr', '--format', 'mermaid'], book);
    expect(out).toMatch(/^sequenceDiagram\n/);
  });

  test.each<[string, string[], string]>([
    [
      'an unknown claim',
      ['1', 'ever'],
      "unknown claim 'ever'; expected one of: never above three, never three, ",
    ],
    [
      'several claims',
      ['1', 'never'],
      "more than one claim begins with 'never'; expected one of: never above three, ",
    ],
    [
      'a trace of what holds',
      ['1', 'never above three', '--format', 'json'],
      "'never above three' holds in 'three', and there is no trace to print",
    ],
    [
      'another format',
      ['1', '--format', 'png'],
      "error: option '--format <format>' argument 'png' is invalid. Allowed choices are text, mermaid, json.",
    ],
  ])('2, %s', async (_, args, message) => {
    const { code, out, err } = await synod(['explain', ...args], book);
    expect(err).toContain(message);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});
