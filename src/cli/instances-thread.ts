/** The entry of a thread that explores instances. */
import { parentPort } from 'node:worker_threads';
import type { Chapter } from '#spec/index.js';
import { type ProgressDisplay, silence } from '../terminal/progress.js';
import { findIn } from './explore-instance.js';
import { type Order, orError, type Report, type Source } from './instances.js';
import { loadOwn } from './user-systems.js';

const port = parentPort!;
const stopped = new AbortController();
const loaded = new Map<string, Promise<readonly Chapter[]>>();

const report = (what: Report): void => port.postMessage(what);

const display: ProgressDisplay = {
  ...silence,
  start: () => ({ update: (progress) => report({ progress }), end() {} }),
};

port.on('message', async (order: Order) => {
  if (order === 'stop') stopped.abort();
  else report({ outcome: await orError(obeyed(order)) });
});

async function obeyed({ source, chapter: id, instance: at, options, remainingMs }: Exclude<Order, 'stop'>) {
  const chapter = (await chaptersOf(source)).find((each) => each.id === id)!;
  const one = { chapter, instance: chapter.instances[at]! };
  return findIn(one, options, remainingMs, display, stopped.signal);
}

/** A module is loaded once, however many of its instances are explored here. */
function chaptersOf(source: Source): Promise<readonly Chapter[]> {
  const where = 'module' in source ? source.module : source.file;
  const known = loaded.get(where);
  if (known !== undefined) return known;
  const chapters =
    'module' in source
      ? import(source.module).then((module: { chapters: readonly Chapter[] }) => module.chapters)
      : loadOwn(source.file).then((chapter) => [chapter]);
  loaded.set(where, chapters);
  return chapters;
}
