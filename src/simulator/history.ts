/**
 * Whether what clients saw is linearizable, with what the log tells of commands that were given up: one that was executed returns at the
 * end, another never happened. Left open, each could stand anywhere or nowhere, and the search would try all of that.
 */
import { type CallHistory, linearizable, type SequentialSpecification } from '#model/index.js';
import { sameValue } from '../paxos/value.js';
import { type Answer, applyToRegister, type Command, type Register, UNWRITTEN } from './register.js';

/** A command, with the answer that it has had or will have. */
type Returning = Command & { readonly returns: Answer };

type Event = CallHistory<Returning, Answer | null>[number];

/**
 * A register that is lost, null, once a command has taken effect that returns something else. A part of a history leaves many commands open;
 * if these could return anything, the search would try them in every order before it refutes the part.
 */
const RETURNING: SequentialSpecification<Register | null, Returning, Answer | null> = {
  initial: UNWRITTEN,
  apply: (before, command) => {
    if (before === null) return [null, null];
    const [after, answer] = applyToRegister(before, command);
    return sameValue(answer, command.returns) ? [after, answer] : [null, null];
  },
};

/** What speaks against the history; null where it is linearizable. */
export function againstHistory(
  calls: CallHistory<Command, Answer>,
  answerTo: (id: string) => Answer | undefined,
): string | null {
  const results = new Map<string, Answer>();
  for (const event of calls) if (event.type === 'return') results.set(event.id, event.result);
  const late: Event[] = [];
  const seen = calls.flatMap<Event>((event) => {
    if (event.type === 'return') return [event];
    const { id, operation } = event;
    const returns = results.get(id) ?? answerTo(id);
    if (returns === undefined) return [];
    if (!results.has(id)) late.push({ type: 'return', id, result: returns });
    return [{ ...event, operation: { ...operation, returns } }];
  });
  const verdict = linearizable(RETURNING, [...seen, ...late], {
    by: ({ register }) => register,
    reads: ({ type }) => type === 'read',
  });
  if (verdict.isLinearizable) return null;
  const { prefix } = verdict;
  const last = JSON.stringify(prefix.at(-1));
  return `expected an order that explains ${prefix.length} calls and returns, and what the others return later; there is none, and the last is ${last}`;
}
