import { readdirSync, rmSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { OutcomeUnknown } from '#src/node/outcome.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { StorageError } from '#src/storage/storage-error.js';
import { NodeClosed } from '#src/synod/node-closed.js';
import type { SynodOptions } from '#src/synod/options.js';
import { until } from '#test/transport/words.js';
import { opening } from './opened.js';
import { machine, type State } from './room.js';

const { alone, closeAll, path } = opening();

describe('a member alone', () => {
  test('proposes, reads, is closed, and has all of it when it is opened again', async () => {
    const before = await alone();
    expect(await before.propose('a')).toMatchObject({ answer: 1 });
    const { slot, answer } = await before.propose('b');
    expect(answer).toBe(2);
    expect(await before.read('?', { after: slot })).toEqual({ slot, answer: 2 });
    expect(await before.read('?')).toMatchObject({ answer: 2 });
    await before.close();
    const after = await alone();
    expect(after.status.state).toEqual(['a', 'b']);
    expect(await after.read('?', { consistency: 'local' })).toMatchObject({ answer: 2 });
    expect(await after.propose('c')).toMatchObject({ answer: 3 });
  });

  test('takes many commands at once, and executes each once', async () => {
    const node = await alone();
    const words = Array.from({ length: 50 }, (_, index) => `w${index}`);
    const answers = await Promise.all(words.map((word) => node.propose(word)));
    expect(answers.map(({ answer }) => answer).sort((a, b) => a - b)).toEqual(words.map((_, i) => i + 1));
    expect([...node.status.state].sort()).toEqual(words.sort());
  });

  test('tells a watcher the state that there is, and then every command', async () => {
    const node = await alone();
    await node.propose('a');
    const stop = new AbortController();
    const seen: unknown[] = [];
    const watching = (async () => {
      for await (const event of node.watch({ signal: stop.signal })) seen.push(event);
    })();
    await until(() => seen.length === 1, 'the state');
    const [b, c] = [await node.propose('b'), await node.propose('c')];
    await until(() => seen.length === 3, 'two commands');
    expect(seen).toEqual([
      { type: 'state', slot: b.slot - 1, state: ['a'] },
      { type: 'applied', slot: b.slot, command: 'b', answer: 2 },
      { type: 'applied', slot: c.slot, command: 'c', answer: 3 },
    ]);
    stop.abort(new Error('enough'));
    await expect(watching).rejects.toThrow('enough');
  });

  test('ends its watchers when it is closed', async () => {
    const node = await alone();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const { type } of node.watch()) seen.push(type);
    })();
    await until(() => seen.length === 1, 'the state');
    await node.close();
    await watching;
    expect(seen).toEqual(['state']);
  });

  test('is closed at the end of its scope (await using)', async () => {
    const node = await alone();
    await node[Symbol.asyncDispose]();
    await expect(node.propose('a')).rejects.toThrow(NodeClosed);
    await expect(node.read('?')).rejects.toThrow('it was closed');
    await expect(node.read('?', { consistency: 'local' })).rejects.toThrow(NodeClosed);
    await (await alone()).close();
  });

  test('refuses a command that is too large, or that others would not get as it is', async () => {
    const node = await alone();
    await expect(node.propose('x'.repeat(2 << 20))).rejects.toThrow(
      'expected a command of at most 1048576 bytes',
    );
    await expect(node.propose(new Date() as never)).rejects.toThrow(InvalidInput);
    expect(await node.propose('a')).toMatchObject({ answer: 1 });
  });

  test('begins no new cluster in a folder whose database is gone, while its snapshots are there', async () => {
    await (await alone()).close();
    for (const name of ['db', 'mark']) rmSync(path(name), { recursive: true });
    await expect(alone()).rejects.toMatchObject({ reason: 'incomplete' });
    expect(readdirSync(path())).toEqual(['snapshots']);
  });

  test('lets a folder be used by one member at a time', async () => {
    await alone();
    await expect(alone()).rejects.toThrow(StorageError);
  });

  test('writes nothing to the console, and tells its logger what happens', async () => {
    const outputs = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    const lines: string[] = [];
    const log = pino(
      { level: 'debug', base: null, timestamp: false },
      { write: (line) => void lines.push(line) },
    );
    const node = await alone({ log });
    await node.propose('a');
    await node.read('?', { after: 99, withinMs: 1 }).catch(() => {});
    await node.close();
    await (await alone()).propose('b');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 30, node: 'n1', cluster: expect.stringMatching(/^synod /), start: 1, msg: 'opened' },
      { level: 20, node: 'n1', request: 'n1.1.1', msg: 'propose' },
      { level: 20, node: 'n1', request: 'n1.1.1', slot: 2, msg: 'answered' },
      { level: 20, node: 'n1', request: 'n1.1.2', msg: 'read' },
      { level: 20, node: 'n1', request: 'n1.1.2', err: { type: 'Rejected' }, msg: 'not answered' },
      { level: 30, node: 'n1', msg: 'closed' },
    ]);
    expect(outputs.flatMap((output) => output.mock.calls)).toEqual([]);
    for (const output of outputs) output.mockRestore();
  });
});

