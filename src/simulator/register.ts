/** The machine that a simulated cluster runs: named registers, each of which counts how often it was written. */
import type { Machine } from '../paxos/machine.js';

export interface Register {
  /** The command that wrote it last; null before the first. */
  readonly writtenBy: string | null;
  readonly writes: number;
}

export type Registers = Readonly<Record<string, Register>>;

export interface Command {
  readonly type: 'write' | 'read';
  readonly register: string;
  /** Like that of no other command. */
  readonly id: string;
}

/** What a client is told: the register after its command. One that was executed twice is told by the count. */
export type Answer = Register;

export const UNWRITTEN: Register = { writtenBy: null, writes: 0 };

/** What a command makes of its register. */
export function applyToRegister(before: Register, { type, id }: Command): readonly [Register, Answer] {
  const after = type === 'read' ? before : { writtenBy: id, writes: before.writes + 1 };
  return [after, after];
}

export const registers: Machine<Command, Registers, Answer> = {
  start: {},
  apply: (state, command) => {
    const { register } = command;
    const [after, answer] = applyToRegister(state[register] ?? UNWRITTEN, command);
    return [command.type === 'read' ? state : { ...state, [register]: after }, answer];
  },
};
