/** Threads to give orders to: those of Node. A browser searches on one. */
import type { Order, Report } from './protocol.js';

/** A thread of a search. It lives until it is ended. */
export interface Thread {
  tell(order: Order): void;
  /** The next report. Rejects if the thread threw or died. */
  report(): Promise<Report>;
  end(): void;
}

export async function startThread(): Promise<Thread> {
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(new URL('./thread.js', import.meta.url));
  let settle: { resolve: (report: Report) => void; reject: (error: Error) => void } | undefined;
  let died: Error | undefined;
  let ended = false;
  const die = (why: string): void => {
    died = new Error(`a thread of the search ended: ${why}; there is no verdict`);
    settle?.reject(died);
  };
  worker.on('message', (report: Report) => settle?.resolve(report));
  worker.on('error', (error) => die(String(error)));
  worker.on('exit', (code) => {
    if (!ended) die(`it exited with code ${code}`);
  });
  return {
    tell: (order) => worker.postMessage(order),
    end: () => {
      ended = true;
      void worker.terminate();
    },
    report: () =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        if (died !== undefined) reject(died);
      }),
  };
}
