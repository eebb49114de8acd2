/** A recording of the demo's screen: a picture in SVG that moves, a film strip of frames that is pulled past a window. */
import type { Frame, Line, Span } from './screen.js';

/** All in pixels. */
const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 16;
const FONT = 14;

const ROWS = 26;
const COLUMNS = 80;
/** What took longer is shown faster. In seconds. */
const LONGEST = 45;
/** Of the frames within so many seconds of the recording, the last is shown. */
const EVERY = 0.5;
/** For so many seconds the last frame stays. */
const STAYS = 6;

const WIDTH = Math.ceil(COLUMNS * CHARACTER + 2 * MARGIN);
const HEIGHT = ROWS * LINE + 2 * MARGIN;

const COLOURS = {
  bold: '#ffffff',
  dim: '#7d8590',
  green: '#3fb950',
  red: '#f85149',
  yellow: '#d29922',
  cyan: '#39c5cf',
  magenta: '#bc8cff',
  blue: '#58a6ff',
} as const;

/** Repeats itself; whoever wants no motion sees the last frame. */
export function recordingOf(frames: readonly Frame[]): string {
  const pace = Math.max(1, (frames.at(-1)?.at ?? 0) / LONGEST);
  const shown = thinned(frames.map(({ at, lines }) => ({ at: at / pace, lines })));
  const names = new Map<string, number>();
  const strip = shown.map(({ lines }, at) => {
    const rows = lines.slice(-ROWS).map((line, row) => {
      const text = textOf(line);
      if (text === '') return '';
      if (!names.has(text)) names.set(text, names.size);
      return `<use href="#t${names.get(text)}" y="${row * LINE}"/>`;
    });
    return `<g transform="translate(${at * WIDTH})">${rows.join('')}</g>`;
  });
  const seconds = (shown.at(-1)?.at ?? 0) + STAYS;
  // Of frames that come at one moment, the last is shown.
  const begins = new Map(
    shown.map(({ at }, index) => [((100 * (index === 0 ? 0 : at)) / seconds).toFixed(2), index]),
  );
  const steps = [...begins].map(([percent, index]) => `${percent}%{${shifted(index)}}`);
  const styles = Object.entries(COLOURS).map(([style, colour]) => `.${style}{fill:${colour}}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">
<title>synod demo: nodes are killed, cut off, paused and replaced, and nothing that was acknowledged is lost</title>
<style>
text{font:${FONT}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#c9d1d9;white-space:pre}
.bold{font-weight:bold}${styles.join('')}
.film{${shifted(shown.length - 1)}}
@media (prefers-reduced-motion:no-preference){.film{animation:film ${seconds.toFixed(1)}s step-end infinite}}
@keyframes film{${steps.join('')}}
</style>
<defs>
${[...names].map(([text, name]) => `<text id="t${name}" x="${MARGIN}" y="${MARGIN + FONT}">${text}</text>`).join('\n')}
</defs>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g class="film">
${strip.join('\n')}
</g>
</svg>
`;
}

/** The last frame of each period, where it differs from the one before. */
function thinned(frames: readonly Frame[]): readonly Frame[] {
  const last = new Map(frames.map((frame) => [Math.floor(frame.at / EVERY), frame]));
  const told = new Map([...last.values()].map((frame) => [JSON.stringify(frame.lines), frame]));
  return [...told.values()];
}

function shifted(frame: number): string {
  return `transform:translateX(${-frame * WIDTH}px)`;
}

function textOf(line: Line): string {
  return line
    .filter(([text]) => text !== '')
    .map(spanOf)
    .join('');
}

/** A piece of a line. */
function spanOf([text, style]: Span): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return style === undefined ? `<tspan>${escaped}</tspan>` : `<tspan class="${style}">${escaped}</tspan>`;
}
