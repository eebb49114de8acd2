/** A mutant of the log: one role with one rule broken, by wrapping the right function. Production keeps no door through which its rules could be changed. */
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
