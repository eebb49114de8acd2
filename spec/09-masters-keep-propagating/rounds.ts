/** The rounds of chapter 08, with a memory that only properties read: who stored what in which round. */
import { type StateOf, system } from '#model/index.js';
import { showStored } from '../08-ask-a-majority/messages.js';
import { type Machines, majorityOf, rolesOf, type Size } from '../08-ask-a-majority/rounds.js';
import { storedInRounds } from './history.js';

export function roundsRemembered(name: string, size: Size, machines: Partial<Machines> = {}) {
  return system({
    name,
    roles: rolesOf(size, machines),
    network: 'rounds',
    rounds: size.rounds,
    history: { stored: storedInRounds(majorityOf(size.slaves)) },
    show: showStored,
  });
}

/** A state of such a system, as its properties see it. */
export type RememberedState = StateOf<ReturnType<typeof roundsRemembered>>;
