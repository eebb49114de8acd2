/** Messages as bytes, and bytes as messages where they have the form of one. */
import * as v from 'valibot';
import { pack, packedBytes } from '../encoding/pack.js';
import { isLarge, piecesOf } from '../encoding/pieces.js';
import type { Hello } from '../node/handshake.js';
import { InvalidFrame } from './invalid-frame.js';
import { commandsIn, joinedForm, messageForm } from './message-form.js';
import { received } from './received.js';

/** How a transport writes what it carries. */
export interface Codec<Message> {
  encode(message: Message): Uint8Array;
  /** A large snapshot's pieces, each encoded when it is asked for; undefined for a message that travels whole. */
  piecesOf(message: Message): Iterable<Uint8Array> | undefined;
  /** How many bytes a value has within a message. */
  bytesOf(value: unknown): number;
  /** @throws InvalidFrame where the bytes are no message, or hold a decree with commands above that many bytes. */
  decode(bytes: Uint8Array, valueBytesMax: number): Message;
  /** @throws InvalidFrame where what was put together from pieces is no snapshot. */
  believe(joined: unknown): Message;
}

/** What has to be known of a message: whether it is a replica's snapshot, and of which process of its sender it says to be. */
export interface Carried {
  readonly type: string;
  readonly message?: { readonly type: string };
  /** The sender's; where it has one, `start`, or that of its `reach`, is the sender's too. */
  readonly incarnation?: number;
  readonly start?: number;
  readonly reach?: { readonly start: number } | null;
}

/** The codec of the messages between nodes. */
export function messageCodec<Message extends Carried>(): Codec<Message> {
  let last: { readonly message: Message; readonly bytes: Uint8Array } | undefined;
  return {
    // The last message is remembered: to several peers it is encoded once.
    encode(message) {
      if (last?.message !== message) last = { message, bytes: pack(message) };
      return last.bytes;
    },
    piecesOf: (message) =>
      message.message?.type === 'snapshot' && isLarge(message) ? encoded(message) : undefined,
    bytesOf: packedBytes,
    decode: (bytes, valueBytesMax) => decode(bytes, valueBytesMax) as Message,
    believe: (joined) => parsed(joinedForm, joined) as unknown as Message,
  };
}

/**
 * The message, where it is of the process that has greeted: what is said of another one would be remembered, and written down.
 *
 * @throws InvalidFrame where it is not.
 */
export function saidBy<Message extends Carried>(
  greeting: Pick<Hello, 'incarnation' | 'start'>,
  message: Message,
): Message {
  const { incarnation, start, reach } = message;
  if (incarnation === undefined) return message;
  const said = reach?.start ?? start;
  if (incarnation === greeting.incarnation && said === greeting.start) return message;
  throw new InvalidFrame({
    expected: `messages of incarnation ${greeting.incarnation}, start ${greeting.start}, which has greeted`,
    got: `one of incarnation ${incarnation}, start ${said}`,
  });
}

/** Can be gone through from its beginning as often as a connection begins. */
function encoded(value: unknown): Iterable<Uint8Array> {
  return {
    *[Symbol.iterator]() {
      for (const piece of piecesOf(value)) yield pack(piece);
    },
  };
}

function decode(bytes: Uint8Array, valueBytesMax: number): unknown {
  const output = parsed(messageForm, received(bytes));
  // A message within the bound holds no commands above it.
  if (bytes.length > valueBytesMax)
    for (const commands of commandsIn(output)) {
      const length = commands.reduce<number>((sum, command) => sum + packedBytes(command), 0);
      if (length > valueBytesMax)
        throw new InvalidFrame({
          expected: `commands of at most ${valueBytesMax} bytes in a decree`,
          got: `${commands.length} of ${length}`,
        });
    }
  return output;
}

function parsed<Form extends typeof messageForm | typeof joinedForm>(
  form: Form,
  value: unknown,
): v.InferOutput<Form> {
  const { success, output, issues } = v.safeParse(form, value, { abortEarly: true });
  if (success) return output;
  throw new InvalidFrame({
    expected: 'a message',
    got: `one that is wrong at ${v.getDotPath(issues[0]) ?? 'its root'}: ${issues[0].message.slice(0, 200)}`,
  });
}
