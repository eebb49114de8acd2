/** What the demo shows: what has happened, line by line, and beneath it how things stand, which a terminal rewrites. */
import { type Io, painter, type Style } from '../terminal/io.js';
import { wrapped } from '../terminal/wrap.js';

/** A piece of a line, in a style. */
export type Span = readonly [text: string, style?: Style | undefined];
export type Line = readonly Span[];

/** One moment of the screen. */
export interface Frame {
  /** Seconds since the beginning. */
  readonly at: number;
  readonly lines: readonly Line[];
}

const COLUMNS_MAX = 100;
const INDENT = 9;

export class Screen {
  readonly #told: Line[] = [];
  /** The lines that stand beneath, and are to be rewritten. */
  #shown = 0;
  #isLive: boolean;
  /** Claims that were not so. */
  failures = 0;
  claims = 0;

  constructor(
    readonly io: Io,
    options: {
      /** Whether how things stand is shown. */
      readonly isLive: boolean;
      readonly now: () => number;
      readonly titleOf: (chapter: string) => string;
      readonly standing: () => readonly Line[];
      readonly onFrame?: (frame: Frame) => void;
    },
  ) {
    this.#isLive = options.isLive;
    this.options = options;
  }

  readonly options;

  get columns(): number {
    return Math.min(this.io.out.columns || 80, COLUMNS_MAX);
  }

  event(text: string, chapter: string): void {
    const time = `${(this.options.now() / 1_000).toFixed(1)} s`.padStart(INDENT - 2);
    this.#tell(text, (line, index) => [[index === 0 ? `${time}  ` : ' '.repeat(INDENT)], [line, 'bold']]);
    this.#tell(this.options.titleOf(chapter), (line) => [[`${' '.repeat(INDENT)}${line}`, 'cyan']]);
  }

  claim(text: string, isSo: boolean): void {
    this.claims++;
    if (!isSo) this.failures++;
    const mark = isSo ? 'ok  ' : 'NO  ';
    for (const part of text.split('\n'))
      this.#tell(
        part,
        (line, index) => [
          [' '.repeat(INDENT)],
          [index === 0 ? mark : '    ', isSo ? 'green' : 'red'],
          [line],
        ],
        4,
      );
  }

  /** A line that belongs to no event. */
  say(text: string, style?: Style): void {
    for (const line of text === '' ? [''] : wrapped(text, this.columns)) this.#add([[line, style]]);
  }

  /** How things stand is shown anew. */
  update(): void {
    const { standing, now, onFrame } = this.options;
    const lines = standing();
    onFrame?.({ at: now() / 1_000, lines: [...this.#told, [], ...lines] });
    if (!this.#isLive) return;
    this.#erase();
    this.io.out.write(`\n${lines.map((line) => `${this.#painted(line)}\n`).join('')}`);
    this.#shown = lines.length + 1;
  }

  /** How things stand is not shown any more. */
  end(): void {
    this.#erase();
    this.#isLive = false;
  }

  #tell(text: string, lineOf: (line: string, index: number) => Line, indent = 0): void {
    const lines = wrapped(text, this.columns - INDENT - indent);
    for (const [index, line] of lines.entries()) this.#add(lineOf(line, index));
  }

  #add(line: Line): void {
    this.#told.push(line);
    this.#erase();
    this.io.out.write(`${this.#painted(line)}\n`);
    this.update();
  }

  #painted(line: Line): string {
    const paint = painter(this.io, this.io.out);
    return line.map(([text, style]) => (style === undefined ? text : paint(style, text))).join('');
  }

  /** Goes up over the lines that stand beneath, and erases them. */
  #erase(): void {
    if (this.#shown > 0) this.io.out.write(`\u001b[${this.#shown}A\u001b[J`);
    this.#shown = 0;
  }
}
