/** Threads to give orders to, in Node and in a browser. */
import type { Order, Report } from './protocol.js';

/** A thread of a search. It lives until it is ended. */
export interface Thread {
  tell(order: Order): void;
  /** The next report. Rejects if the thread threw or died. */
  report(): Promise<Report>;
  end(): void;
}

/** Starts a thread. */
export async function startThread(): Promise<Thread> {
  const url = new URL('./thread.js', import.meta.url);
  let settle: { resolve: (report: Report) => void; reject: (error: Error) => void } | undefined;
  let died: Error | undefined;
  const fail = (error: Error): void => {
    died = error;
    settle?.reject(error);
  };
  const post = await start(
    url,
    (report) => settle?.resolve(report),
    (why) => fail(new Error(`a thread of the search ended: ${why}; there is no verdict`)),
  );
  return {
    tell: post.tell,
    end: post.end,
    report: () =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        if (died !== undefined) reject(died);
      }),
  };
}

interface Post {
  readonly tell: (order: Order) => void;
  readonly end: () => void;
}

async function start(
  url: URL,
  onReport: (report: Report) => void,
  onDeath: (why: string) => void,
): Promise<Post> {
  if ('Worker' in globalThis) {
    type WebWorker = Post & {
      onmessage: (event: { data: Report }) => void;
      onerror: (event: { message: string }) => void;
      postMessage(order: Order): void;
      terminate(): void;
    };
    const { Worker } = globalThis as unknown as { Worker: new (url: URL, options: object) => WebWorker };
    const worker = new Worker(url, { type: 'module' });
    worker.onmessage = ({ data }) => onReport(data);
    worker.onerror = ({ message }) => onDeath(message);
    return { tell: (order) => worker.postMessage(order), end: () => worker.terminate() };
  }
  const { Worker } = await import('node:worker_threads');
  const worker = new Worker(url);
  let ended = false;
  worker.on('message', onReport);
  worker.on('error', (error) => onDeath(String(error)));
  worker.on('exit', (code) => {
    if (!ended) onDeath(`it exited with code ${code}`);
  });
  return {
    tell: (order) => worker.postMessage(order),
    end: () => {
      ended = true;
      void worker.terminate();
    },
  };
}
