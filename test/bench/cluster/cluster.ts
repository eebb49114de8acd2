/** Processes of this machine that are a cluster, with their stores in a folder on a disk; they end with this process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Networks } from '#test/faults/networks.js';
import type { Place } from '#test/faults/place.js';
import { KEYS, type Kind, type Load, type Pace } from './load.js';

/** So long may anything take that is waited for. */
const PATIENCE_MS = 60_000;
/** The kernel's unit of a process's time, on every Linux that Node runs on. */
const TICK_MS = 10;
/** Callers of the loads before all others, and how many times as long as a load that is measured they go on. */
const WARMING = [
  [KEYS, 1],
  [8, 5],
] as const;

export abstract class Cluster {
  protected readonly running = new Map<string, ChildProcess>();
  readonly #onExit = (): void => this.#removeAll();
  #failure = '';

  constructor(protected readonly place: Place) {
    process.once('exit', this.#onExit);
  }

  get names(): readonly string[] {
    return this.place.names;
  }

  protected abstract command(name: string): readonly string[];

  /** Whom that member takes for the leader; null while it knows none, or does not answer yet. */
  protected abstract leaderAt(name: string): Promise<string | null>;

  /** One write by way of that member; rejects where it is not acknowledged. */
  abstract put(name: string, index: number): Promise<unknown>;

  /** Loads the leader. */
  abstract load(kind: Kind, pace: Pace, forMs: number): Promise<Load>;

  start(name: string): void {
    const [command, ...args] = this.place.command(name, this.command(name));
    const env = { ...process.env, NODE_ENV: 'production' };
    // In a group of its own, so that Ctrl-C ends the measuring and not what is measured.
    const child = spawn(command!, args, { env, detached: true, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.running.set(name, child);
    let errors = '';
    child.stderr!.on('data', (text) => {
      errors = `${errors}${text}`.slice(-2_000);
    });
    child.once('error', (error) => {
      this.#failure = String(error);
    });
    child.once('close', (code) => {
      if (this.running.get(name) !== child) return;
      this.running.delete(name);
      this.#failure = `${name} has ended with ${code}:\n${errors}`;
    });
  }

  /**
   * Starts all, and writes every key: each of the callers calls once at least. Then fewer of them go on for five times as long, so that
   * what runs once a decree has been compiled, as in a program that has run for a while. Where `signal` is aborted, it ends after the load
   * that is under way.
   */
  async begin(forMs: number, signal: AbortSignal): Promise<void> {
    for (const name of this.names) this.start(name);
    for (const [callers, times] of WARMING) {
      if (signal.aborted) return;
      await this.load('write', { callers }, times * forMs);
    }
  }

  /** Waits until all members agree on the leader, and each has had a write acknowledged. */
  async settled(): Promise<string> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const told = await Promise.all(this.names.map((name) => this.leaderAt(name)));
      const [leader] = told;
      const isAgreed = leader && told.every((each) => each === leader);
      const puts = isAgreed ? await Promise.allSettled(this.names.map((name) => this.put(name, 0))) : [];
      const failed = puts.find((put) => put.status === 'rejected');
      if (isAgreed && failed === undefined) return leader;
      if (this.#failure !== '') throw new Error(this.#failure);
      if (performance.now() > end)
        throw new Error(
          `expected a cluster that serves; got leaders ${told}, ${failed?.reason ?? 'no write'}`,
        );
      await pause(20);
    }
  }

  signal(name: string, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.running.get(name)?.kill(signal);
  }

  async kill(name: string): Promise<void> {
    const child = this.running.get(name);
    this.running.delete(name);
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  /** These members reach each other, and no other one, of which nobody is told. */
  async putApart(names: readonly string[]): Promise<void> {
    if (!(this.place instanceof Networks)) throw new Error('expected members with networks of their own');
    await this.place.putApart(names);
  }

  /** The processor time that all members have taken, in milliseconds. */
  cpuMs(): number {
    const ticks = [...this.running.values()].map(({ pid }) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return Number(fields[11]) + Number(fields[12]);
    });
    return TICK_MS * ticks.reduce((sum, each) => sum + each, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.names.map((name) => this.kill(name)));
    process.off('exit', this.#onExit);
    this.#removeAll();
  }

  #removeAll(): void {
    for (const child of this.running.values()) child.kill('SIGKILL');
    this.place.close();
  }
}
