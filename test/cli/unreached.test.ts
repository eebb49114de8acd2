/** `synod explain` of a `sometimes` that never happens. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { synod } from '#test/cli/synod.js';

const S4 = [
  'explain',
  '14',
  'something is chosen',
  '-i',
  'S4, an acceptor that refuses the ballot it promised',
];

const XSTATE = fileURLToPath(new URL('../../node_modules/xstate', import.meta.url));

let folder: string;
let lamp: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-unreached-'));
  // What `npm install xstate` leaves.
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(XSTATE, join(folder, 'node_modules/xstate'), 'junction');
  lamp = join(folder, 'lamp.ts');
  writeFileSync(
    lamp,
    `
    import { setup } from 'xstate';
    import { role, sometimes, type StateOf, system } from 'synod/model';
    import { fails, instance } from 'synod/spec';

    const lamp = setup({
      types: { context: {} as { pressed: number }, events: {} as { type: 'press' | 'switch' } },
      guards: { isPressedEnough: ({ context }) => context.pressed > 1, mayBePressed: ({ context }) => context.pressed < 1 },
    });
    const machine = lamp
      .extend({ actions: { press: lamp.assign({ pressed: ({ context }) => context.pressed + 1 }) } })
      .createMachine({
        id: 'lamp',
        context: { pressed: 0 },
        initial: 'off',
        states: {
          off: { on: { press: { guard: 'mayBePressed', actions: 'press' }, switch: { guard: 'isPressedEnough', target: 'on' } } },
          on: {},
        },
      });
    const lamps = system({
      name: 'lamps',
      network: 'unordered',
      roles: { lamp: role(machine, { instances: ['l'], inputs: [{ type: 'press' }, { type: 'switch' }], ignores: { press: 'it is on', switch: 'it is on' } }) },
    });
    export default instance('one lamp', lamps, [
      fails(sometimes('it is on', ({ lamp: [l] }: StateOf<typeof lamps>) => l!.value === 'on')),
      fails(sometimes('it is broken', ({ lamp: [l] }: StateOf<typeof lamps>) => l!.context.pressed < 0)),
    ]);
    `,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the state that comes nearest is shown, and the guard that stops it, with what it saw', async () => {
  const { code, out } = await synod(S4, chapters);
  expect(out).toContain(
    [
      "  There a1 refuses accept ballot=1.p1 value=olives from p1: the guard 'isNotBelowPromise' says no.",
      '    a1: promised 1.p1, vote null',
      "  Were 'isNotBelowPromise' of acceptor to let through that, it would be reached in 1 step:",
      '  5  p1 → a1 accept ballot=1.p1 value=olives · a1: vote null → 1.p1:olives',
    ].join('\n'),
  );
  expect(code).toBe(0);
});

test('as JSON it is one document', async () => {
  const { out } = await synod([...S4, '--format', 'json'], chapters);
  const document = JSON.parse(out);
  expect(document).toMatchObject({
    source: { chapter: '14-the-synod' },
    claim: { property: 'something is chosen', kind: 'sometimes', verdict: 'fails' },
    obstacles: [{ guards: [{ role: 'acceptor', guard: 'isNotBelowPromise' }], letThrough: 1 }],
  });
  expect(document.obstacles[0].refused.state.context.promised).toEqual({ round: 1, proposer: 'p1' });
});

test("a system of one's own is explained like a chapter", async () => {
  const { code, out } = await synod(['explain', lamp, 'it is on'], []);
  expect(out.slice(out.indexOf('it is on · one lamp'))).toBe(
    [
      'it is on · one lamp',
      '  fails; 2 states were looked at.',
      '  The initial state comes nearest.',
      "  There l refuses switch: the guard 'isPressedEnough' says no.",
      '    l: off, pressed 0',
      "  Were 'isPressedEnough' of lamp to let through that, it would be reached in 1 step:",
      '  1  l switch · l: off → on',
      '',
      '  Other guards in the way, each by itself:',
      "    'mayBePressed' of lamp: after 1 step l refuses press: the guard 'mayBePressed' says no; 2 steps to go",
      '',
    ].join('\n'),
  );
  expect(code).toBe(0);
});

test('where no guard is in the way, that is said', async () => {
  const { out } = await synod(['explain', lamp, 'it is broken'], []);
  expect(out).toContain('No guard stands in the way: it is reached as little where any of the 2 guards');
});

test('a diagram there is none of', async () => {
  const { code, err } = await synod([...S4, '--format', 'mermaid'], chapters);
  expect(err).toContain('there is no trace to print');
  expect(code).toBe(2);
});
