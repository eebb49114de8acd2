/** What a search shows while it runs: one line rewritten on a terminal, two quiet lines elsewhere. */
import type { Exploration, Progress } from '#model/index.js';
import type { Io, Output } from './io.js';
import { formatCount, formatSeconds } from './units.js';

/** Shows the progress of explorations, of which several may run at once. */
export interface ProgressDisplay {
  start(label: string): Running;
}

/** One exploration that is shown. */
export interface Running {
  update(progress: Progress): void;
  /** After the exploration, or in its place when it threw. */
  end(found?: Omit<Exploration, 'pairs' | 'coverage' | 'profile'>): void;
}

/** The display that suits where it is written: a terminal, or a file or a log; none of it for machines to read. */
export function progressDisplay({ err, env }: Io, machineReadable: boolean): ProgressDisplay {
  if (err.isTTY && !env.CI && env.TERM !== 'dumb') return rewrittenLine(err);
  return machineReadable ? silence : quietLines(err);
}

function rewrittenLine(terminal: Output): ProgressDisplay {
  /** What is shown of each that runs, the first to start first. */
  const running = new Map<string, Progress | undefined>();
  const rewrite = (): void => {
    const room = Math.max(0, (terminal.columns || 80) - 1);
    const share = Math.floor((room - 3 * (running.size - 1)) / Math.max(1, running.size));
    const text = [...running].map(([label, progress]) => fitting(label, progress, share)).join(' | ');
    terminal.write(`\r${ERASE_LINE}${text.slice(0, room)}`);
  };
  const show = (label: string, progress?: Progress): void => {
    running.set(label, progress);
    rewrite();
  };
  return {
    start(label) {
      show(label);
      return {
        update: (progress) => show(label, progress),
        end() {
          running.delete(label);
          rewrite();
        },
      };
    },
  };
}

/** As much as there is room for: names can be long, and numbers are what changes, so names are cut first. */
function fitting(label: string, progress: Progress | undefined, room: number): string {
  const numbers = progress ? `  ${progressLine(progress)}` : ' …';
  const left = Math.max(0, room - numbers.length);
  const name = label.length <= left ? label : `${label.slice(0, Math.max(0, left - 1))}…`;
  return `${name}${numbers}`.slice(0, Math.max(0, room));
}

/** Erases from the cursor to the end of its line. */
const ERASE_LINE = '\u001b[K';

function quietLines(log: Output): ProgressDisplay {
  return {
    start(label) {
      log.write(`${label}: exploring\n`);
      return {
        update() {},
        end(found) {
          if (!found) return;
          const { states, seconds } = found;
          const noun = states === 1 ? 'state' : 'states';
          log.write(`${label}: ${formatCount(states)} ${noun} in ${formatSeconds(seconds)}\n`);
        },
      };
    },
  };
}

/** Shows nothing. */
export const silence: ProgressDisplay = { start: () => ({ update() {}, end() {} }) };

function progressLine({ states, depth, frontier, seconds }: Progress): string {
  const perSecond = seconds > 0 ? states / seconds : 0;
  return [
    `${formatCount(states)} states`,
    `${formatCount(perSecond)} states/s`,
    `depth ${formatCount(depth)}`,
    `frontier ${formatCount(frontier)}`,
    formatSeconds(seconds),
  ].join('  ');
}
