/** What is claimed of masters that try again and again. Assumptions are named; a run that breaks one infinitely often is excused. */
import { eventually, type Fairness, leadsTo, strong, weak } from '#model/index.js';
import type { WithClients } from '../01-one-server/claims.js';
import { type Masters, told } from '../08-ask-a-majority/claims.js';
import type { Message } from '../08-ask-a-majority/messages.js';

/** A state of such a system, as these properties see it. */
export interface Trying extends WithClients {
  readonly master: readonly (Masters['master'][number] & { readonly id: string })[];
  readonly messages: <Type extends 'read' | 'answer' | 'write' | 'written'>(
    type: Type,
  ) => readonly (Message<Type> & { readonly from: string })[];
}

// #region fairness
/** Everybody comes to begin and to time out, and what is sent arrives: under weak fairness, or under strong. */
export const weakly: readonly Fairness[] = [
  weak({ input: 'begin' }),
  weak({ input: 'timeout' }),
  weak({ delivery: {} }),
];
export const strongly: readonly Fairness[] = [
  strong({ input: 'begin' }),
  strong({ input: 'timeout' }),
  ...(['read', 'answer', 'write', 'written'] as const).map((type) => strong({ delivery: { type } })),
];
// #endregion

// #region progress
export const progressUnderWeakFairness = eventually(
  'a client is told, under weak fairness',
  somebodyIsTold,
  weakly,
);
export const progressUnderStrongFairness = eventually(
  'a client is told, under strong fairness',
  somebodyIsTold,
  strongly,
);
// #endregion

/** Whether a client was told something. */
export function somebodyIsTold(state: WithClients): boolean {
  return told(state).length > 0;
}

// #region assumptions
/** The master is in no round: it has given its last one up, or has not begun any. */
export function rests({ master: masters }: Trying, place: number): boolean {
  return masters[place]!.value === 'resting';
}

/** The master has given up a round of which something is still under way, from it to a slave or from a slave to it. */
export function isHasty(state: Trying, place: number): boolean {
  const { id, context } = state.master[place]!;
  const toSlaves = [...state.messages('read'), ...state.messages('write')];
  const fromSlaves = [...state.messages('answer'), ...state.messages('written')];
  return (
    rests(state, place) &&
    (toSlaves.some(({ from }) => from === id) || fromSlaves.some(({ round }) => round === context.round))
  );
}
// #endregion

const M1 = 0;
const M2 = 1;

// #region backoff
/** All that is assumed for the first master, and nothing for the other: it begins, it times out, and what is sent arrives. */
export const m1IsNotHeldUp: readonly Fairness[] = [
  weak({ input: 'begin', at: 'm1' }),
  weak({ input: 'timeout', at: 'm1' }),
  weak({ delivery: {} }),
];

/** From some moment on nobody is hasty. */
export const ifAllArePatient = sooner(
  'a client is told, if both are patient',
  (state) => isHasty(state, M1) || isHasty(state, M2),
  strongly,
);

/** From some moment on the second master rests, and so the first is left alone. */
export const ifM1IsLeftAlone = sooner(
  'a client is told, if m2 leaves off',
  (state) => !rests(state, M2),
  m1IsNotHeldUp,
);

/** Both. */
export const ifM1IsLeftAloneAndPatient = sooner(
  'a client is told, if m2 leaves off and m1 is patient',
  m2IsBackOrM1IsHasty,
  m1IsNotHeldUp,
);

/** If this held, the claim above would be vacuous: no run would keep its assumptions. */
export const whatIsAssumedIsAlwaysBroken = leadsTo(
  'whatever happens, m2 comes back or m1 is hasty',
  () => true,
  m2IsBackOrM1IsHasty,
  m1IsNotHeldUp,
);

/** Where there is no other master. */
export const ifItIsPatient = sooner(
  'a client is told, if the master is patient',
  (state) => isHasty(state, M1),
  strongly,
);

function m2IsBackOrM1IsHasty(state: Trying): boolean {
  return !rests(state, M2) || isHasty(state, M1);
}

/** From every state on, somebody is told or the assumption is broken once more. */
function sooner(name: string, isBroken: (state: Trying) => boolean, fairness: readonly Fairness[]) {
  return leadsTo(
    name,
    () => true,
    (state: Trying) => somebodyIsTold(state) || isBroken(state),
    fairness,
  );
}
// #endregion
