/** What a message is, whom it reaches, and what follows from it within the step. */
import { describe, expect, test } from 'vitest';
import {
  always,
  explore,
  type Network,
  role,
  type Sent,
  type StepFunction,
  system,
  tlaModule,
} from '#model/index.js';

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

describe('others, as an address,', () => {
  test('means every participant but the sender', async () => {
    const heard = new Set<string>();
    await explore(
      system({
        name: 'others',
        network: 'unordered',
        roles: {
          one: role(pinger(['others']), { instances: ['a'], inputs: [{ type: 'go' }] }),
          other: role(counter(1), { instances: ['b', 'c'] }),
        },
      }),
      [
        always('seen', ({ other, messages }) => {
          const who = other.filter(({ context }) => context === 1).map(({ id }) => id);
          heard.add(`${who.join(' ')}, ${messages('ping').length} under way`);
          return true;
        }),
      ],
    );
    const all = [', 0 under way', ', 2 under way', 'b c, 0 under way', 'b, 1 under way', 'c, 1 under way'];
    expect([...heard].sort()).toEqual(all);
  });

  test('is a name that nobody else may have', () => {
    const roles = { others: role(counter(1), { instances: ['b'] }) };
    expect(() => system({ name: 'others', network: 'lossy', roles })).toThrow(/'others'.*taken or reserved/);
  });

  test('of a participant that is alone, sends nothing', async () => {
    const roles = { one: role(pinger(['others']), { instances: ['a'], inputs: [{ type: 'go' }] }) };
    for (const network of ['lossy', 'unordered'] as const) {
      const { states, transitions } = await explore(system({ name: 'alone', network, roles }), []);
      expect({ states, transitions }).toEqual({ states: 2, transitions: 1 });
    }
  });
});

describe('a message is instant', () => {
  const roles = {
    one: role(pinger(['all']), { instances: ['a'], inputs: [{ type: 'go' }] }),
    left: role(counter(1), { instances: ['b'] }),
    right: role(counter(1), { instances: ['c'] }),
  };
  const ignoring = { ...roles, one: { ...roles.one, ignores: { ping: 'it is the sender' } } };

  /** What has been heard, and what is under way to whom, in each state. */
  async function heard(
    network: Network,
    instant: readonly (
      | 'ping'
      | { readonly type: 'ping'; readonly to?: 'left' | 'right' }
      | { readonly to: 'left' | 'right' }
    )[],
  ): Promise<readonly string[]> {
    const seen = new Set<string>();
    const made = system({ name: 'instants', network, roles: ignoring, instant });
    await explore(made, [
      always('seen', ({ left: [b], right: [c], messages }) => {
        seen.add(`${b!.context} ${c!.context}, ${messages('ping').length} under way`);
        return true;
      }),
    ]);
    return [...seen].sort();
  }
  const atOnceToLeft = ['0 0, 0 under way', '1 0, 2 under way', '1 1, 1 under way'];

  test('by its type', async () => {
    expect(await heard('unordered', ['ping'])).toEqual(['0 0, 0 under way', '1 1, 0 under way']);
  });

  test('by its receiver, and to others it travels', async () => {
    expect(await heard('unordered', [{ to: 'left' }])).toEqual(atOnceToLeft);
  });

  test('by both', async () => {
    expect(await heard('unordered', [{ type: 'ping', to: 'left' }])).toEqual(atOnceToLeft);
    expect(await heard('unordered', [{ to: 'left' }, { type: 'ping', to: 'right' }])).toEqual([
      '0 0, 0 under way',
      '1 1, 1 under way',
    ]);
  });

  test('over a network that forgets nothing too', async () => {
    expect(await heard('lossy', [{ to: 'left' }])).toEqual([
      '0 0, 0 under way',
      '1 0, 1 under way',
      '1 1, 1 under way',
    ]);
  });

  test('only by a role that there is, and not by nothing', () => {
    const made = (instant: unknown) => () =>
      system({ name: 'instants', network: 'lossy', roles, instant: instant as never });
    expect(made([{ to: 'lefft' }])).toThrow(/'lefft'; expected a role, one of: one, left, right/);
    expect(made([{}])).toThrow(/neither a type nor a receiver/);
  });
});

describe('the latest message', () => {
  type Accept = { readonly type: 'accept'; readonly slot: number; readonly value: string };
  const accepts: readonly Accept[] = [
    { type: 'accept', slot: 1, value: 'x' },
    { type: 'accept', slot: 2, value: 'y' },
    { type: 'accept', slot: 1, value: 'z' },
  ];
  const sender: StepFunction<number, { type: 'go' }, Sent<Accept>> = {
    initial: () => [0, []],
    step: (state) => (state < accepts.length ? [state + 1, [{ ...accepts[state]!, to: 'b' }]] : undefined),
  };
  const deaf: StepFunction<null, Accept, never> = { initial: () => [null, []], step: () => undefined };
  const made = (network: Network, latestBy?: { accept: readonly ('slot' | 'value')[] }) =>
    system({
      name: 'accepts',
      network,
      roles: {
        sender: role(sender, { instances: ['a'], inputs: [{ type: 'go' }] }),
        receiver: role(deaf, { instances: ['b'] }),
      },
      ...(latestBy && { latestBy }),
    });

  async function underWay(subject: ReturnType<typeof made>): Promise<readonly string[]> {
    const seen = new Set<string>();
    await explore(subject, [
      always('seen', ({ messages }) => {
        const values = messages('accept').map(({ value }) => value);
        seen.add(values.sort().join(' '));
        return true;
      }),
    ]);
    return [...seen];
  }

  test('takes the place of the last of its type', async () => {
    expect(await underWay(made('latest'))).toEqual(['', 'x', 'y', 'z']);
  });

  test('or of the last that has the same in the fields named', async () => {
    expect(await underWay(made('latest', { accept: ['slot'] }))).toEqual(['', 'x', 'x y', 'y z']);
    expect(await underWay(made('latest', { accept: ['slot', 'value'] }))).toEqual(['', 'x', 'x y', 'x y z']);
  });

  test('in the module for TLC too', async () => {
    const { module } = await tlaModule(made('latest', { accept: ['slot'] }), []);
    expect(module).toContain('Kinds == {{accept_1, accept_3}, {accept_2}}');
  });

  test('fields are named only where they are, and where a message takes the place of another', async () => {
    expect(() => made('ordered', { accept: ['slot'] })).toThrow(
      /expected the network 'latest' or 'lossy-latest'/,
    );
    await expect(explore(made('latest', { accept: ['slto' as never] }), [])).rejects.toThrow(
      /the field 'slto' of 'accept', but a message has none; expected some of: slot, value/,
    );
  });
});
