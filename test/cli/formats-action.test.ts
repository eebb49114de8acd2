import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHECK_FORMATS } from '#src/cli/choices.js';
import { faultsOfSarif } from '#test/cli/schemas.js';

const ACTION = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8');
const DOCUMENT = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');

const inputs = blocksOf(section(ACTION, 'inputs'), 2);
const steps = section(ACTION, 'runs')
  .split(/^ {4}- /m)
  .slice(1);

let folder: string;

/** A folder with programs that only say what they were asked for. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-action-'));
  for (const name of ['node', 'npm']) {
    const path = join(folder, name);
    writeFileSync(
      path,
      `#!/bin/sh\nprintf '%s' ${name}\nfor each in "$@"; do printf ' <%s>' "$each"; done\necho\n`,
    );
    chmodSync(path, 0o755);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the action', () => {
  test('has inputs that are each described, used and in the manual', () => {
    expect(Object.keys(inputs)).toEqual([
      'chapters',
      'format',
      'verdicts',
      'timeout',
      'report',
      'node-version',
    ]);
    for (const [name, text] of Object.entries(inputs)) {
      expect(text).toMatch(/^ {4}description: \S/m);
      expect(text).toMatch(/^ {4}default: /m);
      expect(ACTION).toContain(`\${{ inputs.${name} }}`);
      expect(DOCUMENT).toContain(`| \`${name}\``);
    }
    const used = [...ACTION.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)));
  });

  test('lets nothing that it is given into a script as text', () => {
    for (const step of steps) expect(scriptOf(step) ?? '').not.toContain('${{');
  });

  test('has a shell for each script', () => {
    const scripts = steps.filter((step) => scriptOf(step) !== undefined);
    expect(scripts).toHaveLength(2);
    for (const step of scripts) expect(step).toMatch(/^ {6}shell: bash$/m);
  });

  test('names the formats that there are', () => {
    expect(inputs.format).toContain(`${CHECK_FORMATS.slice(0, -1).join(', ')} or ${CHECK_FORMATS.at(-1)}`);
  });

  test('installs and builds', () => {
    expect(run('Build synod', {}).out).toBe(
      'npm <ci> <--no-audit> <--no-fund>\nnpm <run> <--silent> <build>\n',
    );
  });

  test.each([
    [{}, 'node </a b/dist/src/cli/main.js> <check> <--format> <github> <-->\n'],
    [
      { chapters: ' 12  ./my*.ts\n14 ', timeout: '5m', format: 'junit' },
      'node </a b/dist/src/cli/main.js> <check> <--format> <junit> <--timeout> <5m> <--> <12> <./my*.ts> <14>\n',
    ],
    [
      { chapters: './a.ts', verdicts: 'the file.json' },
      'node </a b/dist/src/cli/main.js> <check> <--format> <github> <--verdicts> <the file.json> <--> <./a.ts>\n',
    ],
    [
      { chapters: '$(touch x) --max-states' },
      'node </a b/dist/src/cli/main.js> <check> <--format> <github> <--> <$(touch> <x)> <--max-states>\n',
    ],
  ])('checks what it is asked for (%o)', (given, expected) => {
    expect(run('Check', given)).toEqual({ out: expected, status: 0 });
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  test("checks a system of one's own with the program itself, and writes what the formats say", () => {
    rmSync(join(folder, 'node'));
    symlinkSync(process.execPath, join(folder, 'node'));
    writeFileSync(join(folder, 'counters.ts'), COUNTERS);
    const given = { chapters: './counters.ts' };
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const all = run('Check', given, root);
    expect(all.out).toContain('::notice title=synod::1 of 2 claims as stated');
    expect(all.out).toMatch(
      /^::error file=\.\/counters\.ts,title=counters · two::'nobody counts' is stated to hold and fails/m,
    );
    expect(all.status).toBe(1);
    const report = run('Check', { ...given, format: 'sarif', report: 'synod.sarif' }, root);
    expect(report).toEqual({ out: '', status: 1 });
    expect(faultsOfSarif(readFileSync(join(folder, 'synod.sarif'), 'utf8'))).toEqual([]);
    expect(run('Check', { ...given, verdicts: 'none.json' }, root).status).toBe(2);
  }, 60_000);

  test('writes a report, and ends as the check does', () => {
    writeFileSync(join(folder, 'node'), '#!/bin/sh\necho report\nexit 3\n');
    expect(run('Check', { report: 'the report.xml' })).toEqual({ out: '', status: 3 });
    expect(readFileSync(join(folder, 'the report.xml'), 'utf8')).toBe('report\n');
  });
});

const COUNTERS = `
  import { always, role, type StateOf, sometimes, system } from 'synod/model';
  import { holds, instance } from 'synod/spec';

  const counting = {
    initial: () => [0, []] as const,
    step: (count: number, _: { type: 'count' }) => (count < 3 ? ([count + 1, []] as const) : undefined),
  };
  const counters = system({
    name: 'counters',
    network: 'lossy',
    roles: { counter: role(counting, { instances: ['a', 'b'], inputs: [{ type: 'count' }] }) },
  });
  type State = StateOf<typeof counters>;
  export default instance('two', counters, [
    holds(sometimes('both count', ({ counter }: State) => counter.every(({ context }) => context > 0))),
    holds(always('nobody counts', ({ counter }: State) => counter.every(({ context }) => context === 0))),
  ]);
`;

/** Runs a step's script as a runner does, with the inputs in its environment. */
function run(name: string, given: Readonly<Record<string, string>>, path = '/a b') {
  const step = steps.find((text) => text.startsWith(`name: ${name}\n`))!;
  const variables = [...step.matchAll(/^ {8}(SYNOD_\w+): \$\{\{ (?:inputs\.)?([\w.-]+) \}\}$/gm)];
  const env = variables.map(([, variable, input]) => {
    const byDefault = /^ {4}default: '?(.*?)'?$/m.exec(inputs[input!] ?? '')?.[1] ?? '';
    return [variable!, input === 'github.action_path' ? path : (given[input!] ?? byDefault)];
  });
  const { stdout, status } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', scriptOf(step)!],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { ...Object.fromEntries(env), PATH: `${folder}:${process.env.PATH}` },
    },
  );
  return { out: stdout, status };
}

/** A step's script. */
function scriptOf(step: string): string | undefined {
  return /^ {6}run: \|\n((?: {8}.*\n|\n)+)/m.exec(`${step}\n`)?.[1]?.replace(/^ {8}/gm, '');
}

/** What stands below a key at the beginning of a line. */
function section(text: string, key: string): string {
  return new RegExp(`^${key}:\\n((?: .*\\n|\\n)+)`, 'm').exec(text)![1]!;
}

/** The blocks of a section, by their keys. */
function blocksOf(text: string, depth: number): Readonly<Record<string, string>> {
  const parts = text.split(new RegExp(`^ {${depth}}(?=\\S)`, 'm')).slice(1);
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf(':')), part]));
}
