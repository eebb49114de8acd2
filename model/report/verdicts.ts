/** Verdicts and sizes as a JSON document: an instance a line and a claim a line, so that a difference shows what it is of. */
import * as v from 'valibot';
import { parsed, validated } from './document.js';

const CLAIM = v.object({
  claim: v.string(),
  verdict: v.string(),
  /** States in the counterexample or the witness; null where there is none. */
  trace: v.nullable(v.number()),
});

const INSTANCE = v.object({
  chapter: v.string(),
  instance: v.string(),
  states: v.number(),
  transitions: v.number(),
  depth: v.number(),
  /** Only one state of each class was counted. */
  symmetry: v.exactOptional(v.literal(true)),
  claims: v.array(CLAIM),
});

/** What is kept of one instance: all that does not depend on the computer that explored it. */
export type KeptVerdicts = Readonly<v.InferOutput<typeof INSTANCE>>;

/**
 * The lines of one instance.
 *
 * @example
 * const sizes = { chapter: 'lamps', instance: 'one', states: 2, transitions: 2, depth: 2 };
 * linesOfVerdicts({ ...sizes, claims: [{ claim: 'it is lit', verdict: 'holds', trace: 2 }] }).length; // → 2
 */
export function linesOfVerdicts({ claims, ...sizes }: KeptVerdicts): readonly string[] {
  const line = (value: object): string => JSON.stringify(value, undefined, 1).replace(/\n */g, ' ');
  return [`${line(sizes).slice(0, -2)}, "claims": [`, ...claims.map((claim) => `  ${line(claim)}`)];
}

/**
 * Writes the document.
 *
 * @example
 * verdictsToJson([]); // → '{\n  "verdicts": [\n\n  ]\n}\n'
 */
export function verdictsToJson(verdicts: readonly KeptVerdicts[]): string {
  const text = verdicts.map((one) => {
    const [head, ...claims] = linesOfVerdicts(one);
    return `    ${head}\n${claims.map((line) => `    ${line}`).join(',\n')}\n    ] }`;
  });
  return `{\n  "verdicts": [\n${text.join(',\n')}\n  ]\n}\n`;
}

/**
 * Reads what {@link verdictsToJson} wrote.
 *
 * @throws DocumentError where the text is something else: where, what was expected there, and what was found.
 *
 * @example
 * verdictsFromJson(verdictsToJson([])); // → []
 */
export function verdictsFromJson(text: string): readonly KeptVerdicts[] {
  const what = 'a file of verdicts';
  return validated(v.object({ verdicts: v.array(INSTANCE) }), parsed(text, what), what).verdicts;
}
