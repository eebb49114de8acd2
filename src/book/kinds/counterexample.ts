/** The trace of a claim: the shortest counterexample of one that fails, the witness of a `sometimes` that holds. */
import {
  type AnySystem,
  formatTrace,
  mermaidOf,
  type Trace,
  type Verdict,
  withRealNumbers,
} from '#model/index.js';
import type { Chapter, Instance } from '#spec/index.js';
import { fenced } from '#src/terminal/markdown.js';
import { aboutAChapter, type Findings, type Plan } from '../kind.js';
import { claimNamed, instanceNamed } from '../names.js';
import { BlockError } from '../problem.js';

type Writer = (trace: Trace, show: AnySystem['show']) => string;

const WRITERS: Readonly<Record<string, Writer>> = {
  text: (trace, show) => fenced('text', formatTrace(trace, show)),
  mermaid: (trace, show) => fenced('mermaid', mermaidOf(trace, show)),
};

export const counterexample = aboutAChapter(
  '"INSTANCE" "CLAIM" [text|mermaid]',
  (chapter, [name, claim, form = 'text', ...others]) => {
    const write = WRITERS[form];
    if (name === undefined || claim === undefined || !write || others.length > 0) return undefined;
    return traceOf(chapter, name, claim, (trace, { show }) => write(trace, show));
  },
);

/** The plan of what is written of a claim's trace. */
export function traceOf(
  chapter: Chapter,
  name: string,
  claim: string,
  write: (trace: Trace, system: AnySystem, verdict: Verdict) => string,
): Plan {
  const instance = instanceNamed(chapter, name);
  claimNamed(instance, claim);
  return {
    needs: [instance],
    write: (found) => {
      const { trace, verdict } = tracedIn(found(instance), instance, claim);
      return write(withRealNumbers(instance.system, trace), instance.system, verdict);
    },
  };
}

/**
 * What was found of a claim that has a trace.
 *
 * @throws BlockError where the claim is not there, or has none.
 */
export function tracedIn({ results }: Findings, instance: Instance, claim: string) {
  const { trace, verdict } = results[claimNamed(instance, claim)]!;
  if (trace) return { trace, verdict };
  throw new BlockError(
    `'${claim}' ${verdict} in '${instance.name}': there is no trace; expected a claim that has one`,
  );
}
