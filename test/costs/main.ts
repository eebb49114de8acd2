/** `npm run costs`: counts what running nodes spend, and keeps it for chapter 19. */
import { keep, keptSource, measure, sourceOf } from './measure.js';

const source = sourceOf(await measure());
const isNew = source !== keptSource();
if (isNew) keep(source);
process.stdout.write(
  isNew
    ? "spec/19-what-it-costs/measured.ts is rewritten; 'npm run build' and 'npm run book' bring it into the chapter\n"
    : 'the figures are as they were\n',
);
