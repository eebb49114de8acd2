/**
 * Before each file of tests: property-based tests draw the same cases in every run, so that a gate says the same of the same code.
 * `npm run fuzz` draws new ones; fast-check prints the seed of those that fail.
 */
import fc from 'fast-check';

if (process.env.FUZZ === undefined) fc.configureGlobal({ seed: 1998 });
