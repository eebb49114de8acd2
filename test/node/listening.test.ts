import { describe, expect, test } from 'vitest';
import { n2, n4 } from '#test/unit/paxos/log-words.js';
import { World } from './world.js';

describe('a node listens to members only', () => {
  test.each([
    ['of its own kind', {}, null],
    ['of another cluster', { cluster: 'others' }, 'cluster: it is of cluster others, not tests'],
    [
      'of a later version',
      { version: 3, versionMax: 3 },
      'version: it speaks version 3, not versions 1 to 2',
    ],
    [
      'of later versions',
      { version: 3, versionMax: 4 },
      'version: it speaks versions 3 to 4, not versions 1 to 2',
    ],
    ['of later versions that speaks this one too', { version: 1, versionMax: 4 }, null],
    [
      'in another life',
      { id: n2, incarnation: 5 },
      'stranger: n2 in incarnation 5 is no member of configuration 1',
    ],
    ['that was never added', { id: n4 }, 'stranger: n4 in incarnation 0 is no member of configuration 1'],
  ])('(one %s)', async (_, hello, objection) => {
    const world = new World();
    await world.open();
    const found = world.objection(hello);
    expect(found && `${found.kind}: ${found.why}`).toBe(objection);
  });

  test('with the same limits of the cluster (D16)', async () => {
    const world = new World();
    await world.open();
    const { limits } = world.peer!.hello;
    expect(world.objection({ limits: { ...limits, windowMax: 1 } })).toEqual({
      kind: 'limits',
      why: expect.stringContaining('its limits of the cluster are'),
    });
  });
});
