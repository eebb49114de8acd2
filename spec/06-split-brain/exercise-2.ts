/** Exercise 2 of chapter 06, as a file that `synod check` takes: masters that wait for every slave. */
// #region file
import { agreement, everyClientCanBeTold, progressIsPossible } from '../01-one-server/claims.js';
import { oneMasterAtATime } from '../05-promotion/claims.js';
import { serverMachine } from '../05-promotion/server.js';
import { successors } from '../05-promotion/system.js';
import { fails, holds, instance } from '../chapter.js';
import { guessingDetector } from './split-brain.js';

/** It waits for every slave, whatever the detector says. */
const waitingServer = serverMachine.provide({
  guards: {
    everySlaveAliveHasIt: ({ context: { id, servers, acknowledged } }) =>
      servers.every((server) => server === id || acknowledged.includes(server)),
  },
});

export default instance(
  '2: masters that wait for every slave',
  successors('masters that wait', {
    servers: ['s1', 's2'],
    mortal: [],
    detector: guessingDetector,
    server: waitingServer,
  }),
  [holds(agreement), holds(everyClientCanBeTold), fails(oneMasterAtATime), fails(progressIsPossible)],
);
// #endregion
