/** The answers to the exercises that take seconds are as stated, too. */
import { areAsStated } from '#test/spec/answers.js';

await areAsStated(true);
