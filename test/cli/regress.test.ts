import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type TraceDocument, traceFromJson } from '#model/index.js';
import { cause, differences } from '#model/report/words.js';
import { chapters } from '#spec/index.js';
import { sound, wronglyStated } from '#test/cli/chapters.js';
import { temporaryFolder } from '#test/cli/folder.js';
import { type Ran, synod } from '#test/cli/synod.js';
import { readSequenceDiagram } from '#test/model/mermaid.js';

const { folder, file } = temporaryFolder('regress');

const book = [sound, wronglyStated];

describe('regress', () => {
  const INSTANCE = 'S8, a proposer that ignores reported votes';
  const explained = (format: string): Promise<Ran> =>
    synod(['explain', '14', 'agreement', '-i', INSTANCE, '--format', format], chapters);

  test('the same trace as JSON, text, diagram, replay and test', { timeout: 60_000 }, async () => {
    const { out: json } = await explained('json');
    const document = traceFromJson(json);
    const saved = file('agreement.json', json);
    const told = tellings(document);
    expect(told.length).toBeGreaterThan(10);

    const { out: text } = await explained('text');
    expect(fromText(text)).toEqual(told);
    const { out: diagram } = await explained('mermaid');
    expect(await fromDiagram(diagram)).toEqual(told);

    const { code, out: followed } = await synod(['check', '--replay', saved], chapters);
    expect(followed).toContain(`${told.length} steps followed to where 'agreement' is decided: it fails`);
    expect(code).toBe(0);

    const { out: generated } = await synod(['regress', saved], chapters);
    const [, inside] = /const document = `([\s\S]*)`;/.exec(generated)!;
    expect(traceFromJson(inside!)).toEqual(document);
    const departing = generated.replace(
      '"promised":null,"vote":null}},"after"',
      '"promised":1,"vote":null}},"after"',
    );
    const ran = await vitest(generated, { 'departing.test.ts': departing });
    expect(ran).toMatch(/Tests +1 failed \| 1 passed/);
    expect(ran).toMatch(/FAIL +departing\.test\.ts/);
    expect(ran).toMatch(/step 3: a1, its state before the step: expected promised 1; got promised null/);
  });

  test("a trace of a system of one's own", { timeout: 60_000 }, async () => {
    const own = join(folder, 'lamp.ts');
    writeFileSync(
      own,
      `import { always, role, system, type StateOf } from 'synod/model';
       import { fails, instance } from 'synod/spec';
       const counting = {
         initial: () => [0, []] as const,
         step: (count: number, _: { type: 'count' }) => [(count + 1) % 4, []] as const,
       };
       const counters = system({
         name: 'counters',
         network: 'lossy',
         roles: { counter: role(counting, { instances: ['c1'], inputs: [{ type: 'count' }] }) },
       });
       const low = always('low', ({ counter: [c] }: StateOf<typeof counters>) => c!.context < 3);
       export default instance('one', counters, [fails(low)]);`,
    );
    const { out: json } = await synod(['explain', own, '--format', 'json'], chapters);
    const saved = file('low.json', json);
    const test = join(folder, 'low.test.ts');
    const { code, out } = await synod(['regress', saved, own, '--out', test], chapters);
    expect([code, out]).toEqual([0, '']);
    const files = { 'lamp.ts': readFileSync(own, 'utf8') };
    expect(await vitest(readFileSync(test, 'utf8'), files)).toMatch(/Tests +1 passed/);
    const { out: elsewhere } = await synod(['regress', saved, own], chapters);
    expect(elsewhere).toContain(`import own from ${JSON.stringify(relative(process.cwd(), own))};`);
    const { code: unknown, err } = await synod(['regress', saved], chapters);
    expect(err).toContain("the trace is of chapter 'lamp', which is not there");
    expect(unknown).toBe(2);
  });

  test('2, a trace of what is not in the book', async () => {
    const { out: trace } = await synod(['explain', '1', 'never three', '--format', 'json'], book);
    const { code, out, err } = await synod(['regress', file('counting.json', trace)], chapters);
    expect(err).toContain("the trace is of chapter '01-counting', which is not there");
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  /** What every kind of report says of a step: who took what from whom, and what changed. */
  interface Telling {
    readonly step: number;
    readonly cause: string;
    readonly changes: readonly string[];
  }

  const { show } = chapters
    .flatMap(({ instances }) => instances)
    .find(({ name }) => name === INSTANCE)!.system;

  function tellings({ trace }: TraceDocument): Telling[] {
    return trace.steps.map((step, index) => {
      const { from, text } = cause(step, show);
      return {
        step: index + 1,
        cause: `${from === undefined ? '' : `${from} → `}${step.participant} ${text}`,
        changes: differences(step.before, step.after, show),
      };
    });
  }

  function fromText(text: string): Telling[] {
    return [...text.matchAll(/^ +(\d+) {2}(.*)$/gm)].map(([, step, line]) => {
      const [cause, ...parts] = line!.split(' · ');
      const changes = parts.filter((part) => !part.startsWith('sends '));
      return {
        step: Number(step),
        cause: cause!,
        changes: changes.flatMap((part) => part.replace(/^\w+: /, '').split(/, (?=[^[\]{}]*(?:[[{]|$))/)),
      };
    });
  }

  async function fromDiagram(diagram: string): Promise<Telling[]> {
    const { messages } = await readSequenceDiagram(diagram);
    const told: { step: number; cause: string; changes: string[] }[] = [];
    for (const { from, to, text, isNote } of messages) {
      const [first, ...rest] = text.split('\n');
      const [, step, what] = /^(\d+)\. (.*)$/.exec(first!) ?? [];
      if (step === undefined) told.at(-1)!.changes.push(first!, ...rest);
      else
        told.push({ step: Number(step), cause: `${isNote ? '' : `${from} → `}${to} ${what}`, changes: rest });
    }
    return told;
  }
});

/** Runs a test as a user of the package would: in a folder of its own, with `synod` and vitest installed. */
async function vitest(source: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = fileURLToPath(new URL('../../..', import.meta.resolve('#test/cli/synod.js')));
  const own = mkdtempSync(join(folder, 'user-'));
  mkdirSync(join(own, 'node_modules'));
  symlinkSync(root, join(own, 'node_modules', 'synod'));
  symlinkSync(join(root, 'node_modules', 'vitest'), join(own, 'node_modules', 'vitest'));
  writeFileSync(join(own, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of Object.entries({ ...files, 'trace.test.ts': source }))
    writeFileSync(join(own, name), text);
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const ran = promisify(execFile)(process.execPath, [program, 'run', '--root', own], {
    cwd: own,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '' },
  });
  const { stdout, stderr } = await ran.catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}
