/** `synod check --gaps`: what no run made use of. */
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { always, role, sometimes, system } from '#model/index.js';
import { type Chapter, fails, holds, instance } from '#spec/index.js';
import { sound } from '#test/cli/chapters.js';
import { synod } from '#test/cli/synod.js';

const door = setup({
  types: { events: {} as { readonly type: 'push' | 'pull' } },
  guards: { isLocked: () => false, isLight: () => true },
}).createMachine({
  id: 'door',
  initial: 'shut',
  states: {
    shut: { on: { push: { guard: 'isLight', target: 'open' } } },
    open: { on: { pull: 'shut', push: { guard: 'isLocked', target: 'shut' } } },
  },
});

const doors = system({
  name: 'a door',
  network: 'lossy',
  roles: {
    door: role(door, {
      instances: ['d1'],
      inputs: [{ type: 'push' }],
      ignores: { pull: 'nobody is there who would pull' },
    }),
  },
});

const chapter: Chapter = {
  ...sound,
  instances: [
    instance('pushed', doors, [
      holds(always('there is a door', ({ door: all }) => all.length === 1)),
      fails(sometimes('it is locked', ({ door: [d] }) => (d!.value as string) === 'locked')),
    ]),
  ],
};

test('what no run made use of is said of each instance', async () => {
  const { code, out } = await synod(['check', '--gaps'], [chapter]);
  expect(code).toBe(0);
  expect(out).toContain(`\
  Every reachable state was visited.
  What was not made use of:
    door: transition door.open on pull, never taken
    door: transition door.open on push, never taken
    door: guard isLight, always true
    door: guard isLocked, always false
    property it is locked, never witnessed

`);
});

test('and where everything was made use of, that', async () => {
  const { out } = await synod(['check', '--gaps', '-i', 'five'], [sound]);
  expect(out).toContain('  Every part was made use of.\n');
});

test('is not said where nobody asks, and in no other format', async () => {
  expect((await synod(['check'], [chapter])).out).not.toContain('made use of');
  const { code, err } = await synod(['check', '--gaps', '--json'], [chapter]);
  expect(code).toBe(2);
  expect(err).toContain("option '--gaps' cannot be used with option '--json'");
});
