/** A network that splits: from some round on each master reaches only the slaves of its own side. */
import { type StateOf, system } from '#model/index.js';
import { type MasterContext, masterMachine, masterSetup } from '../08-ask-a-majority/master.js';
import { showStored } from '../08-ask-a-majority/messages.js';
import { type Machines, rolesOf, type Size } from '../08-ask-a-majority/rounds.js';

/** The slaves on each master's side, in the order of the masters, and the first round in which it reaches no others. */
export interface Split {
  readonly sides: readonly (readonly string[])[];
  readonly fromRound: number;
}

// #region reach
/** Whom a master reaches in its round. */
export function reach({ round, place }: MasterContext, { sides, fromRound }: Split): readonly string[] {
  return round < fromRound ? sides.flat() : sides[place - 1]!;
}

/** The master of chapter 08, except that none of its messages to the other side arrives. */
export function splitMaster(split: Split): typeof masterMachine {
  return masterMachine.provide({
    actions: {
      sendRead: masterSetup.emit(({ context }) => ({
        type: 'read',
        to: reach(context, split),
        round: context.round,
      })),
      sendWrite: masterSetup.emit(({ context }) => ({
        type: 'write',
        to: reach(context, split),
        round: context.round,
        value: context.writes!,
      })),
    },
  });
}
// #endregion

/** Rounds over a network that splits for good. */
export function splitRounds(name: string, size: Size, split: Split, machines: Partial<Machines> = {}) {
  return system({
    name,
    roles: rolesOf(size, { master: splitMaster(split), ...machines }),
    network: 'rounds',
    rounds: size.rounds,
    show: showStored,
  });
}

/** Rounds over a network that may split at any moment, once, and may heal at any moment. */
export function healingRounds(name: string, size: Size, sides: readonly (readonly string[])[]) {
  return system({
    name,
    roles: rolesOf(size),
    network: 'rounds',
    rounds: size.rounds,
    faults: { partitions: { sides, times: 1 } },
    show: showStored,
  });
}

/** A state of such systems, as their properties see it. */
export type SplitState = StateOf<ReturnType<typeof splitRounds>>;
