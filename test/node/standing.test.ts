/** A node that has started takes part only while nobody who answers knows more of its store than it has. */
import { MemoryLevel } from 'memory-level';
import { describe, expect, test } from 'vitest';
import { connect } from '#src/node/client.js';
import { LostBatches } from '#src/node/lost-batches.js';
import { openNode } from '#src/node/node.js';
import { Standing } from '#src/node/standing.js';
import { systemClock } from '#src/node/system-clock.js';
import { configurationId } from '#src/paxos/configuration.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { foundCluster } from '#src/storage/identity.js';
import { initialiseLevel, openLevel } from '#src/storage/level-storage.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { bytes } from '#test/storage/words.js';
import { n1, n2, n3, slotVote } from '#test/unit/paxos/log-words.js';
import { machine, type State } from '#test/unit/paxos/replica-words.js';
import { type Message, type Said, World } from './world.js';

const accept: Message = { type: 'accept', ...slotVote('1 1.n2 a'), configuration: configurationId(1) };
const said = (start: number, batch: number, message: Message = accept) =>
  ({ type: 'told', incarnation: 0, reach: { start, batch }, message }) as const;

/** A world whose node was started for the second time, when its store had come to batch 2. */
async function startedAgain() {
  const world = new World();
  (await world.open()).close();
  const node = await world.start();
  world.saidOfStores.splice(0);
  return { world, node };
}

test('what a replica says to several is one message, until the store has come further', () => {
  const sent: Said[] = [];
  const storage = { start: 1, batch: 1, witnessed: {} };
  const standing = new Standing<string, State, number>({
    ...{ id: n1, incarnation: 0, storage, clock: systemClock, askAgainMs: 1 },
    configurations: () => [],
    send: (_, message) => void sent.push(message),
  });
  standing.send(n2, accept);
  standing.send(n3, accept);
  storage.batch = 2;
  standing.send(n2, accept);
  const poll = { type: 'poll', decided: 0 } as const;
  standing.send(n2, poll);
  expect(sent).toEqual([said(1, 1), said(1, 1), said(1, 2), said(1, 2, poll)]);
  expect(sent[1]).toBe(sent[0]);
});

describe('a node that has started', () => {
  test('neither votes nor polls nor takes proposals before another has answered, and asks again', async () => {
    const world = new World();
    const node = await world.start();
    world.say(n2, said(1, 1));
    await world.rest();
    await expect(node.openSession('n')).resolves.toMatchObject({ type: 'rejected' });
    expect(world.writes).toEqual([]);
    await world.pass(300);
    const started = { type: 'started', incarnation: 0, start: 1 };
    const asked = [n2, n3].map((to) => ({ to, said: started }));
    expect(world.saidOfStores).toEqual([...asked, ...asked]);
    await world.pass(10_000);
    expect(world.types()).toEqual([]);
    world.say(n3, { type: 'witnessed', start: 1, reach: null });
    world.say(n2, said(1, 1));
    await world.rest();
    expect(world.writes).toHaveLength(1);
  });

  test('takes part when what others know is what it has', async () => {
    const { world, node } = await startedAgain();
    world.say(n2, { type: 'witnessed', start: 2, reach: { start: 1, batch: 1 } });
    await world.pass(2_000);
    expect(world.types()).toEqual(['n2 poll', 'n3 poll']);
    expect(node.status.isClosed).toBe(false);
  });

  test.each([
    ['a batch before its start that it lacks', { start: 1, batch: 2 }],
    ['a later start', { start: 3, batch: 2 }],
    ['a batch of this start that it has not written', { start: 2, batch: 3 }],
  ])('stops when another knows %s (D7)', async (_, reach) => {
    const { world, node } = await startedAgain();
    world.say(n2, { type: 'witnessed', start: 2, reach });
    expect(world.reported[0]).toBeInstanceOf(LostBatches);
    expect(node.status.isClosed).toBe(true);
  });

  test('stops when a batch is missing, however often it was started since (each start is a batch)', async () => {
    const { world: before, node: unnoticed } = await startedAgain();
    unnoticed.close();
    const world = new World(before.storage);
    const node = await world.start();
    world.say(n2, { type: 'witnessed', start: 3, reach: { start: 1, batch: 2 } });
    expect(world.reported[0]).toBeInstanceOf(LostBatches);
    expect(node.status.isClosed).toBe(true);
  });

  test('does not count an answer to an earlier start', async () => {
    const { world } = await startedAgain();
    world.say(n2, { type: 'witnessed', start: 1, reach: null });
    await world.pass(2_000);
    expect(world.types()).toEqual([]);
  });

  test('may have lost what only those know who do not answer: it stops when they do', async () => {
    const { world, node } = await startedAgain();
    world.say(n2, { type: 'witnessed', start: 2, reach: null });
    await world.hear(n2, accept);
    await world.sync();
    expect(world.types()).toEqual(['n2 accepted']);
    world.say(n3, { type: 'witnessed', start: 2, reach: { start: 1, batch: 7 } });
    expect(world.reported[0]).toBeInstanceOf(LostBatches);
    expect(node.status.isClosed).toBe(true);
  });
});

