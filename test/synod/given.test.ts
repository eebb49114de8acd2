import { describe, expect, test } from 'vitest';
import { Synod } from '#src/index.js';
import { assertCall, assertProposing, assertReading } from '#src/synod/given.js';

const machine = { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const };
/** As a program in JavaScript may call it. */
const open = Synod.open as (options?: unknown) => Promise<unknown>;

describe('a member is not opened, and nothing is made, with', () => {
  test.each<[string, unknown, string | RegExp]>([
    ['nothing', undefined, 'expected Object as options; got undefined'],
    ['a misspelt option', { folder: 'x', machine, lisen: '127.0.0.1:1' }, 'got lisen'],
    [
      'an option that is nearly one',
      { folder: 'x', machine, alowPlaintext: true },
      /did you mean allowPlainText\?/,
    ],
    [
      'a misspelt limit',
      { folder: 'x', machine, limits: { heartbeatMS: 5 } },
      /got limits\.heartbeatMS; did you mean heartbeatMs\?/,
    ],
    ['a limit that is like none', { folder: 'x', machine, limits: { zoom: 5 } }, /got limits\.zoom$/],
    [
      'a limit of the cluster',
      { folder: 'x', machine, limits: { alpha: 5 } },
      'got limits.alpha, which belongs to the cluster',
    ],
    ['half a time', { folder: 'x', machine, limits: { electionMs: 0.5 } }, 'as limits.electionMs; got 0.5'],
    ['no address', { folder: 'x', machine, listen: '4001' }, 'expected host:port as listen; got "4001"'],
    [
      'no address of a peer',
      { folder: 'x', machine, listen: 'a:1', peers: { n2: 'b:x' } },
      'expected host:port as peers.n2; got "b:x"',
    ],
    ['no folder', { machine }, 'expected the option folder; got none'],
    ['an empty name of a folder', { folder: '', machine }, 'as folder; got '],
    ['no machine', { folder: 'x' }, 'expected the option machine; got none'],
    [
      'a machine that applies nothing',
      { folder: 'x', machine: { start: 0 } },
      'the option machine.apply; got none',
    ],
    ['a time that never ends', { folder: 'x', machine, withinMs: Infinity }, 'as withinMs; got Infinity'],
  ])('%s', async (_, options, told) => {
    await expect(open(options)).rejects.toMatchObject({
      name: 'InvalidOption',
      message: expect.stringMatching(told),
    });
  });
});

describe('a call is refused with', () => {
  test.each<[string, (options: unknown) => void, unknown]>([
    ['a misspelt option', assertCall, { withinMS: 3 }],
    ['half of a number', assertProposing, { request: { session: 3, sequence: 1 } }],
    ['a sequence below the first', assertProposing, { request: { session: 3, sequence: 0, answered: 0 } }],
    ['a number in the place of options', assertCall, 5],
    ['no time', assertCall, { withinMs: 0 }],
    ['what is no time', assertCall, { withinMs: Number.NaN }],
    ['a misspelt consistency', assertReading, { consistency: 'locl' }],
    ['a slot below the first', assertReading, { after: -1 }],
    ['a slot that is no number', assertReading, { after: '1' }],
  ])('%s', (_, assertIs, options) => {
    expect(() => assertIs(options)).toThrow(expect.objectContaining({ name: 'InvalidOption' }));
  });

  test('but not with what may be given', () => {
    assertCall({ withinMs: 3, signal: new AbortController().signal });
    assertProposing({ request: { session: 3, sequence: 1, answered: 0 } });
    assertReading({ consistency: 'local', after: 0 });
  });
});
