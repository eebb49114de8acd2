import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FrameReader, frameOf, PAYLOAD_BYTES_MAX } from '#src/transport/frame.js';
import { decodeGreeting, encodeGreeting } from '#src/transport/greeting.js';
import { InvalidFrame } from '#src/transport/invalid-frame.js';
import { messageCodec } from '#src/transport/message-codec.js';
import { messages, ofReplicas } from './messages.js';
import { hello, type Message, type OfReplica, told } from './words.js';

/** The frames that each version has brought, in hex, as they were first written. It writes them so, and every later one can read them. */
const [FIRST, LAST] = ['version-1', 'version-2'].map((name) =>
  fileURLToPath(new URL(`./golden/${name}.json`, import.meta.url)),
) as [string, string];
const codec = messageCodec<Message>();
const greeting = { ...hello, boot: 'b', connection: 1 };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** With UPDATE_FRAMES=1 kinds that are not there are added to the last version; what is there is never changed. */
function golden(): Readonly<Record<string, string>> {
  const [first, last] = [FIRST, LAST].map(
    (file): Record<string, string> => JSON.parse(readFileSync(file, 'utf8')),
  );
  const before = { ...first, ...last };
  if (process.env.UPDATE_FRAMES === undefined) return before;
  const now = { greeting: hex(frameOf('greeting', encodeGreeting(greeting))) };
  const all = Object.entries(messages).map(([type, message]) => [
    type,
    hex(frameOf('message', codec.encode(message))),
  ]);
  const merged = { ...now, ...Object.fromEntries(all), ...before };
  const added = Object.entries(merged).filter(([type]) => first?.[type] === undefined);
  writeFileSync(LAST, `${JSON.stringify(Object.fromEntries(added), null, 2)}\n`);
  return merged;
}

const frames = golden();

function payloadOf(type: string): Uint8Array {
  const [frame] = [...new FrameReader().read(Buffer.from(frames[type]!, 'hex'))];
  return frame!.payload;
}

describe('the golden frames', () => {
  test('hold a greeting and every kind of message', () => {
    expect(Object.keys(frames).sort()).toEqual(['greeting', ...Object.keys(messages)].sort());
    expect(decodeGreeting(payloadOf('greeting'))).toEqual(greeting);
  });

  test.each(Object.entries(messages))('%s is read, and written as it was', (type, message) => {
    const read = codec.decode(payloadOf(type), 1 << 20);
    expect(structuredClone(read)).toEqual(structuredClone(message));
    expect(hex(frameOf('message', codec.encode(message)))).toBe(frames[type]);
  });
});

test('a message to several peers is encoded once', () => {
  const [one, other] = Object.values(messages) as [Message, Message];
  const bytes = codec.encode(one);
  expect(codec.encode(one)).toBe(bytes);
  expect(codec.encode(other)).not.toEqual(bytes);
  expect(codec.encode(one)).toEqual(bytes);
});

describe('a frame', () => {
  test('is found wherever the stream is cut', () => {
    const stream = Buffer.concat([frameOf('beat'), frameOf('message', Buffer.from('abc')), frameOf('last')]);
    for (let size = 1; size <= stream.length; size++) {
      const reader = new FrameReader();
      const kinds: string[] = [];
      for (let at = 0; at < stream.length; at += size)
        for (const { kind, payload } of reader.read(stream.subarray(at, at + size)))
          kinds.push(`${kind} ${payload.length}`);
      expect(kinds).toEqual(['beat 0', 'message 3', 'last 0']);
    }
  });

  test('is bounded on both sides', () => {
    expect(() => frameOf('message', Buffer.alloc(PAYLOAD_BYTES_MAX + 1))).toThrow(RangeError);
    const tooLong = Buffer.alloc(5);
    tooLong.writeUInt32BE(PAYLOAD_BYTES_MAX + 2);
    expect(() => [...new FrameReader().read(tooLong)]).toThrow(InvalidFrame);
    expect(() => [...new FrameReader().read(Buffer.alloc(5))]).toThrow('expected a length from 1');
  });
});

