/** Decisions that are sent later than what is in a hurry. */
import { expect, test } from 'vitest';
import { decisionsLater } from '#src/node/decisions-later.js';
import { type MemberMessage, typeSaid } from '#src/node/member-message.js';
import { configurationId } from '#src/paxos/configuration.js';
import { nodeId } from '#src/paxos/node-id.js';
import { slot } from '#src/paxos/slot.js';

type Message = MemberMessage<string, number, number>;

const [n2, n3] = ['n2', 'n3'].map(nodeId) as [ReturnType<typeof nodeId>, ReturnType<typeof nodeId>];

function told(message: Extract<Message, { type: 'told' }>['message']): Message {
  return { type: 'told', incarnation: 0, reach: { start: 1, batch: 1 }, message };
}

const decided = (at: number): Message => told({ type: 'decided', slot: slot(at), value: { type: 'noOp' } });
const accept: Message = told({
  type: 'accept',
  slot: slot(2),
  ballot: { round: 1, proposer: n2 },
  value: { type: 'noOp' },
  configuration: configurationId(1),
});
const catchUp: Message = told({ type: 'catchUp', decided: 0 });

function world() {
  const [sent, turns] = [[] as string[], [] as (() => void)[]];
  const under = {
    open: () => void sent.push('open'),
    send: (to: string, message: Message) => void sent.push(`${typeSaid(message)} to ${to}`),
    close: () => void sent.push('close'),
  };
  const turn = (callback: () => void): void => void turns.push(callback);
  return { transport: decisionsLater(under, { turn }), sent, turns };
}

test('decisions follow the next proposal, once it has gone to every voter', async () => {
  const { transport, sent, turns } = world();
  transport.send(n2, decided(1));
  transport.send(n3, decided(1));
  turns.shift()!();
  transport.send(n2, accept);
  transport.send(n3, accept);
  expect(sent).toEqual(['accept to n2', 'accept to n3']);
  await Promise.resolve();
  const all = ['accept to n2', 'accept to n3', 'decided to n2', 'decided to n3'];
  expect(sent).toEqual(all);
  while (turns.length > 0) turns.shift()!();
  expect(sent).toEqual(all);
});

test('decisions share the write of the proposal that they follow', async () => {
  const writes: string[] = [];
  const unwritten = new Map<string, string[]>();
  const under = {
    open: () => {},
    close: () => {},
    // As a connection does: what is sent to a peer in one callback leaves in one write.
    send: (to: string, message: Message) => {
      if (!unwritten.has(to)) {
        unwritten.set(to, []);
        queueMicrotask(() => {
          writes.push(`${to}: ${unwritten.get(to)!.join(' and ')}`);
          unwritten.delete(to);
        });
      }
      unwritten.get(to)!.push(typeSaid(message)!);
    },
  };
  const transport = decisionsLater(under, { turn: () => {} });
  for (const id of [n2, n3]) transport.send(id, decided(1));
  for (const id of [n2, n3]) transport.send(id, accept);
  await new Promise((resolve) => setImmediate(resolve));
  expect(writes).toEqual(['n2: accept and decided', 'n3: accept and decided']);
});

test('without a proposal, decisions go at the end of the next turn', () => {
  const { transport, sent, turns } = world();
  transport.send(n2, decided(1));
  transport.send(n2, decided(2));
  turns.shift()!();
  expect([sent, turns.length]).toEqual([[], 1]);
  turns.shift()!();
  expect(sent).toEqual(['decided to n2', 'decided to n2']);
});

test('nothing else overtakes them: a reply comes after the decision that it tells of', () => {
  const { transport, sent, turns } = world();
  const reply: Message = { type: 'forwarded', number: 1, reply: { type: 'answered', slot: 1, answer: 1 } };
  transport.send(n2, decided(1));
  transport.send(n2, reply);
  transport.send(n3, decided(1));
  transport.send(n3, catchUp);
  expect(sent).toEqual(['decided to n2', 'forwarded to n2', 'decided to n3', 'catchUp to n3']);
  while (turns.length > 0) turns.shift()!();
  expect(sent).toHaveLength(4);
});

test('decisions that have not been sent when the transport is closed are not sent any more', () => {
  const { transport, sent, turns } = world();
  transport.send(n2, decided(1));
  transport.close();
  turns.shift()!();
  turns.shift()!();
  expect(sent).toEqual(['close']);
});
