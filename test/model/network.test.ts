/** What a message is, whom it reaches, and what follows from it within the step. */
import { describe, expect, test } from 'vitest';
import { explore, type Network, role, type Sent, type StepFunction, system } from '#model/index.js';

type Ping = { readonly type: 'ping' };

/** Sends the same at each request, one address after another. */
function pinger(addresses: readonly (string | readonly string[])[]) {
  const sender: StepFunction<number, Ping | { type: 'go' }, Sent<Ping>> = {
    initial: () => [0, []],
    step: (state, { type }) =>
      type === 'go' && state < addresses.length
        ? [state + 1, [{ type: 'ping', to: addresses[state]! }]]
        : undefined,
  };
  return sender;
}

/** Counts pings up to a number. */
function counter(most: number): StepFunction<number, Ping, Sent<Ping>> {
  return { initial: () => [0, []], step: (heard) => (heard < most ? [heard + 1, []] : undefined) };
}

describe('a message is what it says and the set of its receivers', () => {
  const twice = (network: Network, addresses: readonly (string | readonly string[])[]) =>
    explore(
      system({
        name: 'twice',
        network,
        roles: {
          one: role(pinger(addresses), { instances: ['a'], inputs: [{ type: 'go' }] }),
          other: role(counter(2), { instances: ['b', 'c'] }),
        },
      }),
      [],
    );

  test.each<[string, readonly (string | readonly string[])[], readonly (string | readonly string[])[]]>([
    ['a name twice', [['b', 'b'], ['b']], ['b', 'b']],
    [
      'names in another order',
      [
        ['b', 'c'],
        ['c', 'b'],
      ],
      [
        ['b', 'c'],
        ['b', 'c'],
      ],
    ],
    [
      'a role and the list of its members',
      ['other', ['c', 'b']],
      [
        ['b', 'c'],
        ['b', 'c'],
      ],
    ],
    ['everybody, and a list with a role', ['all', ['a', 'other']], ['all', 'all']],
  ])('however it is written: %s', async (_, written, plain) => {
    const [one, other] = [await twice('lossy', written), await twice('lossy', plain)];
    const { states, transitions } = one;
    expect({ states, transitions }).toEqual({ states: other.states, transitions: other.transitions });
  });
});
