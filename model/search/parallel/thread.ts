/** The entry of a search's thread. */
import { parentPort } from 'node:worker_threads';
import { withDoorsShut } from '../../participant/sandbox.js';
import { Follower } from './follower.js';
import type { Order } from './protocol.js';

const follower = new Follower();

parentPort!.on('message', (order: Order) => {
  const report = withDoorsShut(() => follower.obey(order));
  if (report !== undefined) parentPort!.postMessage(report);
});

// It is there.
parentPort!.postMessage(undefined);
