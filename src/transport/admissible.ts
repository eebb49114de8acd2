/** What a transport is not opened with: an address that others could reach in plain text, and messages that would not go through. */
import type { ClusterLimits } from '../paxos/limits.js';
import { type Address, isLoopback } from './address.js';

/** More than a vote has besides the commands in it: names, numbers, and what stands around a single command. */
const VOTE_BYTES = 4_096;

/** A promise may carry a decree for each slot of the window. */
export function assertHasRoomFor({ alpha, valueBytesMax }: ClusterLimits, messageBytesMax: number): void {
  const most = alpha * (valueBytesMax + VOTE_BYTES) + VOTE_BYTES;
  if (most > messageBytesMax)
    throw new RangeError(
      `expected messages of ${most} bytes to be allowed, for promises of ${alpha} votes with ${valueBytesMax} bytes each; ` +
        `got messageBytesMax ${messageBytesMax}. Let it be larger, on all members.`,
    );
}

export function assertAllowed(
  address: Address,
  { tls, allowPlainText }: { readonly tls?: unknown; readonly allowPlainText?: boolean },
): void {
  if (tls || allowPlainText || isLoopback(address)) return;
  throw new TypeError(
    `expected certificates (tls) for ${address.host}, which others can reach; got none. Give them, or set ` +
      'allowPlainText where the network lets in members only.',
  );
}
