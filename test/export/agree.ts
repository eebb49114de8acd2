/** Whether an exported module has the states of its system. */
import { expect } from 'vitest';
import { tlaModule } from '#model/export/tla.js';
import { type AnySystem, explore } from '#model/index.js';
import { chapters } from '#spec/index.js';
import { survey } from '#test/export/survey.js';

/** Explores both, and compares. */
export async function agree(subject: AnySystem, expected?: number): Promise<void> {
  const { states, complete } = await explore(subject, []);
  expect(complete).toBe(true);
  if (expected !== undefined) expect(states).toBe(expected);
  const exported = await tlaModule(subject, []);
  expect(exported.states).toBe(states);
  expect(survey(exported.module)).toEqual({ states, onlyReached: true });
}

export function chapterInstance(chapter: string, name: string): AnySystem {
  const { instances } = chapters.find(({ id }) => id.startsWith(chapter))!;
  return instances.find((instance) => instance.name === name)!.system;
}
