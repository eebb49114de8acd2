/** Message-set Paxos for the oracle: acceptors, and the set of all messages ever sent, as text. */
import { type Counts, count } from './search.js';

type Vote = readonly [ballot: number, value: number] | null;

interface State {
  /** By acceptor; -1 before the first promise. */
  readonly promised: readonly number[];
  readonly voted: readonly Vote[];
  /** Sorted, without repeats. */
  readonly sent: readonly string[];
}

export function messageSet(acceptors: number, values: number, ballots: number): Counts {
  const initial: State = {
    promised: Array(acceptors).fill(-1),
    voted: Array(acceptors).fill(null),
    sent: [],
  };
  const everyAcceptor = upTo(acceptors);
  const everyBallot = upTo(ballots);
  const everyValue = upTo(values);
  const quorums = subsets(everyAcceptor).filter((members) => 2 * members.length > acceptors);

  return count(initial, (state) => [
    ...everyBallot.map((b) => add(state, `prepare ${b}`)),
    ...everyAcceptor.flatMap((a) => everyBallot.flatMap((b) => promise(state, a, b))),
    ...everyBallot.flatMap((b) => everyValue.flatMap((v) => propose(state, b, v))),
    ...everyAcceptor.flatMap((a) =>
      everyBallot.flatMap((b) => everyValue.flatMap((v) => vote(state, a, b, v))),
    ),
  ]);

  function promise(state: State, a: number, b: number): State[] {
    if (!state.sent.includes(`prepare ${b}`) || b <= state.promised[a]!) return [];
    const promised = state.promised.with(a, b);
    return [add({ ...state, promised }, `promise ${a} ${b} ${JSON.stringify(state.voted[a])}`)];
  }

  function propose(state: State, b: number, v: number): State[] {
    if (state.sent.some((message) => message.startsWith(`accept ${b} `))) return [];
    const allowed = quorums.some((members) => {
      const reports = members.map((a) => reported(state, a, b));
      if (reports.includes(undefined)) return false;
      const votes = reports.filter((report) => report !== null && report !== undefined);
      const highest = Math.max(...votes.map(([ballot]) => ballot));
      return votes.length === 0 || votes.some(([ballot, value]) => ballot === highest && value === v);
    });
    return allowed ? [add(state, `accept ${b} ${v}`)] : [];
  }

  function vote(state: State, a: number, b: number, v: number): State[] {
    if (!state.sent.includes(`accept ${b} ${v}`) || b < state.promised[a]!) return [];
    const promised = state.promised.with(a, b);
    const voted = state.voted.with(a, [b, v] as const);
    return [add({ ...state, promised, voted }, `accepted ${a} ${b} ${v}`)];
  }
}

/** The vote that `a` reported in its promise for `b`; undefined where it has sent none. */
function reported(state: State, a: number, b: number): Vote | undefined {
  const start = `promise ${a} ${b} `;
  const message = state.sent.find((text) => text.startsWith(start));
  return message === undefined ? undefined : JSON.parse(message.slice(start.length));
}

function add(state: State, message: string): State {
  return { ...state, sent: [...new Set([...state.sent, message])].sort() };
}

function upTo(limit: number): number[] {
  return Array.from({ length: limit }, (_, index) => index);
}

function subsets([first, ...rest]: readonly number[]): number[][] {
  if (first === undefined) return [[]];
  const without = subsets(rest);
  return [...without, ...without.map((some) => [first, ...some])];
}
