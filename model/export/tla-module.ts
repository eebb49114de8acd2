/** The text of an exported module, put together from its parts. */
import type { ProcessTable } from '../local/processes.js';
import type { Search } from '../search/search.js';
import { NETWORKS } from '../system/network.js';
import type { Property } from '../system/property.js';
import { Definitions } from './tla-definitions.js';
import { networkText } from './tla-network.js';
import { STEP, TAKING } from './tla-semantics.js';
import { choice, indent, stepsText } from './tla-steps.js';
import { ascii, functionOf } from './tla-values.js';

/** The module of a finished search. */
export function moduleText(
  name: string,
  search: Search,
  properties: readonly Pick<Property<never>, 'name' | 'kind'>[],
): string {
  const { system, rows, tables } = search;
  const of = new Definitions(tables);
  const network = networkText(system.network, kindsOf(search, of));
  const claims = properties.map(({ name, kind }) => `\\*   ${ascii(name)} (${kind})`);
  return `${[
    `---- MODULE ${name} ----`,
    `\\* ${ascii(system.name)}: ${rows.count} distinct states.`,
    ...(claims.length > 0
      ? ['\\* What is claimed of it is written in TypeScript, and decided there:', ...claims]
      : []),
    'EXTENDS Integers, Sequences, TLC',
    '',
    'CONSTANTS Null, Undefined',
    '',
    'VARIABLES',
    '  participants, \\* by name, the local state of each participant',
    '  history, \\* by name, history variables, and what counts faults or rounds',
    `  network \\* ${network.meaning}`,
    '',
    'vars == <<participants, history, network>>',
    '',
    'Empty == [one \\in {} |-> one]',
    '',
    '\\* ---- Inputs and messages, then the local states that were reached.',
    ...of.lines,
    '',
    STEP,
    '',
    stepsText(of),
    '',
    inputs(of),
    '',
    '\\* ---- The network.',
    network.definitions,
    '',
    TAKING,
    '',
    next(search, of),
    '',
    init(search, of),
    '',
    'Spec == Init /\\ [][Next]_vars',
    '',
    reached(of),
    '====',
  ].join('\n')}\n`;
}

/** The names of messages of one kind, where the system says which take each other's place. */
function kindsOf({ system, tables }: Search, of: Definitions): readonly (readonly string[])[] | undefined {
  if (Object.keys(system.latestBy).length === 0) return undefined;
  const { carried, envelopes } = tables;
  const kinds = new Set(carried.map((message) => envelopes[message]!.kind));
  return [...kinds].map((kind) =>
    carried.filter((message) => envelopes[message]!.kind === kind).map((message) => of.messages[message]!),
  );
}

function inputs(of: Definitions): string {
  const entries = of.processes
    .filter(({ acts, inputs }) => acts && inputs.length > 0)
    .map(({ number, inputs }) => {
      const names = new Set(inputs.map((input) => of.input(input)));
      return [of.ids[number]!, `{${[...names].join(', ')}}`] as const;
    });
  return `Inputs == ${functionOf(entries)}`;
}

function next({ system, tables }: Search, { ids }: Definitions): string {
  const { loses, hasRounds } = NETWORKS[system.network];
  const kept = hasRounds ? `IF who = ${ids[tables.clock!]} THEN {} ELSE network` : 'network';
  return [
    `Happens == \\E who \\in DOMAIN Inputs : \\E event \\in Inputs[who] : Take(who, event, ${kept})`,
    'Receives == \\E message \\in UnderWay : \\E who \\in message.to : Take(who, message, Without(message))',
    ...(loses
      ? [
          'Loses == \\E message \\in UnderWay :',
          "  network' = Without(message) /\\ participants' = participants /\\ history' = history",
        ]
      : []),
    '',
    `Next == Happens \\/ Receives${loses ? ' \\/ Loses' : ''}`,
  ].join('\n');
}

function init(search: Search, of: Definitions): string {
  const { states, messages } = search.parts(0);
  const local = (isOne: (table: ProcessTable) => boolean): string =>
    functionOf(
      of.processes.filter(isOne).map(({ number }) => [of.ids[number]!, of.states[number]![states[number]!]!]),
    );
  const sent = messages.map((message) => of.messages[message]!).join(', ');
  const underWay =
    NETWORKS[search.system.network].stores === 'set' ? `{${sent}}` : `SendAll(Empty, <<${sent}>>)`;
  return [
    'Init ==',
    `  /\\ participants = ${local(({ kind }) => kind === 'participant')}`,
    `  /\\ history = ${local(({ kind }) => kind !== 'participant')}`,
    `  /\\ network = ${underWay}`,
  ].join('\n');
}

function reached({ processes, ids, states }: Definitions): string {
  const arms = processes.map(({ number }) => `who = ${ids[number]} -> {${states[number]!.join(', ')}}`);
  return [
    `Reached(who) ==\n${indent(choice(arms), 2)}`,
    '',
    'OnlyReached ==',
    '  /\\ (\\A who \\in DOMAIN participants : participants[who] \\in Reached(who))',
    '  /\\ (\\A who \\in DOMAIN history : history[who] \\in Reached(who))',
  ].join('\n');
}
