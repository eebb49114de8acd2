/** What survives a crash by its path: a part of what stands under a key of the context. */
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { omitted, picked, valueAt } from '#model/data/paths.js';
import { always, explore, mutantsOf, role, type StateOf, sometimes, system } from '#model/index.js';

interface Keeping {
  readonly log: { readonly entries: readonly string[]; readonly unsaved: number };
  readonly base: number;
}

const base = setup({
  types: {
    context: {} as Keeping,
    input: {} as { readonly durable?: { readonly log?: Partial<Keeping['log']>; readonly base?: number } },
    events: {} as { readonly type: 'write' },
  },
  guards: { hasRoom: ({ context }) => context.log.entries.length < 2 },
});

/** Writes two entries, and counts them where they are not saved, too. */
const keeper = base
  .extend({
    actions: {
      write: base.assign({
        log: ({ context: { log } }) => ({ entries: [...log.entries, 'x'], unsaved: log.unsaved + 1 }),
        base: ({ context }) => context.base + 1,
      }),
    },
  })
  .createMachine({
    id: 'keeper',
    context: ({ input }) => ({
      base: input.durable?.base ?? 0,
      log: { entries: [], unsaved: 0, ...input.durable?.log },
    }),
    on: { write: { guard: 'hasRoom', actions: 'write' } },
  });

const durable = ['log.entries', 'base'] as const;
const keeping = (machine: typeof keeper) =>
  system({
    name: 'keeping',
    network: 'lossy',
    roles: { keeper: role(machine, { instances: { k: {} }, inputs: [{ type: 'write' }], durable }) },
    faults: { restarts: { keeper: 1 } },
  });
type State = StateOf<ReturnType<typeof keeping>>;
const keeps = always('entries are kept', ({ keeper: [k] }: State) => {
  const { log, base } = k!.context;
  return log.entries.length === base;
});

test('a restart keeps what is at the path, and nothing beside it', async () => {
  const { results, coverage } = await explore(keeping(keeper), [
    keeps,
    sometimes('forgot', ({ keeper: [k] }: State) => k!.context.base === 2 && k!.context.log.unsaved === 0),
  ]);
  expect(results.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  expect(coverage().roles[0]!.lost).toEqual({ log: 3 });
});

test('a path has a mutant that forgets it, and it is seen how often it did', async () => {
  const mutants = mutantsOf(keeper, { durable }).filter(({ change }) => change.kind === 'durable');
  expect(mutants.map(({ id }) => id)).toEqual([
    'keeper: log.entries made volatile',
    'keeper: base made volatile',
  ]);
  const { results, coverage } = await explore(keeping(mutants[0]!.machine), [
    keeps,
    sometimes('', () => false),
  ]);
  expect(results[0]!.verdict).toBe('fails');
  expect(mutants[0]!.ran(coverage())).toBe(coverage().roles[0]!.lost['log.entries']);
  expect(mutants[0]!.ran(coverage())).toBeGreaterThan(0);
});

const data = { a: { b: { c: 1, d: 2 }, e: 3 }, 'a.b': 4, f: null };

test('paths lead through objects; a key with dots itself comes first', () => {
  expect(['a.e', 'a.b', 'f', 'f.x', 'g.x'].map((path) => valueAt(data, path))).toEqual([
    3,
    4,
    null,
    undefined,
    undefined,
  ]);
  expect(picked(data, ['a.e', 'f'])).toEqual({ a: { e: 3 }, f: null });
  expect(picked({ a: data.a }, ['a.b.c', 'a.b.d'])).toEqual({ a: { b: { c: 1, d: 2 } } });
  expect(picked(data, ['a.e', 'a'])).toEqual({ a: data.a });
  expect(omitted({ a: data.a, f: 1 }, 'a.b.c')).toEqual({ a: { b: { d: 2 }, e: 3 }, f: 1 });
  expect(omitted(data, 'f')).toEqual({ a: data.a, 'a.b': 4 });
});
