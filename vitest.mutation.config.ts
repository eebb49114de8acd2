/** What tells the mutants of `npm run mutation`: the tests of the production core that take no more than moments each. */
import config from './vitest.config.js';

export default { ...config, test: { ...config.test, include: ['test/unit/paxos/**/*.test.ts'] } };
