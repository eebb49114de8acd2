import { describe, expect, test } from 'vitest';
import { pack } from '#src/encoding/pack.js';
import { nextDecree, type Submission } from '#src/paxos/clients.js';
import { configurationId } from '#src/paxos/configuration.js';
import type { Request } from '#src/paxos/decree.js';
import { nodeId } from '#src/paxos/node-id.js';
import { assertValueSize, decreeBytes, fitting, REQUEST_BYTES } from '#src/paxos/size.js';
import { slot } from '#src/paxos/slot.js';
import { inFull } from './words.js';

const bytesOf = (command: string): number => command.length;
const asked = (sequence: number, command: string): Submission<string> => ({
  type: 'request',
  subject: { type: 'request', session: 1, sequence },
  request: { session: 1, sequence, answered: 0, command },
});

describe('the next decree', () => {
  const two = 2 * (REQUEST_BYTES + 10);
  test.each([
    ['with room for two', two, 2],
    ['with room for two less a byte', two - 1, 1],
    ['with room for less than one', 1, 1],
    ['with room for all, of which the count lets in three', 1_000_000, 3],
  ])('has as many requests as go into its bytes, and one at least (%s)', (_, bytesMax, count) => {
    const queue = [1, 2, 3, 4].map((sequence) => asked(sequence, 'x'.repeat(10)));
    const [decree, subjects, rest] = nextDecree({ queue, proposed: [] }, { batchMax: 3, bytesMax, bytesOf })!;
    expect(decree.type === 'batch' && decree.requests.map(({ sequence }) => sequence)).toEqual(
      [1, 2, 3].slice(0, count),
    );
    expect(subjects).toHaveLength(count);
    expect(rest).toEqual(queue.slice(count));
  });
});

test('a request has fewer bytes around its command than are counted', () => {
  const last = Number.MAX_SAFE_INTEGER;
  const request: Request<string> = { session: last, sequence: last, answered: last, command: 'x' };
  expect(pack(request).length - pack('x').length).toBeLessThan(REQUEST_BYTES);
  const requests = Array.from({ length: 256 }, () => request);
  const ballot = { round: last, proposer: nodeId('n'.repeat(64)), incarnation: last };
  const accept = { type: 'accept', slot: slot(last), ballot, configuration: configurationId(last) };
  const value = { type: 'batch', requests } as const;
  expect(pack({ ...accept, value }).length).toBeLessThan(
    decreeBytes(value, (command) => pack(command).length),
  );
});

test('nothing is as much as fits of nothing', () => {
  expect(fitting([], () => 1, 1)).toEqual([]);
});

test('a command may have as many bytes as the cluster allows, and no more', () => {
  expect(assertValueSize(10, 10)).toBeUndefined();
  expect(() => assertValueSize(11, 10)).toThrow(
    expect.objectContaining({ reason: 'value', account: inFull }),
  );
});

test('a decree that is no batch counts as one request without a command', () => {
  expect(decreeBytes({ type: 'noOp' }, () => 7)).toBe(REQUEST_BYTES);
});
