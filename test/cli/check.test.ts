import { describe, expect, test } from 'vitest';
import { deadlockFree } from '#model/index.js';
import { holds } from '#spec/index.js';
import { endless, sound, throwing, withAfter, withInvoke, wronglyStated } from '#test/cli/chapters.js';
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
