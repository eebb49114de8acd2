/** Consensus: what is wanted, and nothing of how. A value is chosen, and that is that (Lamport's module Consensus). */
import { setup } from 'xstate';
import { always, role, type StateOf, sometimes, step, system } from '#model/index.js';
import type { Value } from '../14-the-synod/messages.js';

/** The state. */
// #region consensus
export interface Consensus {
  /** The values that are chosen: none at first, and never more than one. */
  readonly chosen: readonly Value[];
}

/** What can happen. */
export interface Choose {
  readonly type: 'choose';
  readonly value: Value;
}

const base = setup({
  types: { context: {} as Consensus, events: {} as Choose },
  guards: { nothingIsChosen: ({ context }) => context.chosen.length === 0 },
});

export const consensusMachine = base
  .extend({
    actions: { choose: base.assign({ chosen: ({ event }) => [event.value] }) },
  })
  .createMachine({
    id: 'consensus',
    context: { chosen: [] },
    on: { choose: { guard: 'nothingIsChosen', actions: 'choose' } },
  });
// #endregion

/** All that may be tried where there are these values. */
export function choicesOf(values: readonly Value[]): readonly Choose[] {
  return values.map((value) => ({ type: 'choose', value }));
}

/** Consensus as a system of its own. */
export function consensus(name: string, values: readonly Value[]) {
  return system({
    name,
    roles: { consensus: role(consensusMachine, { instances: ['everybody'], inputs: choicesOf(values) }) },
    network: 'unordered',
  });
}

/** A state of it, as its properties see it. */
export type ConsensusState = StateOf<ReturnType<typeof consensus>>;

const chosenIn = ({ consensus: [everybody] }: ConsensusState): readonly Value[] => everybody!.context.chosen;

// #region claims
/** Lamport's Inv. */
export const atMostOneIsChosen = always(
  'at most one value is chosen',
  (state: ConsensusState) => chosenIn(state).length <= 1,
);

export const chosenForEver = step(
  'what is chosen is chosen for ever',
  (before: ConsensusState, after: ConsensusState) =>
    chosenIn(before).every((value) => chosenIn(after).includes(value)),
);

/** Without this, the two above could hold because nothing happens. */
export const aValueCanBeChosen = sometimes(
  'a value is chosen',
  (state: ConsensusState) => chosenIn(state).length > 0,
);
// #endregion
