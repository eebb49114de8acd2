/** `--format junit`: verdicts as test results in XML. A suite is an instance, a test is a claim. */
import { byInstance, type Decided, standing } from '../outcome.js';
import type { Telling } from './claim-text.js';

/**
 * The document. A claim that is not as stated is a failure, with its trace; one that is not finished is an error. The time is the
 * instance's: its claims are decided together.
 */
export function junit(claims: readonly Decided[], telling: Telling): string {
  const suites = byInstance(claims);
  const seconds = suites.reduce((sum, [first]) => sum + first!.seconds, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: 'synod', ...counts(claims), time: seconds.toFixed(3) }, [
      ...suites.flatMap((suite) => suiteOf(suite, telling)),
    ]),
    '',
  ].join('\n');
}

function suiteOf(claims: readonly Decided[], telling: Telling): string {
  const [first] = claims as [Decided];
  const { chapter, instance, seconds, states, transitions, depth } = first;
  const properties = Object.entries({ file: telling.file(first), states, transitions, depth })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => element('property', { name, value: String(value) }));
  return element(
    'testsuite',
    { name: `${chapter} / ${instance}`, ...counts(claims), time: seconds.toFixed(3) },
    [element('properties', {}, properties), ...claims.map((claim) => caseOf(claim, telling))],
  );
}

function caseOf(claim: Decided, telling: Telling): string {
  const attributes = { classname: `${claim.chapter}.${claim.instance}`, name: claim.claim };
  const stands = standing(claim);
  if (stands === 'as stated') return element('testcase', attributes);
  const problem = stands === 'not finished' ? 'error' : 'failure';
  const message = telling.sentence(claim);
  const trace = telling.trace(claim);
  const text = trace === undefined ? message : `${message}; the trace:\n${trace}`;
  return element('testcase', attributes, [
    `<${problem}${written({ message, type: stands })}>${escapeXml(text)}</${problem}>`,
  ]);
}

function counts(claims: readonly Decided[]) {
  const number = (of: ReturnType<typeof standing>): string =>
    String(claims.filter((claim) => standing(claim) === of).length);
  return {
    tests: String(claims.length),
    failures: number('not as stated'),
    errors: number('not finished'),
  };
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[] = [],
): string {
  if (children.length === 0) return `<${name}${written(attributes)}/>`;
  return `<${name}${written(attributes)}>\n${children.join('\n')}\n</${name}>`;
}

function written(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value).replace(/\n/g, '&#10;').replace(/\t/g, '&#9;')}"`)
    .join('');
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

/** Text for XML, without the characters that XML 1.0 has no way to write. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"]/g, (character) => ENTITIES.get(character)!);
}
