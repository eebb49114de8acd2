/** Draws curves over whole numbers, as SVG. */

export interface Curve {
  readonly label: string;
  readonly points: readonly (readonly [across: number, up: number])[];
}

export interface Plot {
  readonly title: string;
  /** What the axes count. */
  readonly across: string;
  readonly up: string;
  readonly curves: readonly Curve[];
}

const WIDTH = 720;
const HEIGHT = 360;
/** Where the axes meet, and where they end; labels stand to the right. */
const AREA = { left: 60, right: 420, top: 50, bottom: 310 };
/** Colours that are told apart by everybody (Okabe and Ito, 2008). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
const TICKS_MAX = 6;

export function svgOf({ title, across, up, curves }: Plot): string {
  const points = curves.flatMap((curve) => curve.points);
  const columns = [...new Set(points.map(([x]) => x))].sort((one, other) => one - other);
  const [first, last] = [columns[0]!, columns.at(-1)!];
  const [step, top] = ticksFor(Math.max(...points.map(([, y]) => y)));
  const x = (value: number): number =>
    round(AREA.left + ((value - first) / (last - first)) * (AREA.right - AREA.left));
  const y = (value: number): number => round(AREA.bottom - (value / top) * (AREA.bottom - AREA.top));
  const rows = Array.from({ length: top / step + 1 }, (_, at) => at * step);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(AREA.left, 24, 'start', title),
    text(AREA.left, 42, 'start', up, '#666666'),
    text((AREA.left + AREA.right) / 2, 350, 'middle', across, '#666666'),
    ...rows.flatMap((value) => [
      `<line x1="${AREA.left}" y1="${y(value)}" x2="${AREA.right}" y2="${y(value)}" stroke="#dddddd"/>`,
      text(AREA.left - 8, y(value) + 4, 'end', String(value)),
    ]),
    ...columns.map((value) => text(x(value), AREA.bottom + 20, 'middle', String(value))),
    ...together(curves).flatMap(({ label, points: ends }, at) => [
      `<polyline points="${ends.map(([one, other]) => `${x(one)},${y(other)}`).join(' ')}" fill="none" stroke="${COLOURS[at]}" stroke-width="2"/>`,
      ...ends.map(([one, other]) => `<circle cx="${x(one)}" cy="${y(other)}" r="3" fill="${COLOURS[at]}"/>`),
      text(AREA.right + 10, y(ends.at(-1)![1]) + 4, 'start', label, COLOURS[at]),
    ]),
    '</svg>',
  ].join('\n');
}

/** Curves that lie one on the other are one, with all their labels. */
function together(curves: readonly Curve[]): readonly Curve[] {
  const byPoints = new Map<string, Curve>();
  for (const curve of curves) {
    const key = JSON.stringify(curve.points);
    const before = byPoints.get(key);
    byPoints.set(key, before ? { ...curve, label: `${before.label}; ${curve.label}` } : curve);
  }
  return [...byPoints.values()];
}

/** From line to line, and to the highest: 1, 2 or 5 times a power of ten. */
function ticksFor(most: number): readonly [step: number, top: number] {
  const power = 10 ** Math.floor(Math.log10(most / TICKS_MAX));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each * TICKS_MAX >= most)!;
  return [step, Math.ceil(most / step) * step];
}

function text(x: number, y: number, anchor: string, words: string, fill = '#222222'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${fill}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
