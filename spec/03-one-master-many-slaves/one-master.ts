/** Chapter 03: one server decides, and others keep copies of what it decided. */
import { role, system } from '#model/index.js';
import {
  agreement,
  everyClientCanBeTold,
  progress,
  progressIsPossible,
  validity,
} from '../01-one-server/claims.js';
import { clientMachine } from '../01-one-server/client.js';
import { type Chapter, fails, holds, instance } from '../chapter.js';
import {
  aSlaveCanAnswer,
  decisionsAreCopied,
  decisionsAreCopiedUnderStrongFairness,
  progressUnderStrongFairness,
  theCopiesAgree,
} from './claims.js';
import { serverMachine } from './server.js';

export interface Options {
  readonly network?: 'unordered' | 'lossy-set' | 'lossy';
  /** How often the master may stop for good. */
  readonly stops?: number;
  /** The slaves' machine; an ablation puts another in the place of the right one. */
  readonly slave?: typeof serverMachine;
}

// #region system
/** Clients that ask every server; one master, and two slaves. */
export function masterAndSlaves(
  name: string,
  { network = 'unordered', stops = 0, slave = serverMachine }: Options = {},
) {
  const everybody = ['master', 'slave'];
  return system({
    name,
    roles: {
      client: role(clientMachine, {
        instances: { c1: { wish: 'olives', asks: everybody }, c2: { wish: 'wine', asks: everybody } },
      }),
      master: role(serverMachine, { instances: { m: { isMaster: true } } }),
      slave: role(slave, { instances: { s1: { isMaster: false }, s2: { isMaster: false } } }),
    },
    network,
    faults: { stops: { master: stops } },
  });
}
// #endregion

// #region chapter
export const oneMaster: Chapter = {
  id: '03-one-master-many-slaves',
  title: 'One master, many slaves',
  question: 'Copies must take requests in one order. Who says which?',
  instances: [
    instance('nothing is lost', masterAndSlaves('nothing is lost'), [
      holds(agreement),
      holds(theCopiesAgree),
      holds(validity),
      holds(progress),
      holds(decisionsAreCopied),
      holds(everyClientCanBeTold),
      holds(aSlaveCanAnswer),
    ]),
    instance('messages may be lost', masterAndSlaves('messages may be lost', { network: 'lossy-set' }), [
      holds(agreement),
      holds(theCopiesAgree),
      holds(everyClientCanBeTold),
      fails(progressIsPossible),
      fails(progressUnderStrongFairness),
      fails(decisionsAreCopiedUnderStrongFairness),
    ]),
  ],
};
// #endregion
