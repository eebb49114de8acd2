/** `synod demo`: three nodes as processes, clients that write, faults, a change of members, and the proof at the end that nothing was lost. */
import { writeFileSync } from 'node:fs';
import type { Chapter } from '#spec/index.js';
import { Exit, type ExitCode } from '../terminal/exit.js';
import type { Io } from '../terminal/io.js';
import { formatCount, plural } from '../terminal/units.js';
import { Clients } from './clients.js';
import { Cluster } from './cluster.js';
import { events as all, type Event } from './events.js';
import { finale } from './finale.js';
import { Hands } from './hands.js';
import { Ledger } from './ledger.js';
import { recordingOf } from './recording.js';
import { type Frame, Screen } from './screen.js';
import { Stage } from './stage.js';
import { standing } from './standing.js';
import { Watch } from './watch.js';

export interface DemoOptions {
  /** Only what happened is printed, and nobody is asked. */
  readonly headless?: boolean;
  /** A file for a recording. */
  readonly recording?: string;
  /** The program of a node, where it is another than `synod`. */
  readonly program?: string;
  /** What happens, where it is not all of it. */
  readonly events?: readonly Event[];
}

export async function demo(chapters: readonly Chapter[], options: DemoOptions, io: Io): Promise<ExitCode> {
  const cluster = await Cluster.found(options.program);
  try {
    return await play(cluster, chapters, options, io);
  } finally {
    await cluster.close();
  }
}

async function play(
  cluster: Cluster,
  chapters: readonly Chapter[],
  { headless = false, recording, events = all }: DemoOptions,
  io: Io,
): Promise<ExitCode> {
  const begin = performance.now();
  const now = (): number => performance.now() - begin;
  const frames: Frame[] = [];
  const isLive = !headless && io.out.isTTY === true && io.env.TERM !== 'dumb';
  const hands = new Hands(isLive ? io : undefined, io.signal);
  const ledger = new Ledger(now);
  const screen = new Screen(io, {
    isLive,
    now,
    titleOf: (chapter) => titleOf(chapters, chapter),
    standing: () => standing(stage, hands.help),
    ...(recording !== undefined && { onFrame: (frame: Frame) => void frames.push(frame) }),
  });
  const watch = new Watch(cluster, () => screen.update());
  const stage = new Stage(cluster, watch, ledger, screen, io.signal);
  for (const name of cluster.names) cluster.start(name);
  const clients = new Clients(() => cluster.names.map((name) => cluster.url(name)), ledger);
  try {
    await hands.orElse(stage, async (script) => {
      for (const event of events) await event(script);
    });
    hands.close();
    await finale(stage, clients);
  } catch (error) {
    if (!io.signal.aborted) throw error;
  } finally {
    hands.close();
    await Promise.all([clients.stop(), watch.stop()]);
  }
  screen.end();
  if (io.signal.aborted) {
    screen.say('Interrupted: nothing is known of what was not yet compared.', 'yellow');
    return Exit.notFinished;
  }
  tellOutcome(screen, ledger);
  if (recording !== undefined) writeFileSync(recording, recordingOf(frames));
  return screen.failures === 0 ? Exit.asStated : Exit.notAsStated;
}

function tellOutcome(screen: Screen, { acknowledged }: Ledger): void {
  screen.say('');
  if (screen.failures === 0)
    screen.say(
      `All ${formatCount(screen.claims)} claims held. Nothing was lost of ${plural(acknowledged, 'acknowledged write')}.`,
      'green',
    );
  else screen.say(`${plural(screen.failures, 'claim')} of ${screen.claims} did not hold.`, 'red');
}

/** `Chapter 06 · Split brain` */
function titleOf(chapters: readonly Chapter[], number: string): string {
  const chapter = chapters.find(({ id }) => id.startsWith(`${number}-`));
  if (chapter === undefined) throw new Error(`expected a chapter ${number} in the book; got none`);
  return `Chapter ${number} · ${chapter.title}`;
}
