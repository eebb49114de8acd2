/** What a search shows while it runs: one line rewritten on a terminal, a line every ten seconds elsewhere. */
import type { Progress } from '#model/index.js';
import type { Io, Output } from './io.js';
import { formatCount, formatSeconds, plural } from './units.js';

/** Shows the progress of explorations, of which several may run at once. */
export interface ProgressDisplay {
  start(label: string): Running;
  /** Prints something else meanwhile: on a terminal, in the place of what is shown, which then stands below it. */
  above(print: () => void): void;
}

/** One exploration that is shown. */
export interface Running {
  update(progress: Progress): void;
  /** After the exploration, or in its place when it threw. */
  end(): void;
}

/**
 * The display that suits where it is written: a terminal, or a file or a log; none of it for machines to read.
 *
 * @param total how many explorations there will be, if it is known.
 */
export function progressDisplay({ err, env }: Io, machineReadable: boolean, total = 1): ProgressDisplay {
  if (err.isTTY && !env.CI && env.TERM !== 'dumb') return rewrittenLine(err, total);
  return machineReadable ? silence : quietLines(err);
}

function rewrittenLine(terminal: Output, total: number): ProgressDisplay {
  /** What is shown of each that runs, the first to start first. */
  const running = new Map<string, Progress | undefined>();
  let started = 0;
  const rewrite = (): void => {
    const room = Math.max(0, (terminal.columns || 80) - 1);
    const count = total > 1 && running.size > 0 ? `${started} of ${total}  ` : '';
    const share = Math.floor((room - count.length - 3 * (running.size - 1)) / Math.max(1, running.size));
    const text = [...running].map(([label, progress]) => fitting(label, progress, share)).join(' | ');
    terminal.write(`\r${ERASE_LINE}${`${count}${text}`.slice(0, room)}`);
  };
  const show = (label: string, progress?: Progress): void => {
    running.set(label, progress);
    rewrite();
  };
  return {
    start(label) {
      started++;
      show(label);
      return {
        update: (progress) => show(label, progress),
        end() {
          running.delete(label);
          rewrite();
        },
      };
    },
    above(print) {
      terminal.write(`\r${ERASE_LINE}`);
      print();
      if (running.size > 0) rewrite();
    },
  };
}

/** As much as there is room for: names can be long, and numbers are what changes, so names are cut first. */
function fitting(label: string, progress: Progress | undefined, room: number): string {
  // Of several side by side there is room for little more than their names.
  const isNarrow = room < 60;
  const told = progress && (isNarrow ? plural(progress.states, 'state') : progressLine(progress));
  const numbers = told === undefined ? ' …' : `  ${told}`;
  const left = Math.max(0, room - numbers.length);
  const name = label.length <= left ? label : `${label.slice(0, Math.max(0, left - 1))}…`;
  return `${name}${numbers}`.slice(0, Math.max(0, room));
}

/** Erases from the cursor to the end of its line. */
const ERASE_LINE = '\u001b[K';

/** Seconds between two lines in a log. */
const QUIET_EVERY = 10;

/** A line now and then, of what takes long. */
function quietLines(log: Output): ProgressDisplay {
  return {
    start(label) {
      let due = QUIET_EVERY;
      return {
        update(progress) {
          if (progress.seconds < due) return;
          due += QUIET_EVERY;
          log.write(`${label}: ${progressLine(progress)}\n`);
        },
        end() {},
      };
    },
    above: (print) => print(),
  };
}

/** Shows nothing. */
export const silence: ProgressDisplay = {
  start: () => ({ update() {}, end() {} }),
  above: (print) => print(),
};

function progressLine({ states, depth, frontier, seconds }: Progress): string {
  const perSecond = seconds > 0 ? states / seconds : 0;
  return [
    plural(states, 'state'),
    `${formatCount(perSecond)} states/s`,
    `depth ${formatCount(depth)}`,
    `frontier ${formatCount(frontier)}`,
    formatSeconds(seconds),
  ].join('  ');
}
