/** How the tests run: on threads, against the files that `tsc` built. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    // Left to Node as they are: what runs is what is published, and c8 finds the true lines by their source maps.
    server: { deps: { external: [/\/dist\//] } },
  },
});
