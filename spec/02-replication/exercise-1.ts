/** Exercise 1 of chapter 02, as a file that `synod check` takes: the copies over a network that keeps order. */
// #region file
import { agreement, progress } from '../01-one-server/claims.js';
import { fails, holds, instance } from '../chapter.js';
import { copiesAndClients } from './replication.js';

export default instance(
  '1: over a network that keeps order',
  copiesAndClients('in order', { network: 'ordered' }),
  [fails(agreement), holds(progress)],
);
// #endregion
