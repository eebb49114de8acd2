/** The entry of a search's thread. */
import { parentPort } from 'node:worker_threads';
import { withDoorsShut } from '../../participant/sandbox.js';
import { Expander } from './expander.js';
import type { Order } from './protocol.js';

const expander = new Expander();

parentPort!.on('message', (order: Order) => {
  const report = withDoorsShut(() => expander.obey(order));
  if (report !== undefined) parentPort!.postMessage(report);
});
