/** Small systems of participants that go from letter to letter, and what claims see of them. */
import { type AnySystem, role, type StepFunction, system } from '#model/index.js';

/**
 * A participant that is at a letter, and moves from one to another by inputs and by messages: `m1` is a message of type `m` that
 * says 1.
 */
export type Moves = Readonly<
  Record<string, readonly [event: string, to: string, send?: string, whom?: string][]>
>;

export interface Seen {
  readonly [name: string]: readonly { readonly id: string; readonly context: string }[];
}

export interface Sight {
  readonly messages: (type: string) => readonly unknown[];
  readonly history: { readonly h?: string };
}

export function walker(
  moves: Moves,
): StepFunction<string, { type: string; says?: string }, { type: string }> {
  return {
    initial: () => ['a', []],
    step: (at, { type, says = '' }) => {
      const move = moves[at]?.find(([event]) => event === type + says);
      if (move === undefined) return undefined;
      const [, next, send, to = []] = move;
      return [next, send === undefined ? [] : [{ type: send[0]!, says: send.slice(1), to }]];
    },
  };
}

/** Participants, each the only one of its role. An event whose name is in capitals is an input. */
export function walkers(
  walks: Readonly<Record<string, Moves>>,
  more: Partial<Parameters<typeof system>[0]> = {},
): AnySystem {
  return system({
    name: 'walkers',
    network: 'lossy',
    roles: Object.fromEntries(
      Object.entries(walks).map(([name, moves]) => {
        const events = new Set(
          Object.values(moves)
            .flat()
            .map(([event]) => event),
        );
        const inputs = [...events].filter((type) => type === type.toUpperCase()).map((type) => ({ type }));
        return [`${name}s`, role(walker(moves), { instances: [name], inputs: inputs as never })];
      }),
    ),
    ...more,
  });
}

export const at = (state: Seen, name: string): string => state[`${name}s`]![0]!.context;
