import { expect, test } from 'vitest';
import { type Held, heldMax, Outbox } from '#src/node/outbox.js';
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';

type Effect = Held<string, string, string>;

const said = (to: typeof n1, decided: number, restsOn = 1): Effect => ({
  type: 'send',
  to,
  message: { type: 'catchUp', decided },
  restsOn,
});

test('only so many messages to one node wait for the disk: the next are lost, and no others', () => {
  const released: Effect[] = [];
  const outbox = new Outbox<string, string, string>(2, (effect) => void released.push(effect));
  const reply = { type: 'rejected', reason: 'busy', leader: null } as const;
  const told: Effect = { type: 'reply', to: { type: 'session', nonce: 'n' }, reply, restsOn: 1 };
  const first = [said(n2, 1), said(n2, 2), said(n3, 1)];
  for (const effect of [...first, said(n2, 3), told]) outbox.put(effect);
  expect([n1, n2, n3].map((id) => outbox.heldFor(id))).toEqual([0, 2, 1]);
  outbox.put(said(n2, 4, 0));
  expect(released).toEqual([said(n2, 4, 0)]);
  outbox.acknowledge(1);
  expect(released.slice(1)).toEqual([...first, told]);
  outbox.put(said(n2, 5));
  expect(outbox.heldFor(n2)).toBe(1);
});

test('an answer to each persist under way may wait, and what is said in each slot in reach', () => {
  expect(heldMax({ persistsMax: 5, alpha: 3 })).toBe(8);
});
