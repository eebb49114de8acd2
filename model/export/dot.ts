/** A small system's whole graph for Graphviz. */
import type { AnyEvent } from '../participant/process.js';
import { differences, formatAddress, formatMessage, type Show } from '../report/words.js';
import type { Search } from '../search/search.js';
import { eachStep } from '../search/steps-from.js';
import type { AnySystem } from '../system/system.js';
import { type ExportOptions, explored } from './explored.js';

/** More states than this nobody can look at. */
const STATES_MAX = 2000;

/**
 * Writes all states and steps of a system in Graphviz's language. A state shows, by participant, what differs from the initial state,
 * and the messages under way; an edge, who takes which event. Steps that change nothing are left out.
 *
 * @throws ModelError where there are more states than `maxStates`, 2,000 when left out; or the system cannot be explored.
 *
 * @example
 * const dot = await graphToDot(lamps); // for: dot -Tsvg
 * dot.startsWith('digraph'); // → true
 */
export async function graphToDot(
  system: AnySystem,
  { maxStates = STATES_MAX, ...options }: ExportOptions = {},
): Promise<string> {
  const search = await explored(
    system,
    { maxStates, ...options },
    'a graph so large cannot be looked at; draw a smaller instance',
  );
  const nodes = Array.from({ length: search.rows.count }, (_, state) => {
    const lines = linesOf(search, state);
    return `  s${state} [label=${quoted(lines)}${state === 0 ? ', penwidth=2' : ''}];`;
  });
  return [
    `digraph ${quoted([system.name])} {`,
    '  node [shape=box, fontname="monospace"];',
    '  edge [fontname="monospace"];',
    ...nodes,
    ...edgesOf(search),
    '}',
    '',
  ].join('\n');
}

function linesOf(search: Search, state: number): readonly string[] {
  const { system, tables } = search;
  const first = search.parts(0).states;
  const { states, messages } = search.parts(state);
  const changed = tables.processes.flatMap(({ id, number, process, states: local }) => {
    const [was, is] = [first[number]!, states[number]!].map((at) => process.show(local[at]));
    return differences(was!, is!, system.show).map((change) => `${id}: ${change}`);
  });
  const underWay = [...messages].map((message) => {
    const { event, to } = tables.envelopes[message]!;
    const { from, ...sent } = event;
    return `${from} → ${formatAddress(to)} ${formatMessage(sent as AnyEvent, system.show)}`;
  });
  return [`${state}`, ...changed, ...underWay];
}

function edgesOf(search: Search): readonly string[] {
  const edges: string[] = [];
  for (let from = 0; from < search.rows.count; from++)
    eachStep(search, from, (to, process, event) => {
      if (to !== from)
        edges.push(`  s${from} -> s${to} [label=${quoted([nameOf(search, process, event)])}];`);
    });
  return edges;
}

/** `p1 timeout`, or `p1 → a1 prepare ballot=1.p1`. */
function nameOf({ system, tables }: Search, process: number, event: number): string {
  const { id, inputs } = tables.processes[process]!;
  const show: Show = system.show;
  if (event < 0) return `${id} ${formatMessage(inputs[~event]!, show)}`;
  const { event: received, to } = tables.envelopes[event]!;
  const { from, ...message } = received;
  const text = formatMessage(message as AnyEvent, show);
  if (process === tables.network) return `lost: ${from} → ${formatAddress(to)} ${text}`;
  return `${from} → ${id} ${text}`;
}

/** Lines as a quoted text, each set to the left. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replace(/["\\]/g, '\\$&').replace(/\n/g, ' '));
  return `"${escaped.join('\\l')}${lines.length > 1 ? '\\l' : ''}"`;
}