describe('a node tells others', () => {
  test('how far its store has come, with every message', async () => {
    const world = new World();
    await world.open();
    const transported: unknown[] = [];
    world.listen = (_, each) => void transported.push(each);
    await world.hear(n2, accept);
    await world.sync();
    expect(transported).toMatchObject([{ type: 'told', incarnation: 0, reach: { start: 1, batch: 2 } }]);
  });

  test('how far it knows their stores to have come, also after it was started again itself', async () => {
    const world = new World();
    const node = await world.open();
    world.say(n2, said(4, 70));
    await world.sync();
    world.saidOfStores.splice(0);
    world.say(n2, { type: 'started', incarnation: 0, start: 5 });
    const told = { to: n2, said: { type: 'witnessed', start: 5, reach: { start: 4, batch: 70 } } };
    expect(world.saidOfStores).toEqual([told]);
    node.close();
    const again = new World(world.storage);
    await again.open();
    again.saidOfStores.splice(0);
    again.say(n2, { type: 'started', incarnation: 0, start: 5 });
    expect(again.saidOfStores).toEqual([told]);
    again.say(n2, { type: 'started', incarnation: 1, start: 1 });
    expect(again.saidOfStores[1]).toMatchObject({ said: { reach: null } });
  });

  test('that they have lost something, when their store goes back, and takes nothing from them', async () => {
    const world = new World();
    await world.open();
    world.say(n2, said(4, 70));
    await world.sync();
    world.saidOfStores.splice(0);
    world.say(
      n2,
      said(5, 60, { type: 'accept', ...slotVote('2 1.n2 a'), configuration: configurationId(1) }),
    );
    expect(world.saidOfStores).toEqual([
      { to: n2, said: { type: 'witnessed', start: 5, reach: { start: 4, batch: 70 } } },
    ]);
    await world.rest();
    expect(world.writes).toEqual([]);
  });

  test('nothing about a message that is late: it is dropped once its sender has started again', async () => {
    const world = new World();
    await world.open();
    world.say(n2, { type: 'started', incarnation: 0, start: 5 });
    world.saidOfStores.splice(0);
    world.say(n2, said(4, 70));
    await world.rest();
    expect(world.writes).toEqual([]);
    expect(world.saidOfStores).toEqual([]);
  });
});

test('a member whose disk was set back stops, and the others go on', async () => {
  const cluster = foundCluster({ name: 'three', members: [n1, n2, n3] });
  const network = memoryNetwork();
  const world = { clock: systemClock, random: Math.random };
  const limits = { ...cluster.limits, electionMs: 60, heartbeatMs: 10, resendMs: 20 };
  const reported: unknown[] = [];
  const disks = new Map<NodeId, MemoryLevel>();
  const boot = async (id: NodeId) => {
    const storage = await openLevel<string, State, number>(disks.get(id)!);
    const report = (error: unknown): void => void reported.push(error);
    return openNode(
      { ...storage.identity, limits, machine, report },
      { ...world, storage, transport: network.join() },
    );
  };
  for (const id of [n1, n2, n3]) {
    disks.set(id, new MemoryLevel());
    await initialiseLevel(disks.get(id)!, cluster, id);
  }
  const nodes = [await boot(n1), await boot(n2), await boot(n3)];
  const client = connect(nodes, world);
  await client.propose('before');
  const copy = await disks.get(n1)!.iterator<string, Uint8Array>(bytes).all();
  await client.propose('after');
  await client.propose('and more');
  nodes[0]!.close();
  await disks.get(n1)!.clear();
  for (const [key, value] of copy) await disks.get(n1)!.put<string, Uint8Array>(key, value, bytes);
  const again = await boot(n1);
  while (!again.status.isClosed) await new Promise<void>((resolve) => systemClock.after(5, resolve));
  expect(reported).toEqual([expect.any(LostBatches)]);
  await expect(connect(nodes.slice(1), world).propose('still')).resolves.toMatchObject({ answer: 4 });
  for (const node of nodes) node.close();
});
