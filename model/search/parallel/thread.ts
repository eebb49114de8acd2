/** The entry of a search's thread, in Node and in a browser. */
import { withDoorsShut } from '../../participant/sandbox.js';
import { Expander } from './expander.js';
import type { Order } from './protocol.js';

interface Port {
  postMessage(message: unknown): void;
}

const expander = new Expander();

function answer(port: Port, order: Order): void {
  const report = withDoorsShut(() => expander.obey(order));
  if (report !== undefined) port.postMessage(report);
}

if ('document' in globalThis || 'WorkerGlobalScope' in globalThis) {
  const scope = globalThis as unknown as Port & { onmessage: (event: { data: Order }) => void };
  scope.onmessage = ({ data }) => answer(scope, data);
} else {
  const { parentPort } = await import('node:worker_threads');
  parentPort!.on('message', (order: Order) => answer(parentPort!, order));
}
