/** A made-up house in a folder for the time of a test: a chapter about counting, its source, and pages with blocks. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { setup } from 'xstate';
import type { Chapter, Exhibit } from '#spec/index.js';
import { neededBy, readPages, staleBlocks } from '#src/book/book.js';
import { type Explored, exploreWanted } from '#src/book/explorations.js';
import type { Export, House } from '#src/book/house.js';
import { formatProblems } from '#src/book/problem.js';
import { run } from '#src/book/program.js';
import { silence } from '#src/terminal/progress.js';
import { sound } from '#test/cli/chapters.js';
import type { Ran } from '#test/cli/synod.js';

/** The chapter's page. */
export const CHAPTER = 'spec/01-counting/README.md';
/** A drawing of the chapter's. */
export const DRAWING = 'spec/01-counting/counting.svg';
/** The page of a room that is no chapter. */
export const FRONT = 'README.md';

const toggle = setup({}).createMachine({
  id: 'toggle',
  initial: 'idle',
  states: { idle: { on: { press: 'busy' } }, busy: { on: { press: 'idle' } } },
});

const [three] = sound.instances;

/** Made of traces that there are. */
const lengths: Exhibit = {
  needs: [three!],
  make: (traceOf) => ({
    columns: ['claim', { right: 'steps' }],
    rows: ['never three', 'two is reached'].map((claim) => [claim, traceOf(three!, claim).steps.length]),
  }),
};

const drawing: Exhibit = {
  needs: [three!],
  make: (traceOf) => `<svg width="${traceOf(three!, 'never three').steps.length}"/>`,
};

/** Made of one that there is not. */
const nothing: Exhibit = {
  needs: [three!],
  make: (traceOf) => String(traceOf(three!, 'never above three').steps.length),
};

const EXPORTS: readonly Export[] = [
  { name: 'lengths', value: lengths },
  { name: 'drawing', value: drawing },
  { name: 'nothing', value: nothing },
  { name: 'toggle', value: toggle },
  { name: 'limit', value: 3 },
];

export const SOURCE = `\
/** Counting. */
// #region counting
export function next(count: number): number {
  // #region limit
  if (count === 3) return count;
  // #endregion

  return count + 1;
}
// #endregion
`;

/** A page of every kind of block, each of them empty. */
export const EVERY_KIND: Readonly<Record<string, string>> = {
  [FRONT]: `\
# House

${block('contents')}

Of one instance:

${block('claims 01-counting five')}

\`\`\`md
${block('in a fence, where markers are text')}
\`\`\`
`,
  [CHAPTER]: `\
# Counting

${block('claims')}

${block('region counting.ts counting')}
${block('region counting.ts limit')}

${block('statechart toggle')}

${block('counterexample three "never three"')}

${block('counterexample three "two is reached" mermaid')}

${block('exhibit lengths')}
`,
  [DRAWING]: `${block('exhibit drawing')}\n`,
};

export function block(words: string): string {
  return `<!-- generated: ${words} -->\n<!-- /generated -->`;
}

export class MadeUpHouse implements House {
  /** Gone when the test is over. */
  readonly root = mkdtempSync(join(tmpdir(), 'book-'));

  constructor(
    files: Readonly<Record<string, string>>,
    readonly chapters: readonly Chapter[] = [sound],
  ) {
    onTestFinished(() => rmSync(this.root, { recursive: true }));
    this.write('spec/01-counting/counting.ts', SOURCE);
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  exportsOf(): readonly Export[] {
    return EXPORTS;
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  write(file: string, text: string): void {
    const path = join(this.root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** The instances that the command begins to explore, in order, as a terminal shows them. */
  async explores(): Promise<readonly string[]> {
    const { err } = await this.#run([], true);
    return [...err.matchAll(/(\d\S* \/ \w+) …/g)].map(([, label]) => label!);
  }

  /** The command, in this process. */
  book(...args: readonly string[]): Promise<Ran> {
    return this.#run(args, false);
  }

  async #run(args: readonly string[], isTTY: boolean): Promise<Ran> {
    const written = { out: '', err: '' };
    const output = (name: 'out' | 'err') => ({
      write: (text: string) => {
        written[name] += text;
      },
      isTTY,
    });
    const { signal } = new AbortController();
    const code = await run(args, this, { out: output('out'), err: output('err'), env: {}, signal });
    return { code, ...written };
  }

  explore(): Promise<Explored> {
    const { pages } = readPages(this);
    return exploreWanted(this.chapters, neededBy(pages), silence);
  }

  /** What is wrong with the pages as they stand, the instances being explored. */
  problems(explored: Explored = new Map()): string {
    const { pages, problems } = readPages(this);
    return formatProblems([...problems, ...staleBlocks(pages, explored)]);
  }
}
