/** Exercise 2 of chapter 19, as a file that `synod check` takes: four nodes. */
// #region file
import { instance } from '../chapter.js';
import { boundsHold, isNotKnown } from './claims.js';
import { synodOf } from './synods.js';

export default instance(
  '2. four nodes',
  { ...synodOf('four nodes', { nodes: 4, rounds: { n1: 1 } }), within: isNotKnown },
  boundsHold({ least: { messages: 10, writes: 6 }, most: { messages: 12, writes: 8 } }),
);
// #endregion
