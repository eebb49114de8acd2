/** `synod regress`: a trace as a test, which fails when the machines no longer follow it to where its claim is decided. */
import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { traceToJson } from '#model/index.js';
import type { Chapter } from '#spec/index.js';
import type { Io } from '../terminal/io.js';
import { readTrace, sourceOf } from './trace-file.js';

/**
 * Makes a test for vitest, which needs nothing but `synod` beside it, and the file of one's own that the trace is of, if it is of one.
 *
 * @param own that file.
 * @param out the file that the test is written to; it is printed when left out.
 * @throws UsageError where there is no such file, or what it names is no longer there.
 */
export function regress(
  chapters: readonly Chapter[],
  file: string,
  { own, out }: { readonly own?: string | undefined; readonly out?: string | undefined },
  io: Io,
): void {
  const document = readTrace(file);
  sourceOf(document, chapters);
  const { source, claim, trace } = document;
  const title = `${source.chapter}, ${source.instance}: '${claim.property}' ${claim.verdict} as it did (${trace.steps.length} steps)`;
  const test = `/** Made of a trace by \`synod regress\`. */
import { expect, test } from "vitest";
import {
  type AnySystem,
  formatDeparture,
  type Property,
  replay,
  type StateOf,
  traceFromJson,
} from "synod/model";
${own === undefined ? FROM_THE_BOOK : fromOwn(pathTo(own, out === undefined ? '.' : dirname(out)))}
test(${JSON.stringify(title)}, () => {
  const { source, claim, trace } = traceFromJson(document);
  const instance = instancesOf(source.chapter).find(({ name }) => name === source.instance);
  const stated = instance?.claims.find(({ property }) => property.name === claim.property);
  expect(stated, \`the claim '\${claim.property}' of '\${source.instance}' in \${source.chapter}\`).toBeDefined();
  const property = stated!.property as Property<StateOf<AnySystem>>;
  const departure = replay(instance!.system, trace, property);
  expect(departure && formatDeparture(departure)).toBeUndefined();
});

const document = \`${literal(traceToJson(document))}\`;
`;
  if (out === undefined) io.out.write(test);
  else writeFileSync(out, test);
}

/** A file as a module in a folder imports it. */
function pathTo(file: string, folder: string): string {
  const path = relative(folder, file).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
}

const FROM_THE_BOOK = `import { chapters, type Instance } from "synod/spec";

function instancesOf(chapter: string | undefined): readonly Instance[] {
  return chapters.find(({ id }) => id === chapter)?.instances ?? [];
}
`;

function fromOwn(file: string): string {
  return `import type { Chapter, Instance } from "synod/spec";
import own from ${JSON.stringify(file)};

function instancesOf(_: string | undefined): readonly Instance[] {
  const found = own as Chapter | Instance | readonly Instance[];
  return "instances" in found ? found.instances : [found].flat();
}
`;
}

/** A text as it stands between backquotes. */
function literal(text: string): string {
  return text.replace(/[\\`]|\$\{/g, '\\$&');
}
