/** The machines of chapter 08 without the clock: each master begins a round of its own when it likes, and messages may be late. */
import { type Round, role, type StateOf, system } from '#model/index.js';
import { clientMachine } from '../08-ask-a-majority/client.js';
import { masterMachine } from '../08-ask-a-majority/master.js';
import { showStored } from '../08-ask-a-majority/messages.js';
import {
  type Cast,
  clientsOf,
  type Machines,
  mastersOf,
  slavesOf,
  tooLate,
} from '../08-ask-a-majority/rounds.js';
import { slaveMachine } from '../08-ask-a-majority/slave.js';

/** How large an instance is. */
export interface OverlapSize extends Cast {
  /** The number of the last round. */
  readonly rounds: number;
}

/** Rounds that may overlap, over a network that loses, repeats, delays and reorders messages. */
export function overlappingRounds(name: string, size: OverlapSize, machines: Partial<Machines> = {}) {
  // #region system
  return system({
    name,
    roles: {
      client: role(machines.client ?? clientMachine, { instances: clientsOf(size) }),
      master: role(machines.master ?? masterMachine, {
        instances: mastersOf(size),
        inputs: (id) => roundsOf(id, size),
        ignores: tooLate,
      }),
      slave: role(machines.slave ?? slaveMachine, { instances: slavesOf(size) }),
    },
    network: 'lossy',
    show: showStored,
  });
  // #endregion
}

/** A state of such a system, as its properties see it. */
export type OverlapState = StateOf<ReturnType<typeof overlappingRounds>>;

// #region inputs
/** The rounds that a master may begin: its own, as in chapter 08. */
export function roundsOf(master: string, size: OverlapSize): readonly Round[] {
  const { place, masters } = mastersOf(size)[master]!;
  return Array.from({ length: size.rounds }, (_, index) => index + 1)
    .filter((round) => round % masters === place % masters)
    .map((round) => ({ type: 'round', round }));
}
// #endregion
