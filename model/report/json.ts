/** A trace as a JSON document, with what it shows and where its system is found; and back again, checked. */

import * as v from 'valibot';
import { KINDS, type Property } from '../system/property.js';
import type { SentMessage, Trace, TraceStep } from '../trace/trace.js';
import { parsed, validated } from './document.js';
import { encoded } from './json-value.js';

/** A trace, and what is known of it. Plain data. */
export interface TraceDocument {
  /** Where the trace's system is found, by names that mean something to whoever keeps the document: a chapter, an instance. */
  readonly source: Readonly<Record<string, string>>;
  /** What the trace shows: a counterexample to what `fails`, a witness of what `holds`. */
  readonly claim: Readonly<v.InferOutput<typeof CLAIM>>;
  readonly trace: Trace;
}

const CLAIM = v.object({
  property: v.string(),
  kind: v.picklist(Object.keys(KINDS) as Property<never>['kind'][]),
  verdict: v.picklist(['holds', 'fails']),
});

const FORMAT = 'synod trace';
/** Raised when an older program could not read what is written, or would read something else. */
const VERSION = 2;
/** The versions that can be read: in the first one a claim also said whether its trace was `minimal`. */
const VERSIONS = [1, VERSION];

/**
 * Writes a trace as JSON, a step a line. Values that JSON does not have are written as objects with the one key `#`:
 * `{"#": "undefined"}`, `NaN`, `Infinity`, `-Infinity`, `-0`, and big integers as `12n`.
 *
 * @example
 * const claim = { property: 'it is lit', kind: 'sometimes', verdict: 'holds' } as const;
 * const text = traceToJson({ source: { system: 'lamps' }, claim, trace });
 * JSON.parse(text).steps.length; // → 1
 */
export function traceToJson({ source, claim, trace }: TraceDocument): string {
  const { system, initial, history, steps, loop, images } = trace;
  const line = (value: unknown): string => JSON.stringify(encoded(value));
  const fields = [
    ['format', line(FORMAT)],
    ['version', line(VERSION)],
    ['source', line(source)],
    ['claim', line(claim)],
    ['system', line(system)],
    [
      'initial',
      block(
        '{}',
        Object.entries(initial).map(([id, state]) => `${line(id)}: ${line(state)}`),
      ),
    ],
    ['history', line(history)],
    ['steps', block('[]', steps.map(line))],
    ...(loop === undefined ? [] : [['loop', line(loop)]]),
    ...(images === undefined ? [] : [['images', block('[]', images.map(line))]]),
  ];
  return `{\n${fields.map(([name, value]) => `  "${name}": ${value}`).join(',\n')}\n}\n`;
}

function block([open, close]: string, lines: readonly string[]): string {
  if (lines.length === 0) return `${open}${close}`;
  return `${open}\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ${close}`;
}

/**
 * Reads what {@link traceToJson} wrote.
 *
 * @throws DocumentError where the text is something else: where, what was expected there, and what was found.
 *
 * @example
 * const claim = { property: 'it is lit', kind: 'sometimes', verdict: 'holds' } as const;
 * const text = traceToJson({ source: { system: 'lamps' }, claim, trace });
 * traceFromJson(text).trace; // → trace
 */
export function traceFromJson(text: string): TraceDocument {
  const document = parsed(text, WHAT);
  const head = validated(HEAD, document, WHAT);
  const { source, claim, ...trace } = validated(bodyFor(head), document, WHAT);
  // As they were written: fields of messages keep their order.
  const steps = head.steps as readonly TraceStep[];
  return { source, claim, trace: { ...trace, steps } };
}

const WHAT = 'a trace';

const LOCAL_STATE = v.object({ value: v.exactOptional(v.unknown()), context: v.unknown() });

const EVENT = v.looseObject({ type: v.string(), from: v.exactOptional(v.string()) });

const SENT = v.looseObject({ type: v.string(), to: v.union([v.string(), v.array(v.string())]) });

/** What has to be known to say what else is expected. */
const HEAD = v.object({
  format: v.literal(FORMAT),
  version: v.picklist(VERSIONS),
  claim: CLAIM,
  initial: v.record(v.string(), LOCAL_STATE),
  steps: v.array(v.unknown()),
});

function bodyFor({ claim: { kind }, initial, steps }: v.InferOutput<typeof HEAD>) {
  const name = v.picklist(Object.keys(initial));
  const step: v.GenericSchema<unknown, TraceStep> = v.object({
    participant: name,
    event: EVENT,
    before: LOCAL_STATE,
    after: LOCAL_STATE,
    sent: v.array(SENT as v.GenericSchema<unknown, SentMessage>),
    within: v.array(v.lazy(() => step)),
  });
  const absent = v.exactOptional(v.never());
  return v.object({
    source: v.record(v.string(), v.string()),
    claim: CLAIM,
    system: v.string(),
    initial: HEAD.entries.initial,
    history: v.array(name),
    steps: v.array(step),
    loop:
      kind === 'leads-to' ? v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(steps.length)) : absent,
    images: kind === 'refines' ? v.pipe(v.array(v.unknown()), v.length(steps.length + 1)) : absent,
  });
}
