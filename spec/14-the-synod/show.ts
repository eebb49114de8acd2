/** How traces write what the Synod is about. */
import { type Ballot, ballotName } from './ballot.js';
import type { Tally } from './learner.js';
import type { Vote } from './messages.js';
import type { Report } from './proposer.js';

/** `3.p1` for a ballot, `3.p1:olives` for a vote, `a1` or `a1=3.p1:olives` for a promise; the rest is left to the checker. */
export function show(value: unknown): string | undefined {
  if (isBallot(value)) return ballotName(value);
  if (hasKeys<Vote>(value, 'ballot', 'value')) return voteName(value);
  if (hasKeys<Report>(value, 'acceptor', 'vote'))
    return value.vote === null ? value.acceptor : `${value.acceptor}=${voteName(value.vote)}`;
  if (hasKeys<Tally>(value, 'ballot', 'value', 'acceptors'))
    return `${voteName(value)} by ${value.acceptors.join('+')}`;
  return undefined;
}

/** Whether the value is a ballot and nothing more. */
export function isBallot(value: unknown): value is Ballot {
  return hasKeys<Ballot>(value, 'round', 'proposer');
}

function voteName({ ballot, value }: Vote): string {
  return `${ballotName(ballot)}:${value}`;
}

function hasKeys<Shape>(value: unknown, ...keys: readonly (keyof Shape)[]): value is Shape {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === keys.length && keys.every((key) => key in value);
}
