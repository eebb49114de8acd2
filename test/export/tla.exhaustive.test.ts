import { describe, expect, test } from 'vitest';
import { tlaModule } from '#model/export/tla.js';
import { type AnySystem, type Network, role, type Sent, system } from '#model/index.js';
import { agree, chapterInstance } from '#test/export/agree.js';

describe('an exported module has the states of its system', () => {
  test.each([
    ['01', 'one server that may stop', 'unordered'],
    ['02', 'two copies, two clients', 'unordered'],
    ['03', 'nothing is lost', 'unordered'],
    ['04', 'a careful shop', 'lossy-set'],
    ['05', 'a slave may be down', 'unordered'],
    ['05', 'the same over a network that loses and repeats', 'lossy'],
    ['07', 'two masters', 'lossy'],
    ['10', 'split for good before round 3', 'rounds'],
  ])('chapter %s: %s (%s)', async (chapter, name, network) => {
    const subject = chapterInstance(chapter, name);
    expect(subject.network).toBe(network);
    await agree(subject);
  });

  test.each(['lossy', 'lossy-set', 'latest', 'lossy-latest', 'unordered', 'ordered'] as const)(
    'pings with values of every kind (%s)',
    async (network) => {
      await agree(pings(network));
    },
  );
});

test('a message that takes the place of another with the same fields does so in the module', async () => {
  await agree(accepts({ accept: ['slot'] }), 10);
  await agree(accepts({}), 9);
});

test('the same system gives the same text', async () => {
  const [one, other] = await Promise.all([tlaModule(pings('latest'), []), tlaModule(pings('latest'), [])]);
  expect(other).toEqual(one);
});

test('a module is named after its system, and says what is claimed of it', async () => {
  const { name, module, config } = await tlaModule(pings('ordered'), [{ name: 'a claim', kind: 'always' }]);
  expect(name).toBe('PingsOrdered');
  expect(module).toContain('---- MODULE PingsOrdered ----');
  expect(module).toContain('\\*   a claim (always)');
  expect(config).toContain('SPECIFICATION Spec');
});

describe('what a module cannot say is refused', () => {
  const plain = pings('lossy');

  test.each<[string, AnySystem, RegExp]>([
    ['partitions', { ...plain, faults: { partitions: { sides: [['p'], ['q']], times: 1 } } }, /partitions/],
    ['bounds', { ...plain, within: () => true }, /within/],
    ['ranked numbers', { ...plain, ranked: ['left'] }, /ranked/],
  ])('%s', async (_, subject, reason) => {
    await expect(tlaModule(subject, [])).rejects.toThrow(reason);
  });

  test('a system larger than the limit', async () => {
    await expect(tlaModule(plain, [], { maxStates: 2 })).rejects.toThrow(/more than 2 states/);
  });

  test('an export that is interrupted', async () => {
    await expect(tlaModule(pings('unordered'), [], { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

/** Two who send each other values that TLC could not compare, twice the same, and repeated names. */
function pings(network: Network): AnySystem {
  interface Ping {
    readonly type: 'ping';
    readonly value: unknown;
  }
  const values = [1, 'one', null, undefined, true, -2.5, '-2.5', [], ['é"\\\n'], {}, { 'a-b': 1 }];
  return system({
    name: `pings, ${network}`,
    network,
    roles: {
      pinger: role<
        { readonly heard: readonly unknown[]; readonly sent: number },
        Ping | { type: 'go' },
        Sent<Ping>,
        string
      >(
        {
          initial: (other) => [{ heard: [], sent: 0 }, [{ type: 'ping', to: other, value: 'first' }]],
          step: (state, event) => {
            if (event.type === 'ping')
              return state.heard.length < 1
                ? [{ ...state, heard: [...state.heard, event.value] }, []]
                : undefined;
            if (state.sent === 2) return undefined;
            const sent = values
              .map((value): Sent<Ping> => ({ type: 'ping', to: ['q'], value }))
              .slice(state.sent * 6, 99);
            return [{ ...state, sent: state.sent + 1 }, network === 'lossy-set' ? sent.slice(0, 3) : sent];
          },
        },
        { instances: { p: 'q', q: 'p' }, inputs: (id) => (id === 'p' ? [{ type: 'go' }] : []) },
      ),
    },
  });
}

/** Three messages to somebody deaf, two of them for one slot; each may be sent once. */
function accepts(latestBy: { readonly accept?: readonly 'slot'[] }): AnySystem {
  type Accept = { readonly type: 'accept'; readonly slot: number; readonly value: string };
  const sent: readonly Accept[] = [
    { type: 'accept', slot: 1, value: 'x' },
    { type: 'accept', slot: 2, value: 'y' },
    { type: 'accept', slot: 1, value: 'z' },
  ];
  return system({
    name: 'accepts',
    network: 'latest',
    latestBy,
    roles: {
      sender: role<number, { type: 'go' }, Sent<Accept>, undefined>(
        {
          initial: () => [0, []],
          step: (next) => (next < sent.length ? [next + 1, [{ ...sent[next]!, to: 'b' }]] : undefined),
        },
        { instances: ['a'], inputs: [{ type: 'go' }] },
      ),
      receiver: role<number, Accept, Sent<Accept>, undefined>(
        { initial: () => [0, []], step: (taken) => (taken < 1 ? [taken + 1, []] : undefined) },
        { instances: ['b'] },
      ),
    },
  });
}
