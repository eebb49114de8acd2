/** Claims about servers that succeed each other. */
import { always, type Fairness, sometimes, weak } from '#model/index.js';
import { progressUnder, whatIsSentArrives } from '../01-one-server/claims.js';
import type { DetectorContext } from './detector.js';

interface WithServers {
  readonly server: readonly { readonly id: string; readonly value: unknown }[];
}

interface WithDetector {
  readonly detector: readonly { readonly context: DetectorContext }[];
}

// #region safety
/** There is at most one master: two could decide two things. */
export const oneMasterAtATime = always(
  'one master at a time',
  ({ server: servers }: WithServers) => servers.filter(isMaster).length <= 1,
);

/** The detector is accurate: it is never wrong. One that also speaks of every stop is called perfect. */
export const onlyTheDeadAreReported = always(
  'only the dead are reported',
  ({ detector: detectors }: WithDetector) =>
    detectors.every(({ context: { reported, stopped } }) =>
      reported.every((server) => stopped.includes(server)),
    ),
);
// #endregion

// #region progress
/** A report that is due is made, sooner or later. */
export const theDetectorSpeaks: readonly Fairness[] = [weak({ input: 'report' })];

export const progressOnceDetected = progressUnder('progress, if the detector speaks', [
  ...theDetectorSpeaks,
  ...whatIsSentArrives,
]);

export const progressUndetected = progressUnder('progress, if the detector may be silent', whatIsSentArrives);
// #endregion

/** A witness: all other servers have stopped, and the last one is master. */
export const theLastServerTakesOver = sometimes(
  'the last server takes over',
  ({ server: servers }: WithServers) =>
    servers.slice(0, -1).every(({ value }) => value === 'stopped') && isMaster(servers.at(-1)!),
);

/** Whether it is a master, in any of a master's states. */
function isMaster({ value }: { readonly value: unknown }): boolean {
  return typeof value === 'object' && value !== null && 'master' in value;
}
