/** The steps of each process as an operator of an exported module: a table by its local state, and then by the event. */
import type { ProcessTable } from '../local/processes.js';
import type { Definitions } from './tla-definitions.js';
import { ascii } from './tla-values.js';

/** An operator for each process, and one that chooses among them. */
export function stepsText(of: Definitions): string {
  return [...of.processes.map((table) => tableOf(of, table)), dispatch(of)].join('\n\n');
}

function tableOf(of: Definitions, table: ProcessTable): string {
  const { number, id, role, states, inputs } = table;
  const byState = states.map((): string[] => []);
  for (const [state, event, next, emission] of [...table.steps.list()].sort(byStateAndEvent)) {
    if (next < 0) continue;
    const taken = event < 0 ? of.input(inputs[~event]!) : of.messages[event]!;
    byState[state]!.push(`event = ${taken} -> ${outcome(of, number, next, emission)}`);
  }
  const cases = byState.flatMap((arms, state) =>
    arms.length === 0
      ? []
      : [`state = ${of.states[number]![state]!} -> (\n${indent(choice(arms, 'Refuses'), 9)})`],
  );
  return `\\* ${ascii(role)} ${ascii(id)}\n${of.steps[number]}(state, event) ==\n${indent(choice(cases, 'Refuses'), 2)}`;
}

function outcome(of: Definitions, process: number, next: number, emission: number): string {
  const { messages, instants } = of.tables.emissions[emission]!;
  const sends = messages.map((message) => of.messages[message]!);
  const atOnce = instants.map(
    ({ process: who, message, must }) =>
      `${must ? 'Needs' : 'Tells'}(${of.ids[who]}, ${of.messages[message]!})`,
  );
  return `Goes(${of.states[process]![next]!}, <<${sends.join(', ')}>>, <<${atOnce.join(', ')}>>)`;
}

function dispatch({ processes, ids, steps }: Definitions): string {
  const arms = processes.map(({ number }) => `who = ${ids[number]} -> ${steps[number]}(state, event)`);
  return `Step(who, state, event) ==\n${indent(choice(arms), 2)}`;
}

/** A case expression with an arm a line. */
export function choice(arms: readonly string[], other?: string): string {
  if (arms.length === 0) return other ?? 'Undefined';
  const all = other === undefined ? arms : [...arms, `OTHER -> ${other}`];
  return all.map((arm, index) => `${index === 0 ? 'CASE' : '  []'} ${arm}`).join('\n');
}

export function indent(text: string, by: number): string {
  return text.replace(/^/gm, ' '.repeat(by));
}

/** In the order of local states; inputs before messages, each in their order. */
function byStateAndEvent(a: readonly number[], b: readonly number[]): number {
  const inputsFirst = (event: number): number => (event < 0 ? ~event - 2 ** 31 : event);
  return a[0]! - b[0]! || inputsFirst(a[1]!) - inputsFirst(b[1]!);
}
