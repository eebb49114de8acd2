/** `synod check` on systems of one's own: a file in the place of a chapter. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadOwn } from '#src/cli/user-systems.js';
import { Exit } from '#src/terminal/exit.js';
import { synod } from './synod.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-own-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const COUNTERS = `
  import { always, role, sometimes, type StateOf, system } from 'synod/model';
  import { fails, holds, instance } from 'synod/spec';

  const counting = {
    initial: () => [0, []] as const,
    step: (count: number, _: { type: 'count' }) => (count < 3 ? ([count + 1, []] as const) : undefined),
  };
  const counters = system({
    name: 'counters',
    network: 'lossy',
    roles: { counter: role(counting, { instances: ['a', 'b'], inputs: [{ type: 'count' }] }) },
  });
  type State = StateOf<typeof counters>;
  const full = sometimes('both are full', ({ counter }: State) => counter.every(({ context }) => context === 3));
  const low = always('nobody is full', ({ counter }: State) => counter.every(({ context }) => context < 3));
`;

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("a system of one's own", () => {
  test("may be the answers to a chapter's exercises", async () => {
    const { instances } = await loadOwn('spec/07-many-masters/answers.ts');
    expect(instances.map(({ name }) => name)).toContain('3: masters that look first');
  });

  test('is checked like a chapter', async () => {
    const path = file(
      'counters.ts',
      `${COUNTERS}\nexport default instance('two', counters, [holds(full), fails(low)]);`,
    );
    const { code, out } = await synod(`check ${path} --json`, []);
    expect(code).toBe(Exit.asStated);
    expect(JSON.parse(out).claims).toMatchObject([
      { chapter: 'counters', instance: 'two', claim: 'both are full', verdict: 'holds', traceLength: 7 },
      { chapter: 'counters', instance: 'two', claim: 'nobody is full', verdict: 'fails', traceLength: 4 },
    ]);
  });

  test('has a name of its own: two files of one name are refused, and both are told', async () => {
    mkdirSync(join(folder, 'other'));
    const text = `${COUNTERS}\nexport default instance('two', counters, [holds(full)]);`;
    const paths = ['alike.ts', 'other/alike.ts'].map((name) => file(name, text));
    const { code, err } = await synod(['check', ...paths], []);
    expect(err).toContain(`'${paths[0]}' and '${paths[1]}' are both called 'alike'`);
    expect(code).toBe(Exit.wrong);
  });

  test.each([
    ['throws', "throw new Error('no such luck');", 'no such luck'],
    ['imports', "import './not-here.js';\nexport default [];", "Cannot find module './not-here.js'"],
  ])('is named where it cannot be loaded (%s)', async (name, text, why) => {
    const path = file(`${name}.ts`, text);
    const { code, err } = await synod(`check ${path}`, []);
    expect(err).toContain(`error: ${path} cannot be loaded: ${why}`);
    expect(code).toBe(Exit.wrong);
  });

  test('has nothing to override where it has no machine', async () => {
    const path = file(
      'functions.ts',
      `${COUNTERS}\nexport default instance('two', counters, [holds(full)]);`,
    );
    const { err } = await synod(`check ${path} --override counter.isLow=true`, []);
    expect(err).toContain('expected one of: none, since step functions have no named parts');
  });

  test('is told of a message that is never taken and holds up others', async () => {
    const path = file(
      'letters.ts',
      `
      import { role, type Sent, sometimes, type StateOf, system } from 'synod/model';
      import { fails, instance } from 'synod/spec';

      type Letter = { readonly type: 'first' | 'second' };
      const letters = system({
        name: 'letters',
        network: 'ordered',
        roles: {
          sender: role({
            initial: () => [0, [{ type: 'first', to: 'y' }, { type: 'second', to: 'y' }] as Sent<Letter>[]] as const,
            step: (_: number, __: { type: 'go' }) => undefined,
          }, { instances: ['x'] }),
          receiver: role({
            initial: () => [0, []] as const,
            step: (_: number, { type }: Letter) => (type === 'second' ? ([1, []] as const) : undefined),
          }, { instances: ['y'] }),
        },
      });
      const got = sometimes('got', ({ receiver: [y] }: StateOf<typeof letters>) => y!.context === 1);
      export default instance('letters', letters, [fails(got)]);
      `,
    );
    const { code, out } = await synod(`check ${path}`, []);
    expect(code).toBe(Exit.asStated);
    expect(out).toContain("y never takes 'first' from x, behind which 'second' waits for ever");
  });

  test('has names of its own for its instances, and these for their claims', async () => {
    const made = "instance('two', counters, [holds(full)])";
    const { code, err } = await synod(
      `check ${file('same.ts', `${COUNTERS}\nexport default [${made}, ${made}];`)}`,
      [],
    );
    expect(err).toContain("same.ts: two instances are called 'two'; expected names of their own");
    expect(code).toBe(Exit.wrong);
    const twice = `${COUNTERS}\nexport default instance('two', counters, [holds(full), fails(full)]);`;
    expect((await synod(`check ${file('twice.ts', twice)}`, [])).err).toContain(
      "instance 'two': two claims are called 'both are full'",
    );
  });

  test('may be several', async () => {
    const both = "[instance('one', counters, [holds(full)]), instance('two', counters, [fails(low)])]";
    const { code, out } = await synod(
      `check ${file('several.ts', `${COUNTERS}\nexport default ${both};`)} --json`,
      [],
    );
    expect([code, JSON.parse(out).claims.length]).toEqual([Exit.asStated, 2]);
  });

  test('whose claims are not as stated ends with 1', async () => {
    const path = file('wrong.ts', `${COUNTERS}\nexport default instance('two', counters, [holds(low)]);`);
    expect((await synod(`check ${path}`, [])).code).toBe(Exit.notAsStated);
  });

  test.each([
    ['that is not there', './not-there.ts', "there is no file './not-there.ts'"],
    [
      'without a default export',
      () => file('empty.ts', 'export const nothing = 1;'),
      'expected the default export',
    ],
    ['that exports something else', () => file('text.ts', "export default 'text';"), 'got a string'],
    ['that throws', () => file('throws.ts', "throw new Error('not today');"), 'not today'],
  ])('in a file %s ends with 2', async (_, path, message) => {
    const { code, err } = await synod(`check ${typeof path === 'string' ? path : path()}`, []);
    expect(code).toBe(Exit.wrong);
    expect(err).toContain(message);
  });

  test.each([
    [
      'an import that there is not',
      ['always, role', 'allways as always, role'],
      'the exports of synod/model: expected one of: ',
      "did you mean 'always'?",
    ],
    [
      'a network',
      ["'lossy'", "'losy'"],
      "system counters, 'network': expected one of: lossy, ",
      "did you mean 'lossy'?",
    ],
    [
      'an option of the system',
      ['network:', 'netwrok:'],
      'system counters: expected no options but: name, roles, network',
      "got 'netwrok'; did you mean 'network'?",
    ],
    [
      'an option of the role',
      ['inputs:', 'input:'],
      'a role of a step function: expected no options but: instances, inputs',
      "did you mean 'inputs'?",
    ],
    [
      'participants',
      ["['a', 'b']", "'ab'"],
      "'instances': expected a list of names, or an object of inputs by name",
      "got 'ab'",
    ],
    ['an input', ["[{ type: 'count' }]", "['count']"], "'inputs[0]': expected an event", "got 'count'"],
    [
      'a role that a property reads',
      ['({ counter }: State) => counter.every', '({ countr }: State) => countr.every'],
      "expected one of: messages, counter, history; got 'countr'",
      "did you mean 'counter'?",
    ],
    [
      'a bare property',
      ['[holds(full)]', '[full]'],
      "instance 'two', 'claims[0]': expected a claim, made with holds(…) or fails(…)",
      'kind, name, predicate',
    ],
    [
      'no claims',
      ['[holds(full)]', '[]'],
      "instance 'two', 'claims': expected a list of at least 1",
      'an empty list',
    ],
  ])('with a mistake ends with 2 and says what there is: %s', async (what, [right, wrong], expected, got) => {
    const text = `${COUNTERS}\nexport default instance('two', counters, [holds(full)]);`;
    expect(text).toContain(right);
    const { code, err } = await synod(
      `check ${file(`${what.replaceAll(' ', '-')}.ts`, text.replace(right!, wrong!))}`,
      [],
    );
    expect(err).toContain(expected);
    expect(err).toContain(got);
    expect(code).toBe(Exit.wrong);
  });
});