describe('a machine that breaks its contract', () => {
  const failing = (word: string): SynodOptions<string, State, number>['machine'] => ({
    ...machine,
    apply: (words, next) => {
      if (next === word) throw new Error(`no ${word}`);
      return machine.apply(words, next);
    },
  });

  test('stops the member where it throws: nothing is answered any more', async () => {
    const node = await alone({ machine: failing('b') });
    await node.propose('a');
    const watching = (async () => {
      for await (const _ of node.watch());
    })();
    const told = expect(watching).rejects.toThrow('it has stopped: Error: no b');
    const reading = expect(node.read('?', { after: 99 })).rejects.toThrow(NodeClosed);
    await expect(node.propose('b')).rejects.toThrow(OutcomeUnknown);
    await Promise.all([told, reading]);
    expect(node.status.isClosed).toBe(true);
    await expect(node.propose('c')).rejects.toThrow('it has stopped: Error: no b');
    await node.close();
    // The command was voted for: with this machine the member comes to it again, and with one that is mended it goes on.
    const again = await alone({ machine: failing('b') });
    await until(() => again.status.isClosed, 'a member that stops');
    await again.close();
    const mended = await alone();
    await until(() => mended.status.state.length === 2, 'the state after the command');
    expect(mended.status.state).toEqual(['a', 'b']);
  });

  test.each([{}, { consistency: 'local' }] as const)(
    'rejects a read at which it throws, and goes on (%o)',
    async (options) => {
      const node = await alone({ machine: failing('!') });
      await node.propose('a');
      await expect(node.read('!', options)).rejects.toThrow(new Error('no !'));
      expect(await node.propose('b')).toMatchObject({ answer: 2 });
      expect(await node.read('?', options)).toMatchObject({ answer: 2 });
    },
  );

  test.each([
    ['nothing', () => undefined, 'undefined'],
    ['a state alone', (words: State) => words, '["?"]'],
    ['a text', () => 'ok', '"ok"'],
  ])('is told what it has to return where that is %s', async (_, apply, got) => {
    const node = await alone({ machine: { start: ['?'], apply: apply as never } });
    const told = expect.objectContaining({
      name: 'MachineFault',
      message: expect.stringContaining(
        `expected an array of two, the next state and the answer, from \`apply\`; got ${got}.`,
      ),
    });
    await expect(node.read('?')).rejects.toEqual(told);
    await expect(node.propose('a')).rejects.toThrow(OutcomeUnknown);
    await expect(node.propose('b')).rejects.toMatchObject({ name: 'NodeClosed', cause: told });
  });

  test.each<[string, (words: State) => readonly [State, number], string]>([
    ['answers by chance', (words) => [words, Math.random()], 'as at the first time'],
    ['changes its state in place', (words) => [words, (words as string[]).push('x')], 'not extensible'],
    ['answers what is no plain data', (words) => [words, new Date() as never], 'plain data'],
  ])('is found when it %s', async (_, apply, message) => {
    const node = await alone({ machine: { start: [], apply } });
    const error = await node.propose('a').catch((caught: Error) => caught);
    expect(error).toBeInstanceOf(OutcomeUnknown);
    await expect(node.propose('b')).rejects.toThrow(message);
  });

  test('is not looked for in production, or where that is not wanted', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const byChance = { start: [], apply: (words: State) => [words, Math.random()] as const };
    expect(await (await alone({ machine: byChance })).propose('a')).toMatchObject({ slot: 2 });
    await closeAll();
    vi.unstubAllEnvs();
    expect(await (await alone({ machine: byChance, checkMachine: false })).propose('b')).toMatchObject({});
  });
});
