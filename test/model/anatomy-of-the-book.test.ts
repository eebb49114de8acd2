/** Every machine of the book can be mutated part by part, counted and named in errors: all its parts have names. */
import { describe, expect, test } from 'vitest';
import { machinesOf, unnamedParts } from '#model/index.js';
import { chapters } from '#spec/index.js';

describe.each(chapters.map(({ id, instances }) => ({ id, instances })))('$id', ({ instances }) => {
  test.each(instances.map(({ name, system }) => [name, system] as const))('%s', (_, system) => {
    const machines = machinesOf(system);
    for (const machine of Object.values(machines)) expect(unnamedParts(machine)).toEqual([]);
    // A role that is a step function would escape.
    expect(Object.keys(machines)).toEqual(Object.keys(system.roles));
  });
});
