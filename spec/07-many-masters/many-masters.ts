/** Chapter 07: nobody asks who the master is. Every master decides, and the last writer wins. */
import { role, system } from '#model/index.js';
import { agreement, everyClientCanBeTold, progressIsPossible, validity } from '../01-one-server/claims.js';
import { clientMachine } from '../01-one-server/client.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { decidedStaysDecided, decisionsDoNotComeBack } from './claims.js';
import { decisionsOf } from './history.js';
import { masterMachine } from './master.js';
import { slaveMachine } from './slave.js';

export interface Options {
  readonly masters?: readonly string[];
  /** How often a master, or a slave, may stop for good. */
  readonly stops?: { readonly master?: number; readonly slave?: number };
  /** The slaves' machine; an ablation puts another in the place of the right one. */
  readonly slave?: typeof slaveMachine;
}

// #region system
/** Clients that ask every master, and masters that write to every slave. */
export function mastersAndSlaves(
  name: string,
  { masters = ['m1', 'm2'], stops = {}, slave = slaveMachine }: Options = {},
) {
  const slaves = ['s1', 's2'];
  return system({
    name,
    roles: {
      client: role(clientMachine, {
        instances: { c1: { wish: 'olives', asks: 'master' }, c2: { wish: 'wine', asks: 'master' } },
      }),
      master: role(masterMachine, {
        instances: Object.fromEntries(masters.map((id) => [id, { slaves }])),
        ignores: {
          request: 'a master that has decided tells every client without being asked',
          written: 'once every slave has said so, it is no news',
        },
      }),
      slave: role(slave, { instances: slaves }),
    },
    network: 'lossy',
    faults: { stops },
    history: { decisions: decisionsOf(slaves) },
  });
}
// #endregion

// #region chapter
export const manyMasters: Chapter = {
  id: '07-many-masters',
  title: 'Many masters',
  question: 'If nobody can know who is the master, may everybody be?',
  instances: [
    instance('two masters', mastersAndSlaves('two masters'), [
      holds(validity),
      holds(progressIsPossible),
      holds(everyClientCanBeTold),
      fails(decidedStaysDecided),
      fails(decisionsDoNotComeBack),
      fails(agreement),
    ]),
    instance('a master may stop', mastersAndSlaves('a master may stop', { stops: { master: 1 } }), [
      holds(validity),
      holds(progressIsPossible),
      fails(agreement),
    ]),
    instance('a slave may stop', mastersAndSlaves('a slave may stop', { stops: { slave: 1 } }), [
      fails(progressIsPossible),
    ]),
  ],
};
// #endregion
