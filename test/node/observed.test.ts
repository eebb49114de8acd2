import { expect, test } from 'vitest';
import { observed } from '#src/node/observed.js';
import type { Peer, Transport } from '#src/node/ports.js';
import { configurationId } from '#src/paxos/configuration.js';
import { slot } from '#src/paxos/slot.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { hello } from '#test/transport/words.js';
import { n2 } from '#test/unit/paxos/log-words.js';
import { options, type State } from '#test/unit/paxos/replica-words.js';
import { ballot } from '#test/unit/paxos/words.js';
import type { Message, Said } from './world.js';

test('an observer is told of each higher ballot once, of what leaders know, and of how long writes take', async () => {
  const seen: string[] = [];
  let peer: Peer<Said> | undefined;
  let sent = 0;
  let now = 0;
  const transport: Transport<Said> = {
    open: (opened) => {
      peer = opened;
    },
    send: () => void sent++,
    bytesOf: () => 7,
    close: () => {},
  };
  const disk = memoryStorage<string, State, number>({ ...options.limits, ...options });
  const storage = Object.assign(disk, {
    write: async () => {
      now += 3;
    },
  });
  const ports = observed<string, State, number>(
    {
      storage,
      transport,
      clock: { now: () => now, after: () => () => {}, turn: () => {} },
      random: Math.random,
    },
    {
      wrote: (ms) => seen.push(`wrote ${ms}`),
      campaigned: () => seen.push('campaigned'),
      led: ({ round, proposer }) => seen.push(`led ${round}.${proposer}`),
      decided: (through) => seen.push(`decided ${through}`),
    },
  );
  const received: Said[] = [];
  ports.transport.open({ hello, objection: () => null, receive: (_, said) => received.push(said) });
  const said = (message: Message): Said => ({
    type: 'told',
    incarnation: 0,
    reach: { start: 1, batch: 1 },
    message,
  });
  const heartbeat = (shown: string, decided: number): Said =>
    said({ type: 'heartbeat', ballot: ballot(shown), decided });
  const prepare = (shown: string): Said =>
    said({ type: 'prepare', ballot: ballot(shown), from: slot(1), configuration: configurationId(1) });

  peer!.receive(n2, heartbeat('1.n2', 4));
  peer!.receive(n2, heartbeat('1.n2', 5));
  ports.transport.send(n2, prepare('2.n1'));
  ports.transport.send(n2, prepare('2.n1'));
  ports.transport.send(n2, heartbeat('2.n1', 6));
  // A leader that was deposed and does not know it yet.
  peer!.receive(n2, heartbeat('1.n2', 5));
  await ports.storage.write([]);

  expect(seen).toEqual([
    'led 1.n2',
    'decided 4',
    'decided 5',
    'campaigned',
    'led 2.n1',
    'decided 6',
    'decided 5',
    'wrote 3',
  ]);
  expect([sent, received.length, ports.transport.bytesOf?.('x')]).toEqual([3, 3, 7]);
});
