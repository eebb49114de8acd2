/** How the tests run: on threads, against the files that `tsc` built. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The long ones first, so that none of them is left over for one processor at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes('.exhaustive.');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    sequence: { sequencer: LongestFirst },
    pool: 'threads',
    // The files that one thread runs share its modules, which are loaded once. So no file may change what another looks at.
    isolate: false,
    // All processors: left to itself vitest keeps one of them for itself, and of two that is half.
    maxWorkers: '100%',
    // A test that hangs is to end; a machine that is busy is not to fail it.
    testTimeout: 120_000,
    // Left to Node as they are: what runs is what is published, and c8 finds the true lines by their source maps.
    server: { deps: { external: [/\/dist\//] } },
  },
});
