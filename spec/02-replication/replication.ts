/** Chapter 02: several servers do what one did, so that one of them may stop. */
import { role, system } from '#model/index.js';
import {
  agreement,
  everyClientCanBeTold,
  progress,
  progressIsPossible,
  validity,
} from '../01-one-server/claims.js';
import { clientMachine } from '../01-one-server/client.js';
import { serverMachine } from '../01-one-server/server.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import { theCopiesAgree } from './claims.js';

export interface Options {
  /** What the clients wish, by their names. */
  readonly wishes?: Readonly<Record<string, string>>;
  /** The servers' names. */
  readonly copies?: readonly string[];
  /** How often a server may stop for good. */
  readonly stops?: number;
  readonly network?: 'unordered' | 'ordered';
  /** The client's machine; an ablation puts another in the place of the right one. */
  readonly client?: typeof clientMachine;
}

// #region system
/** Clients that ask every server, and servers that know nothing of each other. */
export function copiesAndClients(
  name: string,
  {
    wishes = { c1: 'olives', c2: 'wine' },
    copies = ['s1', 's2'],
    stops = 0,
    network = 'unordered',
    client = clientMachine,
  }: Options = {},
) {
  return system({
    name,
    roles: {
      client: role(client, {
        instances: Object.fromEntries(
          Object.entries(wishes).map(([id, wish]) => [id, { wish, asks: 'server' }]),
        ),
      }),
      server: role(serverMachine, { instances: copies }),
    },
    network,
    faults: { stops: { server: stops } },
  });
}
// #endregion

// #region chapter
export const replication: Chapter = {
  id: '02-replication',
  title: 'Replication',
  question: 'One server may stop. Can a second one stand in for it?',
  instances: [
    instance(
      'two copies, one client',
      copiesAndClients('two copies, one client', { wishes: { c1: 'olives' }, stops: 1 }),
      [
        holds(agreement),
        holds(theCopiesAgree),
        holds(validity),
        holds(progressIsPossible),
        holds(progress),
        holds(everyClientCanBeTold),
      ],
    ),
    instance('two copies, two clients', copiesAndClients('two copies, two clients', { stops: 1 }), [
      holds(validity),
      holds(progressIsPossible),
      holds(progress),
      holds(everyClientCanBeTold),
      fails(theCopiesAgree),
      fails(agreement),
    ]),
  ],
};
// #endregion
