#!/usr/bin/env node
/** What the command `synod` is linked to. It is not built, so that the link is right before there is a build, and after each one. */
import { existsSync } from 'node:fs';

const main = new URL('../../dist/src/cli/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('error: expected a build of synod in dist/; got none. Next step: npm run build');
  process.exitCode = 2;
}
