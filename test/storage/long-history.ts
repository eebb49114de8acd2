/** A long history of writes, the same every time: each votes in a slot and decides it, and now and then there is a snapshot. */
import { createHash } from 'node:crypto';
import { slot } from '#src/paxos/slot.js';
import { type Batches, keptAfter, type Record } from '#test/storage/words.js';
import { decree, first, n2 } from '#test/unit/paxos/log-words.js';

const SNAPSHOT_EVERY = 25;

/** The write of that number, from 1. */
export function writeOf(number: number): Batches {
  const at = slot(number);
  const value = decree(textOf(number));
  const records: readonly Record[] = [
    { type: 'vote', slot: at, ballot: { round: 1 + Math.floor(number / 40), proposer: n2 }, value },
    { type: 'decided', slot: at, value },
  ];
  if (number % SNAPSHOT_EVERY !== 0) return records.map((record) => [record]);
  const configurations = [{ from: slot(1), configuration: first }];
  const snapshot = { through: number, state: [textOf(-number)], sessions: [], configurations };
  return [records, [{ type: 'snapshot', snapshot, base: number - 5 }]];
}

/** What is kept after so many writes. */
export function keptAfterWrites(count: number) {
  return keptAfter(Array.from({ length: count }, (_, index) => writeOf(index + 1)).flat());
}

/** A text that does not compress, so that a store of it has many blocks. */
function textOf(number: number): string {
  return Array.from({ length: 10 }, (_, part) =>
    createHash('sha256').update(`${number} ${part}`).digest('hex'),
  ).join('');
}
