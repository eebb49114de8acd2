/** What a claim can come to see of a plan's system, in one exploration: the ends, some parts of states, or of steps. */
import { always, deadlockFree, type Exploration, type ExploreOptions, explore, step } from '#model/index.js';
import type { Plan } from './plan.js';
import { type Seen, systemOf, writeOut } from './subject.js';

/** What is looked at: of ends everything, else one participant, messages of some types, and perhaps a history variable. */
export interface Look {
  readonly at: 'ends' | 'states' | 'steps';
  readonly member: number;
  readonly types: readonly string[];
  readonly history: boolean;
}

export interface Glimpses {
  readonly found: Exploration;
  /** Everything that was seen, once, in ascending order. */
  readonly seen: readonly string[];
}

export async function glimpses(plan: Plan, look: Look, options: ExploreOptions): Promise<Glimpses> {
  const seen = new Set<string>();
  const found = await explore(systemOf(plan), [property(plan, look, seen) as never], options);
  return { found, seen: [...seen].sort() };
}

/** A claim that is true whatever it sees, and notes it. */
function property(plan: Plan, look: Look, seen: Set<string>) {
  const note = (what: string): boolean => seen.add(what) === seen;
  const parts = (state: Seen): string => partsOf(plan, look, state);
  switch (look.at) {
    case 'ends':
      return deadlockFree<Seen>('', (state) => note(writeOut(plan, state)));
    case 'states':
      return always<Seen>('', (state) => note(parts(state)));
    case 'steps':
      return step<Seen>('', (before, after) => {
        const [from, to] = [parts(before), parts(after)];
        // It may be asked of a step in which it sees nothing change, without there being one.
        return from === to || note(`${from} ${to}`);
      });
  }
}

function partsOf({ roles, history }: Plan, look: Look, state: Seen): string {
  const [participant] = state[`r${look.member % roles.length}`] as readonly {
    readonly context: { readonly at: number };
  }[];
  const messages = look.types.map((type) =>
    state.messages(type).map(({ data, from }) => `${type} ${data} ${from}`),
  );
  return JSON.stringify([
    participant!.context.at,
    messages.flat().sort(),
    look.history && history.length > 0 ? state.history.h0 : null,
  ]);
}
