/** The answers to the exercises, as `synod check --answers` takes them. */
import { expect, test } from 'vitest';
import { chapters } from '#spec/index.js';
import { answersTo } from '#src/cli/answers.js';
import { notAsStated } from '#test/spec/verdicts.js';

/** Chapters whose answers take seconds. */
const LONG = ['15', '16', '17', '24'];

/** A test a chapter, of those whose answers take seconds or of the others. */
export async function areAsStated(areLong: boolean): Promise<void> {
  const answered = await answersTo(chapters, [], new URL(import.meta.resolve('#spec/index.js')));
  const taken = answered.filter(({ id }) => LONG.includes(id.slice(0, 2)) === areLong);
  test.each(taken.map(({ id, instances }) => [id, instances] as const))(
    '%s',
    { timeout: 120_000 },
    async (_, instances) => {
      expect(instances).not.toEqual([]);
      expect(await notAsStated(instances)).toEqual([]);
    },
  );
}
