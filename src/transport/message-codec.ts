/** Messages as bytes, and bytes as messages where they have the form of one. */
import * as v from 'valibot';
import { pack } from '../encoding/pack.js';
import { InvalidFrame } from './invalid-frame.js';
import { commandsIn, messageForm } from './message-form.js';
import { received } from './received.js';

/** How a transport writes what it carries. */
export interface Codec<Message> {
  encode(message: Message): Uint8Array;
  /** How many bytes a value has within a message. */
  bytesOf(value: unknown): number;
  /** @throws InvalidFrame where the bytes are no message, or hold a decree with commands above that many bytes. */
  decode(bytes: Uint8Array, valueBytesMax: number): Message;
}

/** The codec of the messages between nodes. */
export function messageCodec<Message>(): Codec<Message> {
  return {
    encode: pack,
    bytesOf,
    decode: (bytes, valueBytesMax) => decode(bytes, valueBytesMax) as Message,
  };
}

function bytesOf(value: unknown): number {
  return pack(value).length;
}

function decode(bytes: Uint8Array, valueBytesMax: number): unknown {
  const { success, output, issues } = v.safeParse(messageForm, received(bytes), { abortEarly: true });
  if (!success)
    throw new InvalidFrame({
      expected: 'a message',
      got: `one that is wrong at ${v.getDotPath(issues[0]) ?? 'its root'}: ${issues[0].message.slice(0, 200)}`,
    });
  // A message within the bound holds no commands above it.
  if (bytes.length > valueBytesMax)
    for (const commands of commandsIn(output)) {
      const length = commands.reduce<number>((sum, command) => sum + bytesOf(command), 0);
      if (length > valueBytesMax)
        throw new InvalidFrame({
          expected: `commands of at most ${valueBytesMax} bytes in a decree`,
          got: `${commands.length} of ${length}`,
        });
    }
  return output;
}
