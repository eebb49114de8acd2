/** Clients, servers that succeed each other, and a detector. */
import { role, system } from '#model/index.js';
import { clientMachine } from '../01-one-server/client.js';
import { detectorMachine } from './detector.js';
import { serverMachine } from './server.js';

export interface Options {
  readonly servers?: readonly string[];
  /** The servers that may stop. */
  readonly mortal?: readonly string[];
  readonly network?: 'unordered' | 'lossy';
  /** Machines that take the place of the right ones. */
  readonly server?: typeof serverMachine;
  readonly detector?: typeof detectorMachine;
}

// #region system
export function successors(
  name: string,
  {
    servers = ['s1', 's2', 's3'],
    mortal = ['s1', 's2'],
    network = 'unordered',
    server = serverMachine,
    detector = detectorMachine,
  }: Options = {},
) {
  return system({
    name,
    roles: {
      client: role(clientMachine, {
        instances: { c1: { wish: 'olives', asks: 'server' }, c2: { wish: 'wine', asks: 'server' } },
      }),
      server: role(server, {
        instances: Object.fromEntries(servers.map((id) => [id, { id, servers }])),
        inputs: (id) => (mortal.includes(id) ? [{ type: 'stop' } as const] : []),
        ignores: {
          request:
            'a slave leaves it until it is master; a master with a value tells every client without being asked',
          write: 'a master takes no orders; a stopped server takes nothing',
          written: 'a stopped server takes nothing',
          down: 'a stopped server takes nothing',
          stop: 'it has stopped',
        },
      }),
      detector: role(detector, {
        instances: { d: { servers } },
        inputs: servers.map((id) => ({ type: 'report', server: id }) as const),
      }),
    },
    network,
    instant: ['stopped'],
  });
}
// #endregion
