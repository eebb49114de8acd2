/** The system: clients, masters, slaves, and a clock that says when a round begins and whose it is. */
import { role, type StateOf, system } from '#model/index.js';
import type { ClientInput } from '../01-one-server/client.js';
import type { Value } from '../01-one-server/messages.js';
import { clientMachine } from './client.js';
import { type MasterInput, masterMachine } from './master.js';
import { showStored } from './messages.js';
import { slaveMachine } from './slave.js';

/** The participants. */
export interface Cast {
  /** How many slaves: s1, s2, … */
  readonly slaves: number;
  /** What each client asks its master for: c1 asks m1, c2 asks m2, … */
  readonly requests: readonly Value[];
  /** How many slaves the masters take for a majority; more than half when left out. */
  readonly majority?: number;
}

/** How large an instance is: what makes it finite. */
export interface Size extends Cast {
  readonly rounds: number;
  /** How often a master and a slave may crash and restart; never when left out. */
  readonly restarts?: { readonly master?: number; readonly slave?: number };
}

/** The machines of the roles; an ablation puts another one in the place of the right one. */
export interface Machines {
  readonly client: typeof clientMachine;
  readonly master: typeof masterMachine;
  readonly slave: typeof slaveMachine;
}

/** A finite number of rounds, one after the other. */
export function rounds(name: string, size: Size, machines: Partial<Machines> = {}) {
  // #region system
  return system({
    name,
    roles: rolesOf(size, machines),
    network: 'rounds',
    rounds: size.rounds,
    faults: { restarts: size.restarts ?? {} },
    show: showStored,
  });
  // #endregion
}

/** A state of such a system, as its properties see it. */
export type RoundsState = StateOf<ReturnType<typeof rounds>>;

// #region roles
/** Clients, masters and slaves. Nothing of a master is durable: the slaves remember. */
export function rolesOf(cast: Cast, machines: Partial<Machines> = {}) {
  return {
    client: role(machines.client ?? clientMachine, { instances: clientsOf(cast) }),
    master: role(machines.master ?? masterMachine, { instances: mastersOf(cast), ignores: tooLate }),
    slave: role(machines.slave ?? slaveMachine, {
      instances: slavesOf(cast),
      durable: ['stored', 'lowest'],
      ignores: { round: 'a slave only does what it is told' },
    }),
  };
}
// #endregion

/** The messages that a master may leave alone, and why. */
export const tooLate = {
  answer: 'it does not read: a majority answered already, or it has restarted since it asked',
  written: 'it does not write: a majority acknowledged already, or it has restarted since it wrote',
} as const;

/** More than half, so that any two majorities have a slave in common. */
export function majorityOf(slaves: number): number {
  return Math.floor(slaves / 2) + 1;
}

/** The clients c1, c2, …, each with its master. */
export function clientsOf({ requests }: Cast): Record<string, ClientInput> {
  return named('c', requests, (value, place) => ({ wish: value, asks: `m${place}` }));
}

/** The masters m1, m2, … */
export function mastersOf({ requests, slaves, majority }: Cast): Record<string, MasterInput> {
  return named('m', requests, (_, place) => ({
    place,
    masters: requests.length,
    majority: majority ?? majorityOf(slaves),
  }));
}

/** The names of the slaves. */
export function slavesOf({ slaves }: Cast): readonly string[] {
  return Array.from({ length: slaves }, (_, index) => `s${index + 1}`);
}

function named<Item, Input>(
  prefix: string,
  items: readonly Item[],
  inputOf: (item: Item, place: number) => Input,
): Record<string, Input> {
  return Object.fromEntries(items.map((item, index) => [`${prefix}${index + 1}`, inputOf(item, index + 1)]));
}
