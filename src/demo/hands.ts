/** Whoever watches may take over: a key breaks something, and the script is left. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Io } from '../terminal/io.js';
import type { Stage } from './stage.js';

const HELP = 'k kill the leader · c cut it off · p pause it · r bring all back · q end';
const EVERY_MS = 100;

/** What a terminal has beside other streams. */
type Keyboard = NodeJS.ReadableStream & { setRawMode?: (isRaw: boolean) => unknown };

export class Hands {
  readonly #keyboard: Keyboard | undefined;
  readonly #taken = new AbortController();
  readonly #keys: string[] = [];
  #isClosed = false;

  /** @param io undefined where nobody is asked */
  constructor(
    io: Io | undefined,
    readonly signal: AbortSignal,
  ) {
    const input = io?.input as Keyboard | undefined;
    this.#keyboard = input?.setRawMode === undefined ? undefined : input;
    this.#keyboard?.setRawMode?.(true);
    this.#keyboard?.on('data', this.#onData);
    this.#keyboard?.resume();
  }

  /** What keys do; nothing where there are none. */
  get help(): string {
    return this.#keyboard === undefined || this.#isClosed ? '' : HELP;
  }

  /** Plays the script, until a key is pressed; then does what keys say, until one says that it is the end. */
  async orElse(stage: Stage, script: (stage: Stage) => Promise<void>): Promise<void> {
    const signal = AbortSignal.any([this.signal, this.#taken.signal]);
    try {
      await script(stage.with(signal));
    } catch (error) {
      if (!this.#taken.signal.aborted || this.signal.aborted) throw error;
    }
    if (!this.#taken.signal.aborted) return;
    while (await this.#obey(stage)) await pause(EVERY_MS, undefined, { signal: this.signal });
  }

  close(): void {
    this.#isClosed = true;
    this.#keyboard?.off('data', this.#onData);
    this.#keyboard?.setRawMode?.(false);
    this.#keyboard?.pause();
  }

  readonly #onData = (data: Buffer | string): void => {
    for (const key of `${data}`) {
      // A terminal in raw mode leaves Ctrl-C to its program.
      if (key === '\u0003') process.kill(process.pid, 'SIGINT');
      if (!'kcprq'.includes(key)) continue;
      this.#keys.push(key);
      this.#taken.abort();
    }
  };

  /** Does what the next key says. Returns whether to go on. */
  async #obey({ cluster, watch, telling }: Stage): Promise<boolean> {
    const key = this.#keys.shift();
    if (key === 'q') return false;
    const leader = watch.leader;
    if (key === 'r') {
      const struck = cluster.names.filter((name) => cluster.condition(name) !== 'running');
      for (const name of struck) cluster.restore(name);
      if (struck.length > 0) telling.event(`${struck.join(' and ')} brought back.`, '17');
    } else if (key !== undefined && leader === undefined)
      telling.event('There is no leader to which that could be done.', '10');
    else if (key === 'k') {
      await cluster.kill(leader!);
      telling.event(`${leader} killed.`, '09');
    } else if (key === 'c' && !cluster.canCutOff)
      telling.event('Nobody can be cut off any more: the members have changed.', '24');
    else if (key === 'c') {
      cluster.cutOff(leader!);
      telling.event(`${leader} cut off.`, '06');
    } else if (key === 'p') {
      cluster.pause(leader!);
      telling.event(`${leader} paused.`, '11');
    }
    return true;
  }
}
