/** The entry of a thread that explores instances. */
import { parentPort } from 'node:worker_threads';
import type { Chapter } from '#spec/index.js';
import { type ProgressDisplay, silence } from '../terminal/progress.js';
import { findIn } from './explore-instance.js';
import type { Order, Report, Source } from './instances.js';
import { loadOwn } from './user-systems.js';

const port = parentPort!;
const stopped = new AbortController();
const loaded = new Map<string, Promise<readonly Chapter[]>>();

port.on('message', (order: Order) => {
  if (order === 'stop') stopped.abort();
  else void obey(order);
});

const report = (what: Report): void => port.postMessage(what);

const display: ProgressDisplay = {
  ...silence,
  start: () => ({ update: (progress) => report({ kind: 'progress', progress }), end() {} }),
};

async function obey({
  source,
  chapter: id,
  instance: at,
  options,
  remainingMs,
}: Exclude<Order, 'stop'>): Promise<void> {
  try {
    const chapter = (await chaptersOf(source)).find((each) => each.id === id)!;
    const one = { chapter, instance: chapter.instances[at]! };
    const found = await findIn(one, options, remainingMs, display, stopped.signal);
    report({ kind: 'found', found });
  } catch (error) {
    report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
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
