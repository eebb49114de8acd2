/** Bytes that no sound node sends: noise, and frames of sound nodes with a few bytes changed. */
import { FrameReader, frameOf } from '#src/transport/frame.js';
import { decodeGreeting, encodeGreeting } from '#src/transport/greeting.js';
import { InvalidFrame } from '#src/transport/invalid-frame.js';
import { messageCodec } from '#src/transport/message-codec.js';
import { messages } from './messages.js';
import { hello, type Message } from './words.js';

const codec = messageCodec<Message>();
const SEEDS = [
  frameOf('greeting', encodeGreeting({ ...hello, boot: 'b', connection: 1 })),
  ...Object.values(messages).map((message) => frameOf('message', codec.encode(message))),
];

/** Numbers from 0, below 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The bytes of one attempt. */
export function attempt(seed: number): Buffer {
  const random = chance(seed);
  return harmed(SEEDS[Math.floor(random() * SEEDS.length)]!, random);
}

/** A frame in which a few bytes are changed, or noise in its place. */
export function harmed(frame: Buffer, random: () => number): Buffer {
  const below = (end: number): number => Math.floor(random() * end);
  if (random() < 0.1) return Buffer.from(Array.from({ length: below(200) }, () => below(256)));
  const bytes = Buffer.from(frame);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    // The head is spared mostly, or few would come to the message behind it.
    const at = random() < 0.1 ? below(5) : 5 + below(bytes.length - 5);
    bytes[at] = random() < 0.5 ? below(256) : bytes[at]! ^ (1 << below(8));
  }
  return random() < 0.1 ? bytes.subarray(0, below(bytes.length)) : bytes;
}

export type Outcome = 'message' | 'refused' | 'incomplete';

/**
 * What a reader makes of the bytes.
 *
 * @throws whatever is no refusal
 */
export function outcome(bytes: Buffer): Outcome {
  try {
    const [frame] = [...new FrameReader().read(bytes)];
    if (frame === undefined) return 'incomplete';
    if (frame.kind === 'greeting') decodeGreeting(frame.payload);
    else codec.decode(frame.payload, 1 << 20);
    return 'message';
  } catch (error) {
    if (error instanceof InvalidFrame) return 'refused';
    throw error;
  }
}
