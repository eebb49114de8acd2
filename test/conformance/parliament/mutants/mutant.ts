/** A mutant of the log: one role with one rule broken, by wrapping the right function. Production keeps no door through which its rules could be changed. */
import type { Step } from '#src/paxos/effect.js';
import type { Kind } from '../../compare.js';
import { type LogRoles, production } from '../tie.js';

export interface LogMutant {
  /** Reads as the subject of a sentence. */
  readonly name: string;
  /** The row of the known mistakes, where it is one. */
  readonly row?: string;
  /** What first tells it from the right one. */
  readonly told: Kind;
  readonly breaks: keyof LogRoles;
  readonly roles: LogRoles;
}

export function mutant<Role extends keyof LogRoles>(
  breaks: Role,
  name: string,
  told: Kind,
  step: LogRoles[Role],
  row?: string,
): LogMutant {
  return {
    name: `${breaks === 'acceptor' ? 'an' : 'a'} ${breaks} that ${name}`,
    ...(row !== undefined && { row }),
    told,
    breaks,
    roles: { ...production, [breaks]: step },
  };
}

/** A step that comes to what the right one comes to, with other effects. */
export function doing<Args extends readonly unknown[], State, Effect>(
  right: (...args: Args) => Step<State, Effect>,
  change: (effects: readonly Effect[]) => readonly Effect[],
): (...args: Args) => Step<State, Effect> {
  return (...args) => {
    const [after, effects] = right(...args);
    return [after, change(effects)];
  };
}
