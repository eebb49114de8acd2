import { describe, expect, test } from 'vitest';
import { changedBy } from '#src/node/member-change.js';
import type { MemberMessage } from '#src/node/member-message.js';
import { Waiting, waitingMax } from '#src/node/waiting.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { LIMITS } from '#src/paxos/limits.js';
import type { Subject } from '#src/paxos/reply.js';
import { slot } from '#src/paxos/slot.js';
import { messageCodec } from '#src/transport/message-codec.js';
import { first, n4 } from '#test/unit/paxos/log-words.js';

type Message = MemberMessage<string, never, number>;

/** As it is decoded by a member that hears of it. */
function heard(configuration: Configuration): Configuration {
  const codec = messageCodec<Message>();
  const decided = {
    type: 'decided',
    slot: slot(1),
    value: { type: 'configuration', configuration },
  } as const;
  const told = { type: 'told', incarnation: 0, reach: { start: 1, batch: 1 }, message: decided } as const;
  const back = codec.decode(codec.encode(told), 1_000) as unknown as typeof told;
  return back.message.value.configuration;
}

describe('beyond as many as may wait', () => {
  const about = (sequence: number): Subject => ({ type: 'request', session: 1, sequence });
  const answered = { type: 'answered', slot: 9, answer: 90 } as const;

  test('whoever has waited longest is told that it is not known what came of it', () => {
    const waiting = new Waiting<number>(2);
    const told: (readonly [who: number, type: string])[] = [];
    // A client that asks again under one number, and another that does.
    for (const [who, sequence] of [1, 1, 2, 1].entries())
      waiting.add(about(sequence), ({ type }) => void told.push([who, type]));
    expect(told).toEqual([
      [0, 'unknown'],
      [1, 'unknown'],
    ]);
    expect(waiting.size).toBe(2);
    waiting.tell(about(1), answered);
    expect(told.slice(2)).toEqual([[3, 'answered']]);
    waiting.tellAll(answered);
    expect(told.slice(3)).toEqual([[2, 'answered']]);
    expect(waiting.size).toBe(0);
  });

  test('one that is refused waits no more, and others that ask the same do', () => {
    const waiting = new Waiting<number>(2);
    const told: number[] = [];
    waiting.add(about(1), () => void told.push(1));
    waiting.add(about(1), () => void told.push(2))();
    waiting.tell(about(1), answered);
    expect(told).toEqual([1]);
  });

  test('as many may wait as a replica has taken up', () => {
    expect(waitingMax({ ...LIMITS, queueMax: 5, proposalsMax: 2, batchMax: 3, readsMax: 4 })).toBe(15);
  });
});

test('whoever waits for a change of members is told of it, though the decree comes back from other members', () => {
  const waiting = new Waiting<number>(8);
  const told: object[] = [];
  const change = { type: 'add', id: n4, incarnation: 7, address: '127.0.0.1:4004' } as const;
  const knowledge = { configurations: [first], lacking: () => null, addressOf: () => undefined };
  const configuration = changedBy(change, knowledge) as Configuration;
  waiting.add({ type: 'configuration', configuration }, (reply) => void told.push(reply));
  const back = heard(configuration);
  expect(JSON.stringify(back)).not.toBe(JSON.stringify(configuration));
  waiting.tell({ type: 'configuration', configuration: back }, { type: 'decided', slot: 1 });
  expect(told).toEqual([{ type: 'decided', slot: 1 }]);
});
