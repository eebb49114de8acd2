import { expect, test } from 'vitest';
import { changedBy } from '#src/node/member-change.js';
import type { MemberMessage } from '#src/node/member-message.js';
import { Waiting } from '#src/node/waiting.js';
import type { Configuration } from '#src/paxos/configuration.js';
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

test('whoever waits for a change of members is told of it, though the decree comes back from other members', () => {
  const waiting = new Waiting<number>();
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
