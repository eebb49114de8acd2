/** Systems whose packed states have many words: a bit for each of many messages. */
import { role, type Sent, type StepFunction, system } from '#model/index.js';

type Told = { readonly type: 'told'; readonly count: number; readonly copy: number };

/**
 * Tellers that each count to a limit, and tell of each number in so many messages. Nobody listens, so every combination of their
 * counts is a state: (limit + 1) to the power of the tellers.
 */
export function wide(tellers: number, limit: number, copies: number) {
  const teller: StepFunction<number, { type: 'tell' }, Sent<Told>> = {
    initial: () => [0, []],
    step: (count) =>
      count < limit
        ? [
            count + 1,
            Array.from({ length: copies }, (_, copy): Sent<Told> => ({ type: 'told', to: [], count, copy })),
          ]
        : undefined,
  };
  const instances = Array.from({ length: tellers }, (_, number) => `t${number}`);
  return system({
    name: `${tellers} tellers`,
    network: 'lossy',
    roles: { teller: role(teller, { instances, inputs: [{ type: 'tell' }] }) },
  });
}
