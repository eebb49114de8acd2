/** The clock of the machine: monotonic, as `performance.now` is, and the time of day beside it. */
import type { NodeClock } from './ports.js';

/** Its timers keep the process alive until they are cancelled, as a node's are when it is closed. */
export const systemClock: NodeClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  turn: (callback) => void setImmediate(callback),
};
