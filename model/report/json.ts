/** A trace as a JSON document, with what it shows and where its system is found; and back again, checked. */

import type { AnyEvent, LocalState } from '../participant/process.js';
import type { Property } from '../system/property.js';
import type { SentMessage, Trace, TraceStep } from '../trace/trace.js';
import { encoded } from './json-value.js';
import { Reader } from './reader.js';

/** A trace, and what is known of it. Plain data. */
export interface TraceDocument {
  /** Where the trace's system is found, by names that mean something to whoever keeps the document: a chapter, an instance. */
  readonly source: Readonly<Record<string, string>>;
  /** What the trace shows. */
  readonly claim: {
    readonly property: string;
    readonly kind: Property<never>['kind'];
    /** `fails`: the trace is a counterexample; `holds`: a witness. */
    readonly verdict: 'holds' | 'fails';
  };
  readonly trace: Trace;
}

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
 * @throws TraceFormatError where the text is something else: where, what was expected there, and what was found.
 *
 * @example
 * const claim = { property: 'it is lit', kind: 'sometimes', verdict: 'holds' } as const;
 * const text = traceToJson({ source: { system: 'lamps' }, claim, trace });
 * traceFromJson(text).trace; // → trace
 */
export function traceFromJson(text: string): TraceDocument {
  const document = Reader.parse(text);
  document.at('format').is(FORMAT);
  document.at('version').oneOf(VERSIONS);
  const source = document.at('source').record((name) => name.text());
  const claim = document.at('claim');
  const initial = document.at('initial').record(localState);
  const known = Object.keys(initial);
  const steps = document.at('steps').list((step) => traceStep(step, known));
  const kind = claim.at('kind').oneOf(KINDS);
  if (kind !== 'leads-to') document.without('loop', "which goes with the kind 'leads-to'");
  if (kind !== 'refines') document.without('images', "which go with the kind 'refines'");
  const loop = kind === 'leads-to' ? { loop: document.at('loop').count(steps.length) } : {};
  const images =
    kind === 'refines'
      ? { images: document.at('images').list((image) => image.value(), steps.length + 1) }
      : {};
  return {
    source,
    claim: {
      property: claim.at('property').text(),
      kind,
      verdict: claim.at('verdict').oneOf(['holds', 'fails']),
    },
    trace: {
      system: document.at('system').text(),
      initial,
      history: document.at('history').list((name) => name.oneOf(known)),
      steps,
      ...loop,
      ...images,
    },
  };
}

const KINDS = [
  'always',
  'sometimes',
  'step',
  'deadlock-free',
  'refines',
  'always-possible',
  'leads-to',
] as const satisfies readonly Property<never>['kind'][];

function traceStep(step: Reader, known: readonly string[]): TraceStep {
  return {
    participant: step.at('participant').oneOf(known),
    event: event(step.at('event')) as TraceStep['event'],
    before: localState(step.at('before')),
    after: localState(step.at('after')),
    sent: step.at('sent').list((message) => sentMessage(message)),
    within: step.at('within').list((within) => traceStep(within, known)),
  };
}

function localState(state: Reader): LocalState {
  const context = state.at('context').value();
  return state.has('value') ? { value: state.at('value').value(), context } : { context };
}

function event(reader: Reader): AnyEvent {
  reader.at('type').text();
  if (reader.has('from')) reader.at('from').text();
  return reader.value() as AnyEvent;
}

function sentMessage(message: Reader): SentMessage {
  const to = message.at('to');
  if (typeof to.value() === 'string') to.text();
  else to.list((name) => name.text());
  return event(message) as SentMessage;
}
