/** Execution: what the decrees of the prefix come to, slot after slot, and what is to be told of each. */
import type { Decree, Request } from './decree.js';
import type { Machine } from './machine.js';
import { type Reply, rejected, type Subject } from './reply.js';
import { admit, expireSession, openSession, type SessionLimits, type Sessions, use } from './session.js';
import { assertKnown, type Enabled, enabledIn } from './versions.js';

/** The state after a slot: one value, so that no state is ever taken for that of another slot. */
export interface Executed<State, Answer> extends Enabled {
  readonly state: State;
  readonly sessions: Sessions<Answer>;
}

/** What a decree says to whoever waits for it. */
export interface Outcome<Answer> {
  readonly subject: Subject;
  readonly reply: Reply<Answer>;
}

type Execution<State, Answer> = readonly [Executed<State, Answer>, readonly Outcome<Answer>[]];

/** The state before the first slot. */
export function startExecution<State, Answer>(start: State): Executed<State, Answer> {
  return { through: 0, state: start, sessions: [] };
}

/** The state after the next slot, which holds that decree. */
export function execute<Command, State, Answer>(
  executed: Executed<State, Answer>,
  decree: Decree<Command>,
  machine: Machine<Command, State, Answer>,
  limits: SessionLimits,
): Execution<State, Answer> {
  assertKnown(decree);
  const slot = executed.through + 1;
  const { sessions } = executed;
  const after: Executed<State, Answer> = { ...executed, through: slot };
  switch (decree.type) {
    case 'noOp':
      return [after, []];
    case 'batch':
      return executeAll(after, decree.requests, machine, limits);
    case 'openSession': {
      const subject = { type: 'session', nonce: decree.nonce } as const;
      const reply = { type: 'opened', session: slot } as const;
      return [{ ...after, sessions: openSession(sessions, slot, limits) }, [{ subject, reply }]];
    }
    case 'expireSession':
      return [{ ...after, sessions: expireSession(sessions, decree.session, decree.lastUsed) }, []];
    case 'configuration': {
      const subject = { type: 'configuration', configuration: decree.configuration } as const;
      return [after, [{ subject, reply: { type: 'decided', slot } }]];
    }
    case 'enable':
      return [{ ...after, enabled: Math.max(decree.version, enabledIn(executed)) }, []];
  }
}

function executeAll<Command, State, Answer>(
  executed: Executed<State, Answer>,
  requests: readonly Request<Command>[],
  machine: Machine<Command, State, Answer>,
  limits: SessionLimits,
): Execution<State, Answer> {
  const outcomes: Outcome<Answer>[] = [];
  let before = executed;
  for (const request of requests) {
    const [after, outcome] = executeRequest(before, request, machine, limits);
    before = after;
    outcomes.push(outcome);
  }
  return [before, outcomes];
}

/** Executes a request, unless it was executed before or may not be. */
function executeRequest<Command, State, Answer>(
  executed: Executed<State, Answer>,
  request: Request<Command>,
  { apply }: Machine<Command, State, Answer>,
  limits: SessionLimits,
): readonly [Executed<State, Answer>, Outcome<Answer>] {
  const { through: slot, state, sessions } = executed;
  const { session, sequence, command } = request;
  const subject = { type: 'request', session, sequence } as const;
  const used = (): Executed<State, Answer> => ({ ...executed, sessions: use(sessions, request, slot) });
  const admission = admit(sessions, request, limits);
  switch (admission.type) {
    case 'reject':
      return [used(), { subject, reply: rejected(admission.reason) }];
    case 'repeat': {
      const { slot: before, answer } = admission.answered;
      return [used(), { subject, reply: { type: 'answered', slot: before, answer: answer as Answer } }];
    }
    case 'execute': {
      const [after, answer] = apply(state, command);
      return [
        { ...executed, state: after, sessions: use(sessions, request, slot, { sequence, slot, answer }) },
        { subject, reply: { type: 'answered', slot, answer } },
      ];
    }
  }
}
