/** Exercise 3 of chapter 24, as a file that `synod check` takes: two new members instead of three. */
// #region file
import { fails, holds, instance } from '../chapter.js';
import { handover, somebodyStillHasThePrefix, theRestCanAlwaysCatchUp } from './handover.js';

// A majority of two is both of them: if one stops, the old member has to stay for ever.
export default instance('3. two new members', handover('two new members', undefined, ['n1', 'n2']), [
  holds(somebodyStillHasThePrefix),
  fails(theRestCanAlwaysCatchUp),
]);
// #endregion
