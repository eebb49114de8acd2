/**
 * A chapter's claims with their verdicts, by instance; those of its gallery have a table of their own. No times: they differ
 * from run to run.
 */
import { type Result, traceLength } from '#model/index.js';
import type { Instance } from '#spec/index.js';
import { type Cell, markdownTable, right } from '#src/terminal/markdown.js';
import { formatCount } from '#src/terminal/units.js';
import { aboutAChapter, type Findings } from '../kind.js';
import { instanceNamed, outsideTheGallery } from '../names.js';

export const claims = aboutAChapter('["INSTANCE"]', (chapter, [name, ...others]) => {
  if (others.length > 0) return undefined;
  const needs = name === undefined ? outsideTheGallery(chapter) : [instanceNamed(chapter, name)];
  return {
    needs,
    write: (found) =>
      markdownTable(
        COLUMNS,
        needs.flatMap((instance) => rowsOf(instance, found(instance))),
      ),
  };
});

const COLUMNS = ['instance', 'claim', 'verdict', ...['trace', 'states', 'transitions', 'depth'].map(right)];

/** A row a claim; what is true of the whole instance stands in the first. */
function rowsOf({ name, claims: stated }: Instance, findings: Findings): (readonly Cell[])[] {
  return findings.results.map((result, index) => {
    const length = result.trace && traceLength(result.trace);
    const claim = [result.property, verdictOf(result, stated[index]!), length];
    return index === 0 ? [name, ...claim, ...extentOf(findings)] : ['', ...claim, '', '', ''];
  });
}

/** A claim that fails on purpose is not a defect of the book. */
function verdictOf({ verdict }: Result, { expected }: Instance['claims'][number]): string {
  return verdict === 'fails' && expected === 'fails' ? 'fails, as stated' : verdict;
}

/**
 * How large the instance is; at least so large where the search ended with the level in which the last claim was decided.
 */
function extentOf({ complete, states, transitions, depth, beyondBounds }: Findings): string[] {
  const atLeast = complete ? '' : '≥ ';
  const beyond = beyondBounds === 0 ? '' : ` (${formatCount(beyondBounds)} beyond bounds)`;
  return [
    `${atLeast}${formatCount(states)}${beyond}`,
    `${atLeast}${formatCount(transitions)}`,
    `${atLeast}${formatCount(depth)}`,
  ];
}
