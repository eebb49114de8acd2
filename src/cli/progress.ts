/** What a search shows while it runs: one line rewritten on a terminal, two quiet lines elsewhere. */
import type { Exploration, Progress } from '#model/index.js';
import type { Io, Output } from './io.js';
import { formatCount, formatSeconds } from './units.js';

/** Shows the progress of one exploration after the other. */
export interface ProgressDisplay {
  start(label: string): void;
  update(progress: Progress): void;
  /** After an exploration, or in its place when it threw. */
  end(exploration?: Exploration): void;
}

/** The display that suits where it is written: a terminal, or a file or a log; none of it for machines to read. */
export function progressDisplay({ err, env }: Io, machineReadable: boolean): ProgressDisplay {
  if (err.isTTY && !env.CI && env.TERM !== 'dumb') return rewrittenLine(err);
  return machineReadable ? silence : quietLines(err);
}

function rewrittenLine(terminal: Output): ProgressDisplay {
  let label = '';
  const rewrite = (text: string): void => {
    const fitting = text.slice(0, Math.max(0, (terminal.columns || 80) - 1));
    terminal.write(`\r${ERASE_LINE}${fitting}`);
  };
  return {
    start(of) {
      label = of;
      rewrite(`${label} …`);
    },
    update: (progress) => rewrite(`${label}  ${progressLine(progress)}`),
    end: () => rewrite(''),
  };
}

/** Erases from the cursor to the end of its line. */
const ERASE_LINE = '\u001b[K';

function quietLines(log: Output): ProgressDisplay {
  let label = '';
  return {
    start(of) {
      label = of;
      log.write(`${label}: exploring\n`);
    },
    update() {},
    end(exploration) {
      if (!exploration) return;
      const { states, seconds } = exploration;
      log.write(`${label}: ${formatCount(states)} states in ${formatSeconds(seconds)}\n`);
    },
  };
}

const silence: ProgressDisplay = { start() {}, update() {}, end() {} };

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
