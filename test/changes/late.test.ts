/** Changes that come late, or are asked for again, after others were decided. */
import { expect, test } from 'vitest';
import { type Client, connect, type Entry } from '#src/node/client.js';
import { changedBy } from '#src/node/member-change.js';
import { OutcomeUnknown } from '#src/node/outcome.js';
import type { Clock } from '#src/node/ports.js';
import {
  type Configuration,
  configuration,
  configurationId,
  type Governing,
  memberOf,
} from '#src/paxos/configuration.js';
import { LIMITS } from '#src/paxos/limits.js';
import { type NodeId, nodeId } from '#src/paxos/node-id.js';
import type { Reply } from '#src/paxos/reply.js';
import { Members } from '#src/synod/members.js';
import { n2, n3, n4 } from '#test/unit/paxos/log-words.js';
import { Leader } from './leader.js';

const add = { type: 'add', id: n4, incarnation: 7 } as const;
const remove = { type: 'remove', id: n4 } as const;
const basedOn = configurationId(1);

/** All answer and have caught up. */
const knowledge = { lacking: () => null, addressOf: () => undefined };

type Change = Parameters<Leader['change']>[0];

/** It has had these decided, and hears from all. */
function leaderAfter(...changes: readonly Change[]): Leader {
  const leader = new Leader();
  for (const id of [n2, n3]) leader.hear(id, 0);
  leader.hear(n4, add.incarnation);
  for (const change of changes) leader.change(change);
  return leader;
}

/** Whatever waits waits no longer than until nothing else happens. */
function hastyClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    after: (ms, callback) => {
      const waiting = setImmediate(() => {
        now += ms;
        callback();
      });
      return () => clearImmediate(waiting);
    },
  };
}

/** A client of a node that answers so. */
function asking(change: (change: Change) => Reply<never> | Promise<Reply<never>>): Client<never, never> {
  const other = (): never => {
    throw new Error('expected changes alone');
  };
  const entry: Entry<never, never> = {
    options: { id: n2 },
    change: async (asked) => change(asked as Change),
    request: other,
    openSession: other,
    read: other,
  };
  return connect([entry], { clock: hastyClock(), random: () => 0.5 });
}

/** What a program changes by that client, which knows of these configurations. */
function membersOf(client: Client<never, never>, configurations: () => readonly Governing[]): Members {
  return new Members({
    cluster: { cluster: 'tests', limits: LIMITS },
    clock: hastyClock(),
    configurations,
    reached: () => ({ promise: Promise.resolve(true as const), forget: () => {} }),
    change: (next, call) => client.change(next, call),
  });
}

test('a change that is asked for again is told where it was made, as long as it stands', () => {
  const leader = leaderAfter();
  for (const _ of ['once', 'again'])
    expect(leader.change({ ...add, basedOn })).toEqual({ type: 'decided', slot: 1 });
  expect(leader.last.id).toBe(2);
});

test('a removal that is asked for again is told where it was made', () => {
  const leader = leaderAfter(add);
  const before = leader.last;
  leader.change(remove);
  const { last } = leader;
  for (const known of [[before, last], [last]])
    expect(changedBy({ ...remove, basedOn: before.id }, { ...knowledge, configurations: known })).toBe(last);
  expect(changedBy(remove, { ...knowledge, configurations: [before, last] })).toBe(last);
  for (const change of [remove, { ...remove, basedOn: last.id }])
    expect(changedBy(change, { ...knowledge, configurations: [last] })).toMatchObject({ reason: 'noMember' });
});

test('a member is not removed while slots are open that others cannot decide without it', () => {
  const voters = (id: number, ...ids: readonly NodeId[]): Configuration =>
    configuration({
      id: configurationId(id),
      members: ids.map((each) => ({ id: each, incarnation: 0, part: 'voter' })),
    });
  const [two, three] = [voters(1, n2, n3), voters(2, n2, n3, n4)];
  const removal = { type: 'remove', id: n3 } as const;
  expect(changedBy(removal, { ...knowledge, configurations: [two, three] })).toMatchObject({
    reason: 'quorumAtRisk',
    why: 'configuration 1 still governs, and has no quorum without n3; ask again soon',
  });
  expect(changedBy(removal, { ...knowledge, configurations: [three] })).toMatchObject({ id: 3 });
  // Of two voters one can be removed, if it stays until that governs.
  expect(changedBy(removal, { ...knowledge, configurations: [two] })).toMatchObject({ id: 2 });
});

test.each([
  ['adds nobody who was removed since', add, [add, remove]],
  ['promotes nobody who was added since', { type: 'promote', id: n4 }, [add]],
  ['removes nobody who was added since', remove, [add]],
  [
    'moves nobody back',
    { type: 'move', id: n3, address: 'old:1' },
    [{ type: 'move', id: n3, address: 'new:1' }],
  ],
] as const)('a change that comes late %s', (_, late, since) => {
  const leader = leaderAfter(...since);
  const { last } = leader;
  expect(leader.change({ ...late, basedOn })).toMatchObject({ reason: 'outdated' });
  expect(leader.last).toBe(last);
  // Only that speaks against it.
  expect(leader.change(late)).toMatchObject({ type: 'decided' });
  expect(leader.last).not.toBe(last);
});

test('a member whose addition is asked for again, since its reply was lost, is not added once more after its removal', async () => {
  const leader = leaderAfter();
  const asked: object[] = [];
  const client = asking((change) => {
    asked.push(change);
    const reply = leader.change(change);
    if (asked.length > 1) return reply;
    leader.change(remove);
    return new Promise(() => {});
  });
  const members = membersOf(client, () => leader.configurations);
  await expect(members.add({ id: n4 })).rejects.toThrow(OutcomeUnknown);
  expect(asked.length).toBeGreaterThan(1);
  expect(new Set(asked.map((change) => JSON.stringify(change))).size).toBe(1);
  expect(memberOf(leader.last, n4)).toBeUndefined();
});

test.each([
  ['a member that is removed elsewhere meanwhile is removed', n4, undefined],
  ['a member that never was is none', nodeId('n9'), 'noMember'],
])('by a node that has not heard of the last change, %s', async (_, id, reason) => {
  const leader = leaderAfter(add);
  const { configurations } = leader;
  const client = asking((change) => leader.change(change));
  leader.change(remove);
  const members = membersOf(client, () => configurations);
  const removal = members.remove(id);
  await (reason === undefined ? removal : expect(removal).rejects.toMatchObject({ reason }));
});

test('a change that was not made is based on the members as they are known at the next try', async () => {
  const leader = leaderAfter();
  let known = leader.last.id;
  leader.change({ type: 'move', id: n3, address: 'new:1' });
  const client = asking((change) => {
    const reply = leader.change(change);
    known = leader.last.id;
    return reply;
  });
  expect(await client.change(() => ({ ...add, basedOn: known }))).toBe(2);
});
