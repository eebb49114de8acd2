/** Exercise 1 of chapter 05, as a file that `synod check` takes: slaves that refuse masters that they know to be down. */
// #region file
import { agreement } from '../01-one-server/claims.js';
import { fails, holds, instance } from '../chapter.js';
import { oneMasterAtATime } from './claims.js';
import { serverMachine } from './server.js';
import { successors } from './system.js';

/** It refuses only the masters that it knows to be down. */
const refusesTheDead = serverMachine.provide({
  guards: {
    isNotOutranked: ({ context, event }) => event.type !== 'write' || !context.down.includes(event.from),
  },
});

export default instance(
  '1: slaves refuse the dead',
  successors('slaves refuse the dead', { server: refusesTheDead }),
  [holds(oneMasterAtATime), fails(agreement)],
);
// #endregion
