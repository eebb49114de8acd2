/** Several threads on a search that is large enough to be shared out, and small enough to be measured. */
import { describe, expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { chapters } from '#spec/index.js';
import { ofStates, told } from '#test/model/told.js';
import messageSet from '#test/reference/message-set.js';

describe('two threads', () => {
  test('count as one does', async () => {
    const check = messageSet.build(3, 2, 3);
    expect(told(await check.explore({ workers: 2 }))).toEqual(told(await check.explore()));
  });

  test('find what one finds', async () => {
    const synod = chapters.find(({ id }) => id === '14-the-synod')!;
    const { system, claims } = synod.instances.find(({ name }) => name.startsWith('S5'))!;
    const properties = ofStates(claims);
    expect(properties.length).toBeGreaterThan(0);
    const one = told(await explore(system, properties));
    expect(told(await explore(system, properties, { workers: 2 }))).toEqual(one);
  });

  test('stop where a budget runs out', async () => {
    const many = await messageSet.build(3, 2, 4).explore({ workers: 2, maxStates: 60_000 });
    expect([many.stopped, many.complete]).toEqual(['states', false]);
  });
});
