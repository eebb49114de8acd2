/** A machine by itself: one participant of it, and what the checker makes of it. */
import type { AnyStateMachine } from 'xstate';
import { type AnySystem, type Exploration, explore, type Network, role, system } from '#model/index.js';

export interface Around {
  readonly inputs?: readonly { readonly type: string }[];
  readonly ignores?: Readonly<Record<string, string>>;
  readonly network?: Network;
  readonly input?: unknown;
}

/** A system of one participant, `a` of the role `some`. */
export function alone(machine: AnyStateMachine, around: Around = {}): AnySystem {
  const { inputs = [], ignores = {}, network = 'lossy', input } = around;
  const options = { instances: { a: input }, inputs, ignores };
  return system({ name: 'alone', network, roles: { some: role(machine, options as never) } });
}

/** Everything that the participant can do. */
export function everything(machine: AnyStateMachine, around?: Around): Promise<Exploration> {
  return explore(alone(machine, around), []);
}

/** The steps it took, each as `before event after`; with the message types sent, if any. */
export function stepsOf({ pairs }: Exploration): string[] {
  return [...pairs()]
    .filter(({ after }) => after !== undefined)
    .map(({ before, event, after, sent }) => {
      const types = sent.map(({ type }) => type);
      return [text(before.value), event.type, text(after!.value), ...types].join(' ');
    })
    .sort();
}

/** A state's value: `a`, or for nested and parallel ones `x.a` and `{x:a,y:b}`. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = Object.entries(value as object).map(([key, part]) => [key, text(part)] as const);
  if (parts.length === 1) return parts[0]!.join('.');
  return `{${parts.map((part) => part.join(':')).join()}}`;
}
