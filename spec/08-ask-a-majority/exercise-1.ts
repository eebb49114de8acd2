/** Exercise 1 of chapter 08, as a file that `synod check` takes: slaves that forget. */
// #region file
import { agreement } from '../01-one-server/claims.js';
import { fails, holds, instance } from '../chapter.js';
import { size } from './ask-a-majority.js';
import { rounds } from './rounds.js';

/** So many rounds in which a slave may restart, and keeps nothing on disk. */
function forgetful(many: number) {
  const system = rounds('slaves that forget', { ...size, rounds: many, restarts: { slave: 1 } });
  const { roles } = system;
  return { ...system, roles: { ...roles, slave: { ...roles.slave, durable: [] } } };
}

export default [
  instance('1. a slave that restarts has forgotten what it stored, one round', forgetful(1), [
    holds(agreement),
  ]),
  instance('1. a slave that restarts has forgotten what it stored, two rounds', forgetful(2), [
    fails(agreement),
  ]),
];
// #endregion
