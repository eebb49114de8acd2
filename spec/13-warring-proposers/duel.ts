/** Masters without a last round, put together: rounds grow for ever, and only their order counts. */
import { ABOVE_ALL, role, type StateOf, system } from '#model/index.js';
import { clientMachine } from '../08-ask-a-majority/client.js';
import { showStored } from '../08-ask-a-majority/messages.js';
import { type Cast, clientsOf, mastersOf, slavesOf, tooLate } from '../08-ask-a-majority/rounds.js';
import { promisingSlaveMachine } from '../12-promises-instead-of-a-clock/slave.js';
import { masterMachine } from './master.js';
import type { patientSlave, persistentMaster } from './persistent.js';

/** The machines of the roles, and the network: in the instances of this chapter they differ in nothing else. */
export interface DuelOptions {
  readonly network?: 'latest' | 'lossy-latest';
  readonly master?: typeof masterMachine | typeof persistentMaster;
  readonly slave?: typeof promisingSlaveMachine | typeof patientSlave;
}

/** Masters that begin a round when they like, again and again. */
export function duel(
  name: string,
  cast: Cast,
  { network = 'latest', master = masterMachine, slave = promisingSlaveMachine }: DuelOptions = {},
) {
  // #region system
  return system({
    name,
    roles: {
      client: role(clientMachine, { instances: clientsOf(cast) }),
      master: role(master as typeof masterMachine, {
        instances: mastersOf(cast),
        inputs: [{ type: 'begin' }, { type: 'timeout' }],
        ignores: { ...tooLate, begin: 'it is in a round, or done', timeout: 'it is in no round' },
      }),
      slave: role(slave as typeof promisingSlaveMachine, { instances: slavesOf(cast) }),
    },
    network,
    instant: ['request', 'decided'],
    ranked: ['round', 'lowest'],
    dead: {
      master: (message, { context }) => 'round' in message && message.round < context.round,
      slave: ({ round }, { context }) => round < context.lowest,
    },
    show,
  });
  // #endregion
}

/** A state of such a system, as its properties see it. */
export type DuelState = StateOf<ReturnType<typeof duel>>;

/** How a step by hand writes a round that is just begun: before it has a rank among the others, it is `new`. */
export function show(value: unknown): string | undefined {
  return value === ABOVE_ALL ? 'new' : showStored(value);
}
