import fc from 'fast-check';
import { Window } from 'happy-dom';
import { beforeAll, describe, expect, test } from 'vitest';
import { explore, type Property } from '#model/index.js';
import { CHECK_FORMATS } from '#src/cli/choices.js';
import { type Telling, tellingOf } from '#src/cli/formats/claim-text.js';
import { formatted } from '#src/cli/formats/format.js';
import { command, github } from '#src/cli/formats/github.js';
import { escapeXml, junit } from '#src/cli/formats/junit.js';
import { sarif } from '#src/cli/formats/sarif.js';
import { type Decided, decidedOf } from '#src/cli/outcome.js';
import type { Selected } from '#src/cli/select.js';
import { sound, wronglyStated } from '#test/cli/chapters.js';
import { faultsOfJunit, faultsOfSarif } from '#test/cli/schemas.js';

const selected: readonly Selected[] = [sound, wronglyStated].flatMap((chapter) =>
  chapter.instances.map((instance) => ({ chapter, instance })),
);

let claims: readonly Decided[];
let telling: Telling;

/** The first instance was not explored; the last has claims that are not as stated. */
beforeAll(async () => {
  const [first, ...others] = selected as [Selected, ...Selected[]];
  const decided = [decidedOf(first)];
  for (const one of others) {
    const properties = one.instance.claims.map(({ property }) => property as Property<unknown>);
    decided.push(decidedOf(one, await explore(one.instance.system, properties)));
  }
  claims = decided.flat();
  telling = tellingOf(selected);
});

describe('JUnit', () => {
  test('has what Jenkins requires', async () => {
    const xml = junit(claims, telling);
    expect(await faultsOfJunit(xml)).toEqual([]);
    expect(await faultsOfJunit(junit([], telling))).toEqual([]);
    const [fault] = await faultsOfJunit(xml.replaceAll('testcase', 'case'));
    expect(fault).toContain("Element 'case': This element is not expected.");
  });

  test('is XML, with a suite an instance and a test a claim', () => {
    const document = parsed(junit(claims, telling));
    const suites = [...document.querySelectorAll('testsuite')];
    expect(suites.map((suite) => suite.getAttribute('name'))).toEqual([
      '01-counting / three',
      '01-counting / five',
      '02-counting-wrongly / three',
    ]);
    for (const suite of [document.documentElement!, ...suites])
      for (const [count, what] of [
        ['tests', 'testcase'],
        ['failures', 'failure'],
        ['errors', 'error'],
      ] as const)
        expect(suite.getAttribute(count)).toBe(String(suite.querySelectorAll(what).length));
    expect(document.querySelectorAll('testcase')).toHaveLength(claims.length);
  });

  test('what is not as stated is a failure with its trace, what is not finished an error', () => {
    const document = parsed(junit(claims, telling));
    const [failure] = [...document.querySelectorAll('failure')];
    expect(failure!.getAttribute('message')).toBe("'never three' is stated to hold and fails");
    expect(failure!.textContent).toContain('\n3  c1 tick · c1: 2 → three');
    expect(document.querySelectorAll('failure')).toHaveLength(3);
    expect(document.querySelectorAll('error')).toHaveLength(3);
    const root = document.documentElement!;
    expect([root.getAttribute('tests'), root.getAttribute('failures'), root.getAttribute('errors')]).toEqual([
      '8',
      '3',
      '3',
    ]);
  });

  test('any name is written so that it is read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const document = parsed(junit([{ ...claims[0]!, claim: name, instance: name }], telling));
        const written = document.querySelector('testcase')!.getAttribute('name');
        expect(written).toBe(name.replace(UNWRITABLE, '\u{FFFD}'));
      }),
    );
  });

  test('what XML cannot say is replaced', () => {
    expect(escapeXml('a\u0000b\u001Fc\uD800d<&>"\n')).toBe(
      'a\u{FFFD}b\u{FFFD}c\u{FFFD}d&lt;&amp;&gt;&quot;\n',
    );
  });
});

