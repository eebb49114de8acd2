/** What a command may touch of the world: two streams, the environment, and a signal to stop. */
import { styleText } from 'node:util';

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Characters in a line; a terminal only, and 0 where it does not know. */
  readonly columns?: number | undefined;
}

export interface Io {
  /** Results. */
  readonly out: Output;
  /** Progress and messages of errors. */
  readonly err: Output;
  /** What the user types, where there is somebody who can. */
  readonly input?: NodeJS.ReadableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user or the system asks to stop; what is known by then is still printed. */
  readonly signal: AbortSignal;
}

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan' | 'magenta' | 'blue';
export type Paint = (style: Style, text: string) => string;

/** Colours for one stream, or none: FORCE_COLOR decides, then NO_COLOR, then whether it is a terminal. */
export function painter({ env }: Io, output: Output): Paint {
  if (!hasColours(env, output)) return (_style, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}

function hasColours(env: Io['env'], output: Output): boolean {
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.NO_COLOR) return false;
  return output.isTTY === true && env.TERM !== 'dumb';
}
