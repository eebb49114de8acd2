/** Participants made of parts that write down what they take. */
import {
  type AnyEvent,
  compose,
  type Network,
  observe,
  role,
  type StepFunction,
  system,
} from '#model/index.js';
import type { Role } from '#model/system/role.js';

/** What parts of these tests send each other; `to` and `from` as they come. */
export type Note = { readonly type: 'go' | 'ask' | 'answer' | 'end'; readonly from: string };
export type Sending = { readonly type: Note['type'] | 'other'; readonly to: string | readonly string[] };

/** A part that writes down what it takes, and sends for each type what it is told to. It takes no more than six inputs. */
export function part(
  replies: Readonly<Partial<Record<Note['type'], readonly Sending[]>>>,
  first: readonly Sending[] = [],
): StepFunction<{ readonly seen: readonly string[] }, Note, Sending, unknown> {
  return {
    initial: (input) => [{ seen: [], ...Object(Object(input).durable) }, first],
    step: ({ seen }, { type, from }) =>
      replies[type] && (type !== 'go' || seen.length < 6)
        ? [{ seen: [...seen, `${type}${from === undefined ? '' : ` of ${from}`}`] }, replies[type]]
        : undefined,
  };
}

export const asker = part({ go: [{ type: 'ask', to: 'answerer' }], answer: [] });
export const answerer = part({ ask: [{ type: 'answer', to: 'asker' }] });

export function pair(network: Network = 'unordered', instances: readonly string[] = ['a']) {
  return system({
    name: 'pair',
    network,
    roles: { pair: role(compose({ asker, answerer }), { instances, inputs: [{ type: 'go', from: 'x' }] }) },
    history: { sent: observe<string, AnyEvent>('', { ask: (all) => `${all}?`, answer: (all) => `${all}!` }) },
    within: ({ history }) => history.sent.length < 4,
  });
}

export interface Around {
  readonly instances?: readonly string[];
  readonly ignores?: Readonly<Record<string, string>>;
  readonly durable?: readonly string[];
  readonly restarts?: number;
  readonly stops?: number;
}

/** A system of participants composed so; its states are looked at as those of the parts above. */
export function made(parts: Parameters<typeof compose>[0], around: Around = {}) {
  const { instances = ['a'], ignores = {}, durable = [], restarts, stops } = around;
  const options = { instances, ignores, durable, inputs: [{ type: 'go', from: 'x' }] };
  type Seen = Readonly<Record<string, { readonly seen: readonly string[] }>>;
  return system({
    name: 'made',
    network: 'unordered',
    roles: { pair: role(compose(parts), options as never) as Role<unknown, Seen, Note, Sending> },
    faults: { ...(restarts && { restarts: { pair: restarts } }), ...(stops && { stops: { pair: stops } }) },
  });
}
