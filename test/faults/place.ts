/** Where the processes of a cluster run, and how they reach each other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '#src/demo/free-ports.js';

export interface Place {
  /** In which each member has a folder of its name. */
  readonly folder: string;
  readonly names: readonly string[];
  /** Where the member listens, and where it finds the others. */
  addresses(name: string): {
    readonly listen: string;
    readonly peers: Readonly<Record<string, string>>;
  };
  /** The command that starts the member's program there. */
  command(name: string, program: readonly string[]): readonly string[];
  /** Takes everything away. */
  close(): void;
}

export function namesOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `n${index + 1}`);
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'synod-cluster-'));
}

/** On this machine, side by side. */
export async function sideBySide(count: number): Promise<Place> {
  const folder = temporaryFolder();
  const names = namesOf(count);
  const peers = await loopbackAddresses(names);
  return {
    folder,
    names,
    addresses: (name) => ({ listen: peers[name]!, peers }),
    command: (_, program) => program,
    close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 9 }),
  };
}

export async function loopbackAddresses(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const ports = await freePorts(names.length);
  return Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${ports[index]}`]));
}
