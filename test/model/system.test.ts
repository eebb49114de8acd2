/** Names and addresses: what a system refuses to be put together from, and who receives what. */
import { describe, expect, test } from 'vitest';
import {
  explore,
  ModelError,
  type Network,
  observe,
  role,
  type Sent,
  type StepFunction,
  system,
} from '#model/index.js';
import { deadlockFree } from '#model/system/property.js';

type Note = { readonly type: 'note'; readonly text: string };
type Poke = { readonly type: 'poke' };

/** Sends a note to an address at the start. */
function writer(to: Sent<Note>['to']) {
  return {
    initial: () => ['', [{ type: 'note' as const, text: 'hi', to }]] as const,
    step: (_: string, __: Poke) => undefined,
  };
}

/** Keeps the sender of the last note. */
const reader = {
  initial: () => ['', []] as const,
  step: (_: string, { from }: Note & { readonly from: string }) => [from, []] as const,
};

const NETWORKS: Network[] = ['lossy', 'lossy-set', 'latest', 'lossy-latest', 'unordered', 'ordered'];

describe.each(NETWORKS)('a message reaches (%s)', (network) => {
  test.each([
    ['a participant by its name', 'a2', ['a2']],
    ['a role by its name', 'readers', ['a1', 'a2', 'a3']],
    ['everybody, the sender too, who need not accept it', 'all', ['a1', 'a2', 'a3', 'b1']],
    ['everybody but the sender', 'others', ['a1', 'a2', 'a3', 'b1']],
    ['each on a list', ['a1', 'b1'], ['a1', 'b1']],
    ['each once, however often it is named', ['a1', 'readers', 'a1', 'all'], ['a1', 'a2', 'a3', 'b1']],
    ['nobody by an empty list', [], []],
  ])('%s', async (_, to, expected) => {
    const both = system({
      name: 'letters',
      network,
      roles: {
        writers: role(writer(to), { instances: ['w'] }),
        readers: role(reader, { instances: ['a1', 'a2', 'a3'] }),
        strangers: role(reader, { instances: ['b1'] }),
      },
    });
    const { pairs, complete } = await explore(both, []);
    const received = [...pairs()].filter(({ after }) => after?.context === 'w').map(({ id }) => id);
    expect(complete).toBe(true);
    expect([...new Set(received)].sort()).toEqual(expected);
  });

  test('and says who sent it, without the address', async () => {
    const both = system({
      name: 'letters',
      network,
      roles: {
        writers: role(writer('readers'), { instances: ['w'] }),
        readers: role(reader, { instances: ['r'] }),
      },
    });
    const { pairs } = await explore(both, []);
    expect([...pairs()].map(({ event }) => event)).toContainEqual({ type: 'note', text: 'hi', from: 'w' });
  });
});

describe('an address that nobody has', () => {
  const lost = (to: unknown) =>
    system({
      name: 'letters',
      network: 'lossy',
      roles: {
        writers: role(writer(to as string), { instances: ['w1', 'w2'] }),
        readers: role(reader, { instances: ['r'] }),
      },
    });

  test.each([
    ['a name', 'rr', 'rr'],
    ['one of a list', ['r', 'raeders'], 'raeders'],
    ['no address', undefined, 'nobody'],
  ])('is refused with those that there are: %s', async (_, to, shown) => {
    await expect(explore(lost(to), [])).rejects.toThrow(
      new ModelError(
        `system letters: w1 (role writers) sends 'note' to ${shown}; expected 'to' to be one or a list of: ` +
          'writers, readers, all, others, w1, w2, r',
      ),
    );
  });
});

test('a type that looks like a fault is refused, of an input and of a message', async () => {
  const sends: StepFunction<number, { type: string }, Sent<{ type: string }>> = {
    initial: () => [0, []],
    step: (state) => [state, [{ type: 'fault.stop', to: 'w' }]],
  };
  const made = (type: string) =>
    system({
      name: 'letters',
      network: 'lossy',
      roles: { writers: role(sends, { instances: ['w'], inputs: [{ type }] }) },
    });
  const instead =
    "; expected a type of its own: those that begin with 'fault.' are what the system's 'faults' do";
  await expect(explore(made('fault.restart'), [])).rejects.toThrow(
    `system letters: w (role writers) has the input 'fault.restart'${instead}`,
  );
  await expect(explore(made('go'), [])).rejects.toThrow(`w (role writers) sends 'fault.stop'${instead}`);
});

