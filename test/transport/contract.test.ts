import { afterEach, describe, expect, test } from 'vitest';
import type { Transport } from '#src/node/ports.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { decree, n1, n2, n3, slotVote } from '#test/unit/paxos/log-words.js';
import { ofReplicas } from './messages.js';
import { Ear, type Message, poll, told, until, Wires } from './words.js';

const wires = new Wires();
afterEach(() => wires.close());

/** Three transports that know each other. */
const KINDS: Readonly<Record<string, () => Promise<readonly Transport<Message>[]>>> = {
  memory: async () => {
    const network = memoryNetwork();
    return [network.join(), network.join(), network.join()];
  },
  tcp: async () => {
    const transports = await Promise.all([wires.transport(), wires.transport(), wires.transport()]);
    for (const transport of transports)
      [n1, n2, n3].forEach((id, index) => {
        transport.know(id, transports[index]!.address);
      });
    return transports;
  },
};

async function three(kind: string) {
  const transports = await KINDS[kind]!();
  const ears = [n1, n2, n3].map((id) => new Ear({ id }));
  transports.forEach((transport, index) => {
    transport.open(ears[index]!);
  });
  return { transports, ears };
}

describe.each(Object.keys(KINDS))('a transport (%s)', (kind) => {
  test('carries messages to whom they are for, with the name of their sender', async () => {
    const { transports, ears } = await three(kind);
    transports[0]!.send(n2, poll(1));
    transports[2]!.send(n2, poll(3));
    await until(() => ears[1]!.heard.length === 2, 'two messages');
    expect(ears[1]!.heard).toEqual(
      expect.arrayContaining([
        { from: n1, message: poll(1) },
        { from: n3, message: poll(3) },
      ]),
    );
    expect([ears[0]!.heard, ears[2]!.heard]).toEqual([[], []]);
  });

  test('hands over nothing within `send`', async () => {
    const { transports, ears } = await three(kind);
    transports[0]!.send(n2, poll(1));
    expect(ears[1]!.heard).toEqual([]);
    await until(() => ears[1]!.heard.length === 1, 'the message');
  });

  test('hands over a copy of what was sent', async () => {
    const { transports, ears } = await three(kind);
    const command = { bytes: new Uint8Array([1, 2]), items: [1.5, null, 'text', true, undefined] };
    const requests = [{ session: 1, sequence: 1, answered: 0, command }];
    const value = { type: 'batch', requests } as const;
    const message = { type: 'decided', slot: slotVote('1 1.n1 a').slot, value } as const;
    transports[0]!.send(n2, told(message));
    command.items.push('changed afterwards');
    await until(() => ears[1]!.heard.length === 1, 'the message');
    const heard = ears[1]!.heard[0]!.message as unknown as { readonly message: typeof message };
    const got = (heard.message.value as typeof value).requests[0]!.command;
    expect(got).not.toBe(command);
    expect(new Uint8Array(got.bytes)).toEqual(command.bytes);
  });

  test('carries a long message too', async () => {
    const { transports, ears } = await three(kind);
    const values = Array.from({ length: 40 }, () => decree('x'.repeat(50_000)));
    const message = told({ type: 'decrees', after: 0, values, decided: 40 });
    transports[0]!.send(n2, message);
    await until(() => ears[1]!.heard.length === 1, 'the long message');
    expect(ears[1]!.heard[0]!.message).toEqual(message);
  });

  test('carries a snapshot of any size', async () => {
    const { transports, ears } = await three(kind);
    const state = Object.fromEntries(
      Array.from({ length: 400 }, (_, key) => [`k${key}`, 'x'.repeat(10_000)]),
    );
    const message = told({ type: 'snapshot', snapshot: { ...ofReplicas.snapshot.snapshot, state } });
    transports[0]!.send(n2, message);
    await until(() => ears[1]!.heard.length === 1, 'the snapshot');
    expect(ears[1]!.heard[0]!.message).toEqual(message);
  });

  test('loses what is for nobody, and goes on', async () => {
    const { transports, ears } = await three(kind);
    transports[2]!.close();
    transports[0]!.send(n3, poll(1));
    transports[0]!.send(n2, poll(2));
    await until(() => ears[1]!.heard.length === 1, 'the message to the other');
    expect(ears[2]!.heard).toEqual([]);
  });

  test('takes nothing from a node to which its own objects', async () => {
    const transports = await KINDS[kind]!();
    const [one, two, three] = [
      new Ear({ id: n1, cluster: 'others' }),
      new Ear({ id: n2 }),
      new Ear({ id: n3 }),
    ];
    transports[0]!.open(one);
    transports[1]!.open(two);
    transports[2]!.open(three);
    transports[0]!.send(n2, poll(1));
    transports[2]!.send(n2, poll(3));
    await until(() => two.heard.length === 1, 'the message of its own cluster');
    expect(two.heard).toEqual([{ from: n3, message: poll(3) }]);
  });
});
