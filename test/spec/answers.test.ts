/** The answers to the exercises are as stated; those that take seconds are in the soak. */
import { areAsStated } from '#test/spec/answers.js';

await areAsStated(false);
