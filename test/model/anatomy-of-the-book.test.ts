/** Every machine of the book can be mutated part by part, counted and named in errors: all its parts have names. */
import { describe, expect, test } from 'vitest';
import { machinesOf, unnamedParts } from '#model/index.js';
import type { AnyRole } from '#model/system/role.js';
import { chapters } from '#spec/index.js';

describe.each(chapters.map(({ id, instances }) => ({ id, instances })))('$id', ({ instances }) => {
  test.each(instances.map(({ name, system }) => [name, system] as const))('%s', (_, system) => {
    const machines = machinesOf(system);
    for (const machine of Object.values(machines)) expect(unnamedParts(machine)).toEqual([]);
    // A role, or a part of one, that is a step function would escape.
    const parts = Object.entries(system.roles as Record<string, AnyRole>).flatMap(
      ([name, { process, instances }]) =>
        Object.keys(process(instances[0]!).composed?.parts ?? { [name]: process }),
    );
    // A role may be called as a part of another; that is one machine.
    expect(Object.keys(machines)).toEqual([...new Set(parts)]);
  });
});
