import { describe, expect, test } from 'vitest';
import { deadlockFree } from '#model/index.js';
import { holds } from '#spec/index.js';
import {
  bounded,
  endless,
  sound,
  throwing,
  withAfter,
  withInvoke,
  wronglyStated,
} from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

const book = [sound, wronglyStated, endless, withAfter, withInvoke];

describe('exit codes', () => {
  test('0, every claim is as stated', async () => {
    const { code, out } = await synod('check 1', book);
    expect(out).toMatch(/^5 claims: 5 as stated$/m);
    expect(code).toBe(0);
  });

  test('1, a claim is not as stated', async () => {
    const { code, out } = await synod('check 1 2', book);
    expect(out).toMatch(/^8 claims: 5 as stated, 3 not as stated$/m);
    expect(code).toBe(1);
  });

  test('2, an unknown chapter', async () => {
    const { code, out, err } = await synod('check 99', book);
    expect(err).toMatch(/^error: unknown chapter '99'; expected .* one of:\n {2}01-counting\n/);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test.each([
    [
      'check --max-states lots',
      "error: option '--max-states <count>' argument 'lots' is invalid. Expected a whole",
    ],
    [
      'check --max-memory 4G',
      "error: option '--max-memory <size>' argument '4G' is invalid. Expected a size",
    ],
    [
      'check --timeout 30',
      "error: option '--timeout <duration>' argument '30' is invalid. Expected a duration",
    ],
    ['check --max-states', "error: option '--max-states <count>' argument missing"],
    ['check --instances x', "error: unknown option '--instances'"],
    ['chekc', "error: unknown command 'chekc'"],
    ['list 14', "error: too many arguments for 'list'"],
  ])('2, a malformed command line (%s)', async (args, message) => {
    const { code, out, err } = await synod(args, book);
    expect(err).toContain(message);
    expect(err).toContain('--help says what there is');
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('2, no command at all, with the help', async () => {
    const { code, out, err } = await synod('', book);
    expect(err).toContain('Usage: synod');
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test.each([
    [
      'after',
      "13-after, instance 'sleeper': machine 'sleeper', state 'sleeper.asleep': 'after' is not supported",
    ],
    [
      'invoke',
      "13-invoke, instance 'caller': machine 'caller', state 'caller.calling': 'invoke' is not supported",
    ],
  ])(
    '2, a machine with what cannot be checked (%s), and a message without a stack',
    async (kind, message) => {
      const { code, out, err } = await synod(`check 13-${kind}`, book);
      expect(err).toContain(`error: ${message}; make `);
      expect(err).not.toMatch(/^\s+at /m);
      expect(out).toContain(`  could not be explored: ${message}`);
      expect(code).toBe(2);
      const { err: withStack } = await synod(`check 13-${kind}`, book, { env: { DEBUG: '1' } });
      expect(withStack).toMatch(/^\s+at .*machine/m);
    },
  );

  test.each([
    [
      'text',
      /✓ {2}never above three +holds/,
      /could not be explored: 04-throwing, instance 'three': .*\n {2}in the first state:\n {4}c1 {2}0\n/,
    ],
    [
      'json',
      /"verdict": "holds"/,
      /"error": "04-throwing, instance 'three': .*\\nin the first state:\\n {2}c1 {2}0"/,
    ],
    [
      'junit',
      /name="never above three"\/>/,
      /<error .*threw: Cannot read.*in the first state:\n {2}c1 {2}0<\/error>/s,
    ],
    ['sarif', /"results": \[\]/, /is not decided: 04-throwing, instance 'three': .*in the first state:/],
    ['github', /^/, /is not decided: 04-throwing, instance 'three': .*in the first state:%0A/],
  ] as const)(
    '2, one instance that cannot be explored, and what was found of the others (%s)',
    async (format, found, failed) => {
      const both = [sound, throwing];
      const { code, out } = await synod(`check 01 04 --format ${format}`, both);
      expect(out).toMatch(found);
      expect(out).toMatch(failed);
      expect(code).toBe(2);
    },
  );

  test.each([
    ['text', /in the state after that:\n {4}c1 {2}three · refuses tick\n/],
    ['json', /"run": "1 .*in the state after that:\\n {2}c1 {2}three · refuses tick"/],
    ['junit', /in the state after that:\n {2}c1 {2}three · refuses tick<\/failure>/],
    ['github', /in the state after that:%0A {2}c1 {2}three · refuses tick\n/],
  ] as const)('1, a deadlock, and who waits for what in it (%s)', async (format, told) => {
    const [three] = sound.instances;
    const dead = { ...three!, claims: [holds(deadlockFree('it goes on', () => false))] };
    const { code, out } = await synod(`check --format ${format}`, [{ ...sound, instances: [dead] }]);
    expect(out).toMatch(told);
    expect(code).toBe(1);
  });

  test('2, a predicate that throws', async () => {
    const { code, err } = await synod('check', [throwing]);
    expect(err).toMatch(
      /^error: 04-throwing, instance 'three': .*'finds the second counter' threw: Cannot read/m,
    );
    const { err: withStack } = await synod('check', [throwing], { env: { DEBUG: '1' } });
    expect(withStack).toMatch(/^\s+at .*chapters/m);
    expect(code).toBe(2);
  });

  test.each(['--max-states 1000', '--timeout 300ms', '--max-memory 1MiB'])(
    '3, a budget that is too small (%s), and what was decided is told',
    async (budget) => {
      const { code, out } = await synod(`check 12 --instance far ${budget}`, book);
      expect(out).toContain(`(${budget.split(' ')[0]}) ran out`);
      expect(out).toMatch(/^2 claims: 1 as stated, 1 not finished$/m);
      expect(code).toBe(3);
    },
  );

  test('3, interrupted, and what was decided is told', async () => {
    const { code, out } = await synod('check 12', book, { signal: AbortSignal.timeout(300) });
    expect(out).toContain('Not finished: interrupted.');
    expect(out).toContain('Not explored: the run ended before its turn.');
    expect(out).toMatch(/^3 claims: 1 as stated, 2 not finished$/m);
    expect(code).toBe(3);
  });

  test('1 rather than 3, when a claim is not as stated and another not finished', async () => {
    const { code } = await synod('check 2 12 --max-states 1000', book);
    expect(code).toBe(1);
  });
});

describe('the time is for the whole run, other budgets for each instance', () => {
  test('an instance after one that used up the time is not explored', async () => {
    const { out } = await synod('check 12 --timeout 300ms', book);
    expect(out).toContain('Not explored: the run ended before its turn.');
  });

  test('an instance after one that used up its states is explored', async () => {
    const { out } = await synod('check 12 --max-states 1000', book);
    expect(out).toMatch(/near\n(.*\n){3} {2}Every reachable state was visited/);
  });
});

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
