import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Hello } from '#src/node/handshake.js';
import type { NodeMessage } from '#src/node/node-message.js';
import type { Peer, Storage } from '#src/node/ports.js';
import { systemClock } from '#src/node/system-clock.js';
import { wrappedStorage } from '#src/node/wrapped-storage.js';
import { slot } from '#src/paxos/slot.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { Synod } from '#src/synod/synod.js';
import { digestInSteps, digestOf } from '#src/trace/digest.js';
import type { TraceEvent } from '#src/trace/event.js';
import { lineOf } from '#src/trace/line.js';
import { traceFile } from '#src/trace/trace-file.js';
import { traced } from '#src/trace/traced.js';
import { first, n1, n2 } from '#test/unit/paxos/log-words.js';
import { options, type State } from '#test/unit/paxos/replica-words.js';
import { ballot } from '#test/unit/paxos/words.js';

type Said = NodeMessage<string, State, number>;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synod-trace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (): string => join(folder, 'n1.jsonl');
const events = (): TraceEvent<string>[] =>
  readFileSync(path(), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as TraceEvent<string>);
const kinds = (): string[] => events().map(({ kind }) => kind);
const noError = (error: unknown): void => expect.unreachable(String(error));
const started: Said = { type: 'started', incarnation: 0, start: 1 };

/** The ports of n1 with a trace; `seen` has the kinds in the file whenever something has gone through a port. */
function world() {
  const seen: string[][] = [];
  const kept = memoryStorage<string, State, number>({ ...options.limits, ...options });
  const storage: Storage<string, State, number> = wrappedStorage(kept, {
    write: (...given) => {
      seen.push(kinds());
      return kept.write(...given);
    },
  });
  let peer: Peer<Said> | undefined;
  const transport = {
    open: (opened: Peer<Said>) => {
      peer = opened;
    },
    send: () => void seen.push(kinds()),
    close: () => {},
  };
  const ports = traced(
    { storage, transport, clock: systemClock, random: Math.random },
    options,
    traceFile<string>(path(), noError),
  );
  const heard: Said[] = [];
  const open = (): void =>
    ports.transport.open({
      hello: {} as Hello,
      objection: () => null,
      receive: (_, said) => void heard.push(said),
    });
  return { ports, seen, heard, open, say: (said: Said) => peer!.receive(n2, said) };
}

describe('a trace', () => {
  test('tells what was kept, and which start it is', async () => {
    const { ports } = world();
    await ports.storage.load();
    await ports.storage.write([[{ type: 'round', round: 1 }]]);
    await ports.storage.load();
    const [one, , , two] = events();
    expect(one).toMatchObject({ node: 'n1', incarnation: 0, start: 1, number: 1, kept: null });
    expect(one).toMatchObject({ configuration: { quorums: first.quorums } });
    expect(two).toMatchObject({ start: 2, kept: { round: 1 } });
  });

  test('has a message before it leaves, after all that was received before', async () => {
    const { ports, seen, heard, open, say } = world();
    await ports.storage.load();
    open();
    say(started);
    expect(heard).toEqual([started]);
    ports.transport.send(n2, started);
    expect(seen).toEqual([['started', 'received', 'sent']]);
    expect(events().at(-1)).toMatchObject({ number: 3, to: 'n2', said: started });
  });

  test('has a write before the disk, and its end before the node', async () => {
    const { ports, seen } = world();
    await ports.storage.load();
    await ports.storage.write([[{ type: 'promised', ballot: ballot('1.n2') }]]);
    expect(seen).toEqual([['started', 'writing']]);
    expect(kinds()).toEqual(['started', 'writing', 'written']);
  });

  test('has a digest in the place of a state, the same for the same state', async () => {
    const { ports } = world();
    await ports.storage.load();
    const configurations = [{ from: slot(1), configuration: first }];
    const snapshot = (state: State) =>
      ({ type: 'snapshot', base: 2, snapshot: { through: 2, state, sessions: [], configurations } }) as const;
    await ports.storage.write([[snapshot(['a', 'b'])]]);
    const message = { type: 'snapshot', snapshot: snapshot(['a', 'b']).snapshot } as const;
    const reach = { start: 1, batch: 1 };
    ports.transport.send(n2, { type: 'told', incarnation: 0, reach, message });
    const state = digestOf([['a', 'b'], []]);
    expect(events()[1]).toMatchObject({ batches: [[{ snapshot: { through: 2, state } }]] });
    expect(events()[3]).toMatchObject({ said: { message: { snapshot: { state } } } });
    expect(state).not.toBe(digestOf([['b', 'a'], []]));
  });

  test('ends with the transport, with all that was received', async () => {
    const { ports, open, say } = world();
    await ports.storage.load();
    open();
    say(started);
    ports.transport.close();
    say(started);
    expect(kinds()).toEqual(['started', 'received']);
  });
});

test('a member writes its trace where it is asked to', async () => {
  const sums = { start: 0, apply: (sum: number, add: number) => [sum + add, sum + add] as const };
  const node = await Synod.open({ folder: join(folder, 'store'), machine: sums, trace: path() });
  await node.propose(42);
  await node.close();
  const records = events().flatMap((each) => (each.kind === 'writing' ? each.batches.flat() : []));
  const decrees = records.flatMap((record) => (record.type === 'decided' ? [record.value] : []));
  expect(decrees).toMatchObject([{ type: 'openSession' }, { type: 'batch', requests: [{ command: 42 }] }]);
});

describe('the file of a trace', () => {
  const event = (number: number): TraceEvent<string> => ({
    ...{ node: n1, incarnation: 0, start: 1, number },
    kind: 'written',
  });

  test('goes on after what is there, on a line of its own', () => {
    appendFileSync(path(), '{"node":"n1","nu');
    const trace = traceFile<string>(path(), noError);
    trace.write(event(1));
    trace.close();
    expect(readFileSync(path(), 'utf8')).toBe(`{"node":"n1","nu\n${lineOf(event(1))}\n`);
  });

  test('is reported once where it cannot be written, and ends', () => {
    const reported: unknown[] = [];
    const trace = traceFile<string>('/dev/full', (error) => reported.push(error));
    trace.write(event(1));
    trace.write(event(2));
    expect(reported).toMatchObject([{ code: 'ENOSPC' }]);
  });

  test('has values that JSON does not know, each in its own way', () => {
    const value = [Buffer.from('01ff', 'hex'), new Uint8Array([2]), 3n, Number.NaN];
    const told = [{ bytes: '01ff' }, { bytes: '02' }, { bigint: '3' }, { number: 'NaN' }];
    expect(JSON.parse(lineOf(value))).toEqual(told);
  });
});

test.each<[unknown, unknown]>([
  [
    ['1', '2'],
    ['12', ''],
  ],
  [1, '1'],
  [[], {}],
  [{ a: { b: 1 } }, { a: {}, b: 1 }],
  [null, 'null'],
  [1n, 1],
])('values that differ have other digests (%o, %o)', (one, other) => {
  expect(digestOf(one)).not.toBe(digestOf(other));
});

test('a digest is the same whatever is lost or moved in a store: the order of keys, and the sign of 0', () => {
  expect(digestOf({ a: [-0], b: 'ä' })).toBe(digestOf({ b: 'ä', a: [0] }));
});

test('a digest that is made in steps goes through a large value a little at a time', () => {
  const many = Array.from({ length: 100_000 }, (_, key) => ({ key }));
  const steps = [...digestInSteps(many)].length;
  expect(steps).toBeGreaterThan(50);
  expect(digestOf(many)).not.toBe(digestOf(many.with(-1, { key: 0 })));
});
