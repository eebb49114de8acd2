/** An exported module says what its system is, whatever its names are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tlaModule } from '#model/export/tla.js';
import { moduleName } from '#model/export/tla-names.js';
import { type AnySystem, explore, type Network, role, type Sent, system } from '#model/index.js';
import { readModule } from '#test/export/reader.js';
import { checkModuleName } from '#test/export/rules.js';
import { survey } from '#test/export/survey.js';

interface Names {
  readonly system: string;
  readonly roles: readonly [string, string];
  readonly participants: readonly [string, string, string];
  readonly types: readonly [string, string];
  readonly keys: readonly [string, string];
  readonly values: readonly [string, string];
  readonly history: string;
}

const PLAIN: Names = {
  system: 'a system',
  roles: ['writer', 'reader'],
  participants: ['w1', 'w2', 'r1'],
  types: ['go', 'said'],
  keys: ['k', 'l'],
  values: ['x', 'y'],
  history: 'heard',
};

/** Names that are something in TLA+, in TLC or in an exported module, and pairs that differ only in what is escaped. */
const UNLUCKY = [
  'fault',
  'clock',
  'to',
  'to_',
  'from',
  'type',
  'variant',
  'value',
  'context',
  'WF',
  'WF_x',
  'SF_',
  'SF_x',
  'IF',
  'MODULE',
  'IN',
  'Step',
  'Step_w1',
  'step',
  'Init',
  'Next',
  'Null',
  'as_text',
  'participants',
  'fault.stop of writer',
  'fault.stop of fault',
  'a-b',
  'a_b',
  'a b',
  'é',
  'u+e9',
  '\\u{e9}',
  '\\',
  '\\\\',
  '"',
  '\n',
  '\t',
  '',
  '1',
  '_',
  '(*',
  '====',
  'история',
  '歴史',
  '\u{1f600}',
  '\ud800',
];

const MODULES = [
  'Integers',
  'integers',
  'TLC',
  'Finite Sets',
  'sequences',
  'IF',
  'Step',
  'naturals',
  'x'.repeat(400),
  'é',
  '',
];

const RESERVED = new Set(['all', 'others', 'messages', 'history', 'network', '__proto__']);

const name = fc.oneof(fc.constantFrom(...UNLUCKY), fc.string({ unit: 'binary', maxLength: 6 }));
const unlucky: fc.Arbitrary<Names> = fc
  .record({
    system: fc.oneof(fc.constantFrom(...MODULES), name),
    own: fc.uniqueArray(
      name.filter((one) => !RESERVED.has(one)),
      { minLength: 6, maxLength: 6 },
    ),
    types: fc.tuple(name, name).filter((two) => !two.some((type) => type.startsWith('fault.'))),
    keys: fc
      .tuple(name, name)
      .filter((two) => !two.some((key) => ['type', 'from', '__proto__'].includes(key))),
    values: fc.tuple(name, name),
  })
  .map(({ own: [r, s, a, b, c, h], ...others }) => ({
    ...others,
    roles: [r!, s!],
    participants: [a!, b!, c!],
    history: h!,
  }));

describe('a module has the states of its system', () => {
  test.each<Network>(['lossy-set', 'unordered', 'ordered', 'latest'])(
    'whatever its names (%s)',
    async (network) => {
      const { states: expected } = await explore(named(PLAIN, network), []);
      expect(expected).toBeGreaterThan(50);
      await fc.assert(
        fc.asyncProperty(unlucky, async (names) => {
          await agree(named(names, network));
        }),
        { numRuns: 12 },
      );
    },
  );

  test.each<[string, Partial<Names>]>([
    ['participants that differ only in what is escaped', { participants: ['é', 'u+e9', '\\u{e9}'] }],
    ['values that differ only in what is escaped', { values: ['é', 'u+e9'] }],
    ['keys that differ only in what is escaped', { keys: ['é', 'u+e9'] }],
    ['a role called fault', { roles: ['fault', 'reader'] }],
    ['a participant called as what counts its stops', { participants: ['fault.stop of writer', 'w2', 'r1'] }],
    ['an own field called to', { keys: ['to', 'to_'] }],
    ['a history variable named beyond ASCII', { history: 'история' }],
    ['a type that begins with WF_', { types: ['WF_go', 'SF_'] }],
    ['keys that begin with WF_', { keys: ['WF_go', 'SF_'] }],
    ['participants that begin with WF_', { participants: ['WF_1', 'SF_', 'WF'] }],
  ])('%s', async (_, unlucky) => {
    for (const network of ['lossy-set', 'ordered'] as const) {
      const { states } = await explore(named(PLAIN, network), []);
      await agree(named({ ...PLAIN, ...unlucky }, network), states);
    }
  });
});

describe('the name of a module', () => {
  test.each(MODULES)("is one that it can have, and its file too, for a system called '%s'", async (name) => {
    const { name: module, module: text } = await tlaModule(
      named({ ...PLAIN, system: name }, 'lossy-set'),
      [],
    );
    checkModuleName(module);
    expect(Buffer.byteLength(`${module}.tla`)).toBeLessThan(200);
    expect(readModule(text).name).toBe(module);
  });

  test('is not that of one of its definitions', async () => {
    for (const network of ['lossy-set', 'unordered', 'ordered', 'latest'] as const) {
      const { module } = await tlaModule(named(PLAIN, network), []);
      const own = [...readModule(module).definitions.keys()].filter((name) => !name.includes('_'));
      expect(own.length).toBeGreaterThan(15);
      for (const definition of own.filter((name) => name !== 'vars'))
        expect(moduleName(definition)).not.toBe(definition);
    }
  });
});

/** Two writers that each tell a reader one of two things once, and may stop; and a history of what was said. */
function named(names: Names, network: Network): AnySystem {
  const {
    roles: [writer, reader],
    participants: [one, other, heard],
    types: [go, said],
    keys: [key, second],
    values,
  } = names;
  type Event = { readonly type: string };
  return system({
    name: names.system,
    network,
    roles: {
      [writer]: role<Record<string, unknown>, Event, Sent<Event>, undefined>(
        {
          initial: () => [{}, []],
          step: (state, event) => {
            if (Object.keys(state).length > 0) return undefined;
            const { type: _, ...told } = event as Event & Record<string, unknown>;
            const { [key]: value } = told;
            return [told, [{ type: said, [second]: value, to: heard }]];
          },
        },
        {
          instances: [one, other],
          inputs: () => values.map((value) => ({ type: go, [key]: value })),
        },
      ),
      [reader]: role<readonly unknown[], Event, Sent<Event>, undefined>(
        {
          initial: () => [[], []],
          step: (state, event) =>
            state.length < 2
              ? [[...state, (event as unknown as Record<string, unknown>)[second]], []]
              : undefined,
        },
        { instances: [heard] },
      ),
    },
    faults: { stops: { [writer]: 1 } },
    history: {
      [names.history]: {
        initial: [],
        on: { [said]: (all: readonly unknown[], message: object) => [...all, message] },
      },
    },
  } as never);
}

/** Explores both, and compares. */
async function agree(subject: AnySystem, expected?: number): Promise<void> {
  const { states, complete } = await explore(subject, []);
  expect(complete).toBe(true);
  if (expected !== undefined) expect(states).toBe(expected);
  const { module, name, ...exported } = await tlaModule(subject, []);
  checkModuleName(name);
  expect(exported.states).toBe(states);
  expect(survey(module)).toEqual({ states, onlyReached: true });
}
