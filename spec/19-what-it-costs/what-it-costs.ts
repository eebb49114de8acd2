/** Chapter 19: what decisions and reads cost, in messages, round trips and durable writes, counted in every run of small clusters. */
import { type Chapter, type Instance, instance } from '../chapter.js';
import { boundsHold } from './claims.js';
import { contention } from './contention.js';
import { measures } from './measures.js';
import { parliamentOf } from './parliaments.js';

// #region three
/** Three commands, a decree for each; they may be under way together. */
export const threeDecrees: Instance = instance(
  'three decrees, 3 nodes',
  parliamentOf('three decrees', { nodes: 3, commands: ['olives', 'bread', 'salt'], isElected: true }),
  boundsHold({ least: { messages: 9, writes: 6 }, most: { messages: 12, writes: 9 } }),
);
// #endregion

// #region chapter
export const whatItCosts: Chapter = {
  id: '19-what-it-costs',
  title: 'What it costs',
  question: 'What has to be sent and written down for a decision, and for how many of them?',
  instances: [...measures.flatMap(({ instances }) => [...instances.values()]), threeDecrees, contention],
};
// #endregion
