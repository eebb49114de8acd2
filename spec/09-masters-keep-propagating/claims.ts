/** When is a value settled? Two answers; the shorter one is wrong. */
import { always, sometimes, step } from '#model/index.js';
import type { WithClients } from '../01-one-server/claims.js';
import type { Value } from '../01-one-server/messages.js';
import { newWrites, type Slaves, told, type Writes } from '../08-ask-a-majority/claims.js';
import type { Stored } from '../08-ask-a-majority/messages.js';

// #region loose
/** The loose sentence: a majority has it, no matter in which rounds they stored it. */
export function aMajoritySettlesIt(majority: number) {
  return step(
    'what a majority has stored, later masters write',
    (before: Slaves & Writes, after: Slaves & Writes) => {
      const settled = heldByAMajority(before, majority);
      return newWrites(before, after).every(({ value }) => settled.every((one) => one === value));
    },
  );
}

/** The value that a majority has stored, no matter in which rounds: one, or none. */
export function heldByAMajority({ slave: slaves }: Slaves, majority: number): readonly Value[] {
  const values = slaves.flatMap(({ context }) => context.stored?.value ?? []);
  return [...new Set(values)].filter((value) => values.filter((one) => one === value).length >= majority);
}
// #endregion

// #region exact
/** The exact sentence: a majority stored it in one and the same round. `agreed` lists all that was ever agreed. */
export function aMajorityInOneRoundSettlesIt<Past>(agreed: (state: Past) => readonly Stored[]) {
  return always('what a majority has stored in one round, all later rounds write', (state: Past & Writes) =>
    state
      .messages('write')
      .every((write) =>
        agreed(state).every((settled) => write.round <= settled.round || write.value === settled.value),
      ),
  );
}
// #endregion

// #region one
/** A round has one master, and the master writes one value in it. */
export const oneValuePerRound = always('one value per round', ({ messages }: Writes) => {
  const writes = messages('write');
  return writes.every(({ round, value }) =>
    writes.every((one) => one.round !== round || one.value === value),
  );
});
// #endregion

// #region told
/** Nobody is told of a decision before it is made. */
export function whatIsToldWasAgreed<Past>(agreed: (state: Past) => readonly Stored[]) {
  return always('what a client is told, a majority has stored in one round', (state: Past & WithClients) =>
    told(state).every((value) => agreed(state).some((settled) => settled.value === value)),
  );
}
// #endregion

// #region sometimes
/** Without this, the exact sentence could hold because no majority ever agrees. */
export function aMajorityAgreesTwice<Past>(agreed: (state: Past) => readonly Stored[]) {
  return sometimes('majorities agree in two rounds', (state: Past) => agreed(state).length >= 2);
}

/** Without this, the loose sentence and the exact one would say the same. */
export function aMajorityOfSeveralRounds(majority: number) {
  return sometimes('a majority has a value, from different rounds', (state: Slaves) =>
    heldByAMajority(state, majority).some((value) => {
      const rounds = state.slave.flatMap(({ context: { stored } }) =>
        stored?.value === value ? stored.round : [],
      );
      return rounds.every((round) => rounds.filter((other) => other === round).length < majority);
    }),
  );
}
// #endregion
