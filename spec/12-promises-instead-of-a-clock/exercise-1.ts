/** Exercise 1 of chapter 12, as a file that `synod check` takes: promises that are kept in memory only. */
// #region file
import { agreement } from '../01-one-server/claims.js';
import { fails, instance } from '../chapter.js';
import { disks, restarting } from './promises-instead-of-a-clock.js';

/** One restart of a slave, on whose disk there is what it stored and not what it promised. */
export default instance(
  '1. a promise is lost in a restart',
  restarting('promises in memory', { slave: 1 }, { ...disks, slave: ['stored'] }),
  [fails(agreement)],
);
// #endregion