describe('SARIF', () => {
  test('has what version 2.1.0 requires', () => {
    expect(faultsOfSarif(sarif(claims, telling, '1.2.3'))).toEqual([]);
    expect(faultsOfSarif(sarif([], telling, '1.2.3'))).toEqual([]);
  });

  test('the schema finds what is wrong', () => {
    const wrong = sarif(claims, telling, '1.2.3')
      .replace('"error"', '"fatal"')
      .replace('"driver"', '"pilot"');
    expect(faultsOfSarif(wrong)).toContain("/runs/0/tool must have required property 'driver'");
    expect(faultsOfSarif(wrong).join()).toContain('/level must be equal to one of the allowed values');
  });

  test('has a result for each claim that is not as stated, where its chapter is', () => {
    const [run] = JSON.parse(sarif(claims, telling, '1.2.3')).runs;
    expect(run.results).toHaveLength(3);
    const [{ ruleId, message, locations }] = run.results;
    expect(ruleId).toBe('02-counting-wrongly/never three');
    expect(message.text).toContain(
      "'never three' is stated to hold and fails, in 'three'. The trace:\n\n1  c1 tick",
    );
    expect(locations[0].physicalLocation.artifactLocation.uri).toBe('spec/02-counting-wrongly/README.md');
  });

  test('tells of what is not finished as a run that was not successful', () => {
    const [run] = JSON.parse(sarif(claims, telling, '1.2.3')).runs;
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(3);
    const [clean] = JSON.parse(sarif(claims.slice(3, 5), telling, '1.2.3')).runs;
    expect(clean.invocations[0].executionSuccessful).toBe(true);
    expect(clean.results).toEqual([]);
  });

  test('a system of its own is where its file is', () => {
    const own = tellingOf(selected, new Map([['02-counting-wrongly', 'protocols/my protocol.ts']]));
    const [run] = JSON.parse(sarif(claims, own, '1.2.3')).runs;
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
      'protocols/my%20protocol.ts',
    );
  });
});

describe('GitHub workflow commands', () => {
  test('fold instances, and tell of each problem once', () => {
    const lines = github(claims, telling).trimEnd().split('\n');
    expect(lines.slice(0, 5)).toEqual([
      '::group::01-counting · three',
      '? never above three: not finished, 0 states',
      '? never three: not finished, 0 states',
      '? two is reached: not finished, 0 states',
      '::endgroup::',
    ]);
    expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(3);
    const errors = lines.filter((line) => line.startsWith('::error '));
    expect(errors).toHaveLength(3);
    expect(errors[0]).toMatch(
      /^::error file=spec\/02-counting-wrongly\/README\.md,title=02-counting-wrongly · three::'never three' .*%0A1 {2}c1 tick/,
    );
    expect(lines.at(-1)).toBe('::notice title=synod::2 of 8 claims as stated');
  });

  test.each([
    [command('group', {}, '100%\r\nsure'), '::group::100%25%0D%0Asure'],
    [
      command('error', { title: 'a:b,c%\n', file: 'x' }, 'a:b,c'),
      '::error title=a%3Ab%2Cc%25%0A,file=x::a:b,c',
    ],
    [command('endgroup'), '::endgroup::'],
  ])('escape what has a meaning (%s)', (written, expected) => {
    expect(written).toBe(expected);
  });

  test('no name can be a command of its own', () => {
    const odd = claims.map((claim) => ({
      ...claim,
      claim: '\n::error::x',
      instance: '\r\n::stop-commands::y',
    }));
    const lines = github(odd, telling)
      .trimEnd()
      .split(/[\r\n]+/);
    for (const line of lines) expect(line).toMatch(/^(?:::(?:group|endgroup|error|warning|notice)\b|[✓✗?] )/);
  });
});

test.each(CHECK_FORMATS.filter((format) => format !== 'text'))('%s ends with one line break', (format) => {
  expect(formatted(format, claims, telling, '1.2.3')).toMatch(/[^\n]\n$/);
});

const UNWRITABLE = /[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The parser forgives what other parsers do not: those are looked for first. */
function parsed(xml: string) {
  expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot|#\d+);)/);
  expect(xml.replace(UNWRITABLE, '')).toBe(xml);
  const document = new new Window().DOMParser().parseFromString(xml, 'application/xml');
  expect(document.querySelector('parsererror')).toBeNull();
  return document;
}
