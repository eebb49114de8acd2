/** Chapter 01: one server decides, and as long as it runs all is well. */
import { role, system } from '#model/index.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { agreement, everyClientCanBeTold, progress, progressIsPossible, validity } from './claims.js';
import { clientMachine } from './client.js';
import { serverMachine } from './server.js';

export interface Options {
  /** How often a server may stop for good; never when left out. */
  readonly stops?: number;
  /** The server's machine; an ablation puts another in the place of the right one. */
  readonly server?: typeof serverMachine;
}

// #region system
/** Two clients with different wishes, and a server that both ask. */
export function serverAndClients(name: string, { stops = 0, server = serverMachine }: Options = {}) {
  return system({
    name,
    roles: {
      client: role(clientMachine, {
        instances: { c1: { wish: 'olives', asks: 's1' }, c2: { wish: 'wine', asks: 's1' } },
      }),
      server: role(server, { instances: ['s1'] }),
    },
    network: 'unordered',
    faults: { stops: { server: stops } },
  });
}
// #endregion

// #region chapter
export const oneServer: Chapter = {
  id: '01-one-server',
  title: 'One server does everything',
  question: 'How do several people decide one thing, once and for all?',
  instances: [
    instance('one server', serverAndClients('one server'), [
      holds(agreement),
      holds(validity),
      holds(progress),
      holds(everyClientCanBeTold),
    ]),
    instance('one server that may stop', serverAndClients('one server that may stop', { stops: 1 }), [
      holds(agreement),
      holds(validity),
      holds(everyClientCanBeTold),
      fails(progressIsPossible),
      fails(progress),
    ]),
  ],
};
// #endregion
