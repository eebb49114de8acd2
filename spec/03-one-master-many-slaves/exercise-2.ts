/** Exercise 2 of chapter 03, as a file that `synod check` takes: messages that come again and again. */
// #region file
import { agreement, everyClientCanBeTold, progressIsPossible, validity } from '../01-one-server/claims.js';
import { holds, instance } from '../chapter.js';
import { theCopiesAgree } from './claims.js';
import { masterAndSlaves } from './one-master.js';

export default instance('2: messages come again and again', masterAndSlaves('again', { network: 'lossy' }), [
  holds(agreement),
  holds(theCopiesAgree),
  holds(validity),
  holds(progressIsPossible),
  holds(everyClientCanBeTold),
]);
// #endregion
