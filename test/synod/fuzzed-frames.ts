/** Bursts of frames that damage or lie, and what a sound reader makes of each. */
import { sameValue } from '#src/paxos/value.js';
import { Arrival } from '#src/transport/arrival.js';
import { Assembly } from '#src/transport/assembly.js';
import { FrameReader, frameOf } from '#src/transport/frame.js';
import { InvalidFrame } from '#src/transport/invalid-frame.js';
import { messageCodec, saidBy } from '#src/transport/message-codec.js';
import { harmed } from '#test/transport/fuzz.js';
import { hello, type Message } from '#test/transport/words.js';
import {
  changed,
  isFatal,
  isHarmless,
  largeSnapshot,
  type Random,
  type Situation,
  sayingOf,
} from './lies.js';

const codec = messageCodec<Message>();
const { valueBytesMax } = hello.limits;
const HEAD_BYTES = 5;
const LIMITS = { messageBytesMax: 1 << 28, snapshotBytesMax: 2 ** 32 };

export interface Burst {
  readonly bytes: Buffer;
  /** How many of its frames are none that a sound member sends. */
  readonly fuzzed: number;
  /** What is to be believed of it, in order. */
  readonly said: readonly Message[];
  /** Its last frame is to be refused. */
  readonly isRefused: boolean;
}

/** Of so many frames that end a connection, or are likely to end a life, one: both take time. */
const ONE_OF = 8;

/** Some frames, of which only the last may be refused or cut off. Without lies all that is whole is sound. */
export function burst(random: Random, situation: Situation, lies: boolean): Burst {
  const frames: Buffer[] = [];
  const said: Message[] = [];
  let fuzzed = 0;
  for (;;) {
    const sound = sayingOf(random, situation);
    const frame = frameLike(sound, random, situation);
    const read = reading(frame);
    const isSound = read.said.length === 1 && sameValue(read.said[0], sound);
    const isCostly = read.isRefused || (!isSound && read.said.some((each) => isFatal(each, situation)));
    if (isCostly && random() * ONE_OF > 1) continue;
    if (!lies && !read.said.every(isHarmless)) continue;
    frames.push(frame);
    said.push(...read.said);
    if (!isSound) fuzzed++;
    if (read.isOver || frames.length === 64)
      return { bytes: Buffer.concat(frames), fuzzed, said, isRefused: read.isRefused };
  }
}

/** The message as a sound frame, with a field changed, or with a few bytes changed; or a large snapshot in chunks that are not in order. */
function frameLike(sound: Message, random: Random, situation: Situation): Buffer {
  const kind = random();
  if (kind < 0.01) return chunksLike(largeSnapshot(situation), random);
  const message = kind < 0.9 ? changed(sound, random) : sound;
  const frame = frameOf('message', codec.encode(message as Message));
  return kind < 0.95 ? frame : harmed(frame, random);
}

function chunksLike(message: Message, random: Random): Buffer {
  const below = (end: number): number => Math.floor(random() * end);
  const chunks = [...codec.piecesOf(message)!].flatMap((piece) => {
    const middle = below(piece.length);
    return [frameOf('chunk', piece.subarray(0, middle)), frameOf('piece', piece.subarray(middle))];
  });
  const [one, other] = [below(chunks.length), below(chunks.length)];
  const kind = random();
  if (kind < 0.2) chunks.splice(one, 1);
  else if (kind < 0.4) chunks.splice(one, 0, chunks[other]!);
  else if (kind < 0.6) [chunks[one], chunks[other]] = [chunks[other]!, chunks[one]!];
  else if (kind < 0.8) chunks[one] = harmed(chunks[one]!, random);
  return Buffer.concat([...chunks, frameOf('end')]);
}

/** What is said by those bytes, after a greeting and nothing else. */
function reading(bytes: Buffer): { said: readonly Message[]; isRefused: boolean; isOver: boolean } {
  const said: Message[] = [];
  const say = (message: Message): void => void said.push(saidBy(hello, message));
  const [assembly, arrival] = [new Assembly(LIMITS.messageBytesMax), new Arrival(LIMITS)];
  let [isWithin, at] = [false, 0];
  try {
    for (const { kind, payload } of new FrameReader().read(bytes)) {
      at += HEAD_BYTES + payload.length;
      isWithin = kind === 'part' || kind === 'chunk' || kind === 'piece';
      if (kind === 'message') say(codec.decode(payload, valueBytesMax));
      else if (kind === 'part' || kind === 'last') {
        assembly.add(payload);
        if (kind === 'last') say(codec.decode(assembly.end(), valueBytesMax));
      } else if (kind === 'chunk' || kind === 'piece') arrival.add(payload, kind === 'piece');
      else if (kind === 'end') say(codec.believe(arrival.end()));
      else if (kind !== 'beat') return { said, isRefused: true, isOver: true };
    }
  } catch (error) {
    if (error instanceof InvalidFrame) return { said, isRefused: true, isOver: true };
    throw error;
  }
  return { said, isRefused: false, isOver: isWithin || at < bytes.length };
}