test('a role may be called clock, except over rounds, which have a clock of their own', async () => {
  const roles = {
    clock: role(writer('r'), { instances: ['c'] }),
    readers: role(reader, { instances: ['r'] }),
  };
  const found = await explore(system({ name: 'letters', network: 'unordered', roles }), []);
  expect(found).toMatchObject({ complete: true, states: 2 });
  expect(() => system({ name: 'letters', network: 'rounds', rounds: 1, roles })).toThrow(
    "a role is called 'clock'",
  );
});

describe('names', () => {
  const one = (instances: readonly string[]) => role(reader, { instances });
  const build = (roles: Record<string, ReturnType<typeof one>>, more: object = {}) =>
    system({ name: 'names', network: 'lossy', roles, ...more });

  test.each([
    [
      'a participant like another of its role',
      { some: one(['a', 'a']) },
      "participant of role 'some' is called 'a'",
    ],
    [
      'a participant like one of another role',
      { some: one(['a']), more: one(['a']) },
      "'more' is called 'a'",
    ],
    ['a participant like its role', { some: one(['some']) }, "is called 'some'"],
    ['a role like a participant', { some: one(['more']), more: one(['b']) }, "a role is called 'more'"],
    ['a role called all', { all: one(['a']) }, "a role is called 'all'"],
    ['a role called messages', { messages: one(['a']) }, "a role is called 'messages'"],
    ['a role called history', { history: one(['a']) }, "a role is called 'history'"],
    ['a participant called all', { some: one(['all']) }, "is called 'all'"],
    ['a participant called network', { some: one(['network']) }, "is called 'network'"],
  ])('that clash are refused: %s', (_, roles, message) => {
    expect(() => build(roles as never)).toThrow(message);
    expect(() => build(roles as never)).toThrow('that name is taken or reserved');
  });

  test('that clash are refused: a history variable like a participant, in whose place it would stand in traces', () => {
    const history = { a: observe<number, Note>(0, {}) };
    expect(() => build({ some: one(['a']) }, { history })).toThrow("is called 'a'");
  });

  test('of participants there must be', () => {
    expect(() => build({ some: one([]) })).toThrow("role 'some' has no participant; expected at least one");
  });

  test('on the sides of a partition are participants', () => {
    const faults = { partitions: { sides: [['a'], ['b']], times: 1 } };
    expect(() => build({ some: one(['a']) }, { faults })).toThrow(
      "system names, 'faults.partitions.sides[1][0]': expected one of the participants: a; got 'b'",
    );
  });
});

test('rounds go with the network that has them, and with no other', () => {
  const roles = { some: role(reader, { instances: ['a'] }) };
  expect(() => system({ name: 'x', network: 'rounds', roles })).toThrow("'rounds'");
  expect(() => system({ name: 'x', network: 'lossy', rounds: 2, roles })).toThrow("'rounds'");
});

test('instant messages that answer each other for ever are refused', async () => {
  const echo = {
    initial: () => [0, []] as const,
    step: (_: number, __: { readonly type: 'poke' | 'echo' }) =>
      [0, [{ type: 'echo' as const, to: 'all' }]] as const,
  };
  const instances = ['a', 'b'];
  const echoes = system({
    name: 'valley',
    network: 'lossy',
    roles: { walls: role(echo, { instances, inputs: [{ type: 'poke' }] }) },
    instant: ['echo'],
  });
  await expect(explore(echoes, [])).rejects.toThrow(
    /more than 1000 instant messages within one step.*a: they answer/,
  );
});

test('a participant that can do nothing is a system that is dead at once', async () => {
  const still = system({
    name: 'still',
    network: 'lossy',
    roles: { some: role(reader, { instances: ['a'] }) },
  });
  const { states, transitions, depth, results } = await explore(still, [deadlockFree('goes on')]);
  expect({ states, transitions, depth }).toEqual({ states: 1, transitions: 0, depth: 1 });
  expect(results[0]).toMatchObject({ verdict: 'fails', trace: { steps: [] } });
});

test('a role does not ignore an event without a reason', () => {
  expect(() => role(reader, { instances: ['a'], ignores: { note: ' ' } })).toThrow(
    "a role of a step function, 'ignores.note': expected a sentence that says why",
  );
});
