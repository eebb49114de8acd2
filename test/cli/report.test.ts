import { describe, expect, test } from 'vitest';
import { always } from '#model/index.js';
import { holds, instance } from '#spec/index.js';
import {
  bounded,
  counting,
  endless,
  sound,
  withAfter,
  withInvoke,
  wronglyStated,
} from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

const book = [sound, wronglyStated, endless, withAfter, withInvoke];

describe('what is printed', () => {
  test('a table for each instance, with what it cost', async () => {
    const { out } = await synod('check 1 --instance three', book);
    expect(out.replaceAll(/\d+\.\d+ s/g, '0.000 s')).toBe(
      [
        '01-counting  Counting · three',
        '  4 states, 3 transitions, depth 4, 0.000 s',
        '   claim              verdict                trace',
        '✓  never above three  holds                      –',
        '✓  never three        fails, as stated           4',
        '✓  two is reached     holds                      3',
        '  Every reachable state was visited.',
        '',
        '3 claims: 3 as stated',
        '',
      ].join('\n'),
    );
  });

  test('a claim that is not as stated is marked, and its trace shown in the words of its system', async () => {
    const { out } = await synod('check 2', book);
    expect(out).toMatch(/^✗ {2}never three +fails, stated to hold +4$/m);
    expect(out).toContain(
      [
        "'never three' is stated to hold and fails; the shortest trace:",
        '  1  c1 tick · c1: 0 → 1',
        '  2  c1 tick · c1: 1 → 2',
        '  3  c1 tick · c1: 2 → three',
        '',
      ].join('\n'),
    );
    expect(out).toContain("'never above three' is stated to fail and holds.\n");
    expect(out).toContain("'nothing is counted' is stated to fail and holds in the initial state.\n");
  });

  test('a trace once, though several instances have it', async () => {
    const [three] = wronglyStated.instances;
    const twice = { ...wronglyStated, instances: [three!, { ...three!, name: 'three again' }] };
    const { out } = await synod('check 2', [twice]);
    expect(out.match(/c1 tick · c1: 2 → three/g)).toHaveLength(1);
    expect(out).toContain(
      "'never three' is stated to hold and fails; the shortest trace is the one above, of 'three'.",
    );
  });

  test("how many states lie beyond the instance's bounds", async () => {
    const { out } = await synod('check 3', [bounded]);
    expect(out).toContain(
      "Every reachable state was visited. 1 state beyond the instance's bounds checked, not continued.",
    );
  });

  test('one state is no states', async () => {
    const still = instance('none', counting(0), [holds(always('never above', () => true))]);
    const { out } = await synod('check 1', [{ ...sound, instances: [still] }]);
    expect(out).toMatch(/^ {2}1 state, 0 transitions, depth 1, /m);
  });

  test('--json is one document and nothing else', async () => {
    const { code, out, err } = await synod('check 1 2 --json', book);
    const { claims } = JSON.parse(out);
    expect(claims.map(Object.keys)).toEqual(
      claims.map(() => [
        'chapter',
        'claim',
        'instance',
        'expected',
        'verdict',
        'states',
        'transitions',
        'depth',
        'seconds',
        'traceLength',
      ]),
    );
    expect(claims[1]).toEqual({
      chapter: '01-counting',
      claim: 'never three',
      instance: 'three',
      expected: 'fails',
      verdict: 'fails',
      states: 4,
      transitions: 3,
      depth: 4,
      seconds: expect.any(Number),
      traceLength: 4,
    });
    expect(claims[0].traceLength).toBeNull();
    expect(claims).toHaveLength(8);
    expect(err).toBe('');
    expect(code).toBe(1);
  });

  test('--json lists claims that were not reached, as not finished', async () => {
    const { code, out } = await synod('check 12 --json', book, { signal: AbortSignal.abort() });
    const { claims } = JSON.parse(out);
    expect(claims.map(({ verdict }: { verdict: string }) => verdict)).toEqual(Array(3).fill('not finished'));
    expect(code).toBe(3);
  });

  test('list names chapters, instances and claims', async () => {
    const { code, out } = await synod('list', [sound]);
    expect(out).toBe(
      [
        '01-counting  Counting',
        '  How far does a counter count?',
        '  instance three (unordered network)',
        '    holds  never above three',
        '    fails  never three',
        '    holds  two is reached',
        '  instance five (unordered network)',
        '    holds  five is reached',
        '    holds  never above five',
        '',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });

  test.each(['--help', 'help', 'check --help', 'help check', 'list --help', '--version'])(
    'help and version are no errors (%s)',
    async (args) => {
      const { code, out, err } = await synod(args, () => {
        throw new Error('help does not read the book');
      });
      expect(out).not.toBe('');
      expect(err).toBe('');
      expect(code).toBe(0);
    },
  );

  test('help tells the exit codes', async () => {
    const { out } = await synod('check --help', book);
    expect(out).toMatch(/Exit code:\n {2}0 [\s\S]*\n {2}1 [\s\S]*\n {2}2 .*\n {2}3 /);
  });

  test('the help of each command fits 80 columns', async () => {
    const { out: commands } = await synod('--help', book);
    const named = [...commands.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command!);
    expect(named).toEqual(expect.arrayContaining(['check', 'conform', 'recover', 'member']));
    for (const command of named.filter((name) => name !== 'help')) {
      const { out } = await synod(`${command} --help`, book);
      expect(
        out.split('\n').filter((line) => line.length > 80),
        command,
      ).toEqual([]);
    }
  });
});