describe('a message is not believed', () => {
  const wrong = (change: object, type: OfReplica['type'] = 'accept'): Uint8Array =>
    codec.encode(told({ ...ofReplicas[type], ...change } as OfReplica));
  test.each<[string, Uint8Array, string]>([
    ['of no known kind', wrong({ type: 'elect' }), 'type'],
    ['without a field', wrong({ slot: undefined }), 'slot'],
    ['with a field too many', wrong({ more: 1 }), 'more'],
    ['with slot 0', wrong({ slot: 0 }), 'slot'],
    ['with a ballot of no node', wrong({ ballot: { round: 1, proposer: '../etc' } }), 'ballot.proposer'],
    ['with a batch of nothing', wrong({ value: { type: 'batch', requests: [] } }), 'value.requests'],
    ['with a decree of no kind at all', wrong({ value: { type: '../' } }), 'value.type'],
    ['with a decree of a known kind and more', wrong({ value: { type: 'noOp', more: 1 } }), 'value.more'],
    ['with a count that is none', wrong({ decided: 0.5 }, 'poll'), 'decided'],
    [
      'with a date, which is no plain data',
      wrong({ snapshot: { ...ofReplicas.snapshot.snapshot, state: new Date(0) } }, 'snapshot'),
      'snapshot.state',
    ],
  ])('(%s)', (_, bytes, at) => {
    expect(() => codec.decode(bytes, 1 << 20)).toThrow(`got one that is wrong at message.${at}:`);
  });

  test('(one with a decree of a later version is, so that the replica can say so)', () => {
    const value = { type: 'merge', with: [3] };
    const message = codec.encode(told({ ...ofReplicas.accept, value } as never));
    expect(codec.decode(message, 1 << 20)).toMatchObject({ message: { value } });
  });

  test('(one with more keys than 16 bits can count is)', () => {
    const state = Object.fromEntries(Array.from({ length: 70_000 }, (_, key) => [`key ${key}`, key]));
    const message = told({ type: 'snapshot', snapshot: { ...ofReplicas.snapshot.snapshot, state } });
    expect(codec.decode(codec.encode(message), 1 << 21)).toEqual(message);
  });

  test('with a command above the bound, even in a message that may be longer', () => {
    const bytes = codec.encode(messages.decided!);
    expect(() => codec.decode(bytes, 10)).toThrow('expected commands of at most 10 bytes');
    expect(() => codec.decode(bytes, 62)).not.toThrow();
  });

  test('with a command above the bound, by the same count that a sender has', () => {
    const command = 'x'.repeat(100);
    const request = { session: 1, sequence: 1, answered: 0, command };
    const bytes = codec.encode({ type: 'forward', number: 1, asked: { type: 'request', request } });
    expect(codec.bytesOf(command)).toBe(102);
    expect(() => codec.decode(bytes, 102)).not.toThrow();
    expect(() => codec.decode(bytes, 101)).toThrow(
      'expected commands of at most 101 bytes in a decree; got 1 of 102',
    );
  });

  test('with commands in one decree that are above the bound together', () => {
    const request = { session: 1, sequence: 1, answered: 0, command: 'x'.repeat(100) };
    const value = { type: 'batch', requests: [request, { ...request, sequence: 2 }] } as const;
    const bytes = codec.encode(told({ ...ofReplicas.accept, value } as OfReplica));
    expect(() => codec.decode(bytes, 204)).not.toThrow();
    expect(() => codec.decode(bytes, 203)).toThrow('at most 203 bytes in a decree; got 2 of 204');
  });

  test('with a value too deep to walk through', () => {
    const deep = (levels: number): unknown => (levels === 0 ? 0 : [deep(levels - 1)]);
    const snapshot = { ...ofReplicas.snapshot.snapshot, state: deep(101) };
    expect(() => codec.decode(codec.encode(told({ type: 'snapshot', snapshot })), 1 << 20)).toThrow(
      'snapshot.state',
    );
    const bottomless = Buffer.alloc(60_000, 0x91);
    expect(() => codec.decode(bottomless, 1 << 20)).toThrow(InvalidFrame);
  });

  test('with anything after it', () => {
    const bytes = Buffer.concat([codec.encode(messages.poll!), Buffer.from([0])]);
    expect(() => codec.decode(bytes, 1 << 20)).toThrow(InvalidFrame);
  });
});
