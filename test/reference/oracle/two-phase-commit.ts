/** Two-phase commit for the oracle. */
import { type Counts, count } from './search.js';

interface State {
  readonly resources: readonly ('working' | 'prepared' | 'committed' | 'aborted')[];
  readonly ended: boolean;
  /** By resource manager: whether its `prepared` was received. */
  readonly received: readonly boolean[];
  /** By resource manager: whether its `prepared` was sent. */
  readonly prepared: readonly boolean[];
  readonly commit: boolean;
  readonly abort: boolean;
}

export function twoPhaseCommit(resourceManagers: number): Counts {
  const initial: State = {
    resources: Array(resourceManagers).fill('working'),
    ended: false,
    received: Array(resourceManagers).fill(false),
    prepared: Array(resourceManagers).fill(false),
    commit: false,
    abort: false,
  };
  return count(initial, (state) => [
    ...ofTheManager(state),
    ...state.resources.flatMap((_, r) => of(state, r)),
  ]);
}

function ofTheManager(state: State): State[] {
  if (state.ended) return [];
  const receive = state.prepared.flatMap((sent, r) =>
    sent ? [{ ...state, received: state.received.with(r, true) }] : [],
  );
  const commit = state.received.every(Boolean) ? [{ ...state, ended: true, commit: true }] : [];
  return [...receive, ...commit, { ...state, ended: true, abort: true }];
}

function of(state: State, r: number): State[] {
  const become = (what: State['resources'][number]): State => ({
    ...state,
    resources: state.resources.with(r, what),
  });
  const next: State[] = [];
  if (state.resources[r] === 'working') {
    next.push({ ...become('prepared'), prepared: state.prepared.with(r, true) });
    next.push(become('aborted'));
  }
  if (state.commit) next.push(become('committed'));
  if (state.abort) next.push(become('aborted'));
  return next;
}
