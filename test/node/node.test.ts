import { describe, expect, test } from 'vitest';
import { HELD_BACK_MS } from '#src/node/writing.js';
import { configurationId } from '#src/paxos/configuration.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { LIMITS } from '#src/paxos/limits.js';
import { slot } from '#src/paxos/slot.js';
import { ProtocolViolation } from '#src/paxos/violation.js';
import { decided, decree, n1, n2, n3, n4, slotVote, voters } from '#test/unit/paxos/log-words.js';
import { hearsNone, options, own } from '#test/unit/paxos/replica-words.js';
import { ballot } from '#test/unit/paxos/words.js';
import { leading, type Message, World } from './world.js';

const accept = (shown: string): Message => ({
  type: 'accept',
  ...slotVote(shown),
  configuration: configurationId(1),
});
/** Of which two may be held back. */
const roomy = { ...options.limits, persistsMax: 8 };
const request = (sequence: number) => ({ session: 1, sequence, answered: 0, command: 'a' });

/** Whoever asked has to ask again. */
const unknown = { type: 'unknown', slot: 0 } as const;

describe('a node', () => {
  test('says nothing that rests on a persist before that is durable', async () => {
    const world = new World();
    await world.open();
    await world.hear(n2, accept('1 1.n2 a'));
    expect(world.types()).toEqual([]);
    await world.hear(n2, accept('1 1.n2 a'));
    expect(world.types()).toEqual([]);
    await world.sync();
    expect(world.types()).toEqual(['n2 accepted', 'n2 accepted']);
  });

  test('keeps no more answers for another than have their place, however often that asks while the disk stands still', async () => {
    const world = new World();
    const node = await world.open();
    for (let time = 0; time < 20; time++) await world.hear(n2, accept('1 1.n2 a'));
    const { persistsMax, alpha } = options.limits;
    expect(node.outbox.heldFor(n2)).toBe(persistsMax + alpha);
    await world.hear(n3, accept('1 1.n2 a'));
    await world.sync();
    expect(world.types()).toHaveLength(persistsMax + alpha);
    expect(node.outbox.heldFor(n2)).toBe(0);
    await world.hear(n2, accept('1 1.n2 a'));
    expect(world.types()).toHaveLength(persistsMax + alpha + 1);
  });

  test('has no more clients wait than have their place, however often they ask while the disk stands still', async () => {
    const { node } = await leading();
    const { queueMax, readsMax, proposalsMax } = options.limits;
    const places = queueMax + readsMax + proposalsMax * LIMITS.batchMax;
    const replies = Array.from({ length: places + 2 }, () => node.openSession('n'));
    expect(node.waiting.size).toBe(places);
    expect(await Promise.all(replies.slice(0, 2))).toEqual([unknown, unknown]);
    node.close();
    expect(await Promise.all(replies)).toEqual(replies.map(() => unknown));
  });

  test('writes what has come meanwhile in one go, and lets go of each answer with its own persist', async () => {
    const world = new World();
    await world.open();
    for (const shown of ['1 1.n2 a', '2 1.n2 b', '3 1.n2 c']) await world.hear(n2, accept(shown));
    expect(world.writes.map(({ batches }) => batches.length)).toEqual([1]);
    await world.sync();
    expect(world.types()).toHaveLength(1);
    expect(world.writes.map(({ batches }) => batches.length)).toEqual([2]);
    await world.sync();
    expect(world.types()).toHaveLength(3);
    expect(world.writes).toEqual([]);
  });

  test('holds decisions back for a moment, and writes them with the next vote where one comes', async () => {
    const world = new World();
    await world.open({ limits: roomy });
    const written = () => world.writes.map(({ batches }) => batches.flat().map(({ type }) => type));
    await world.hear(n2, { type: 'decided', ...decided('1 a') });
    expect(written()).toEqual([]);
    await world.hear(n2, accept('2 1.n2 b'));
    expect(written()).toEqual([['decided', 'vote']]);
    await world.sync();
    await world.hear(n2, { type: 'decided', ...decided('2 b') });
    await world.pass(HELD_BACK_MS - 1);
    expect(written()).toEqual([]);
    await world.pass(1);
    expect(written()).toEqual([['decided']]);
  });

  test('does not hold back more decisions than a quarter of the persists that may be under way', async () => {
    const world = new World();
    await world.open({ limits: roomy });
    await world.hear(n2, { type: 'decided', ...decided('1 a') });
    await world.hear(n2, { type: 'decided', ...decided('2 b') });
    expect(world.writes).toEqual([]);
    await world.hear(n2, { type: 'decided', ...decided('3 c') });
    expect(world.writes.map(({ batches }) => batches.length)).toEqual([3]);
  });

  test('writes what it holds back before it ends; one that is closed at once writes nothing more', async () => {
    const world = new World();
    const node = await world.open({ limits: roomy });
    await world.hear(n2, { type: 'decided', ...decided('1 a') });
    const ended = node.end();
    await world.rest();
    expect(world.writes).toHaveLength(1);
    await world.sync();
    await ended;
    expect(node.status.isClosed).toBe(true);
    const other = new World();
    const crashed = await other.open({ limits: roomy });
    await other.hear(n2, { type: 'decided', ...decided('1 a') });
    crashed.close();
    await other.pass(HELD_BACK_MS);
    expect(other.writes).toEqual([]);
  });

  test('ends after two writes at most, even where votes keep coming', async () => {
    const world = new World();
    const node = await world.open();
    await world.hear(n2, accept('1 1.n2 a'));
    await world.hear(n2, accept('2 1.n2 b'));
    const ended = node.end();
    const written: unknown[] = [];
    for (let round = 2; !node.status.isClosed && round < 10; round++) {
      await world.hear(n2, accept(`1 ${round}.n2 a`));
      written.push(world.writes.map(({ batches }) => batches.length));
      await world.sync();
    }
    // The last vote came while the second write was under way.
    expect(written).toEqual([[1], [2]]);
    expect(world.types()).toEqual(['n2 accepted', 'n2 accepted', 'n2 accepted']);
    expect(world.writes).toEqual([]);
    await ended;
  });

  test('looks for no members any more where whoever follows it has closed it', async () => {
    const world = new World();
    const node = await world.open({ follow: () => node.close() });
    const { met } = world;
    expect(met).toBeGreaterThan(0);
    const value = { type: 'configuration', configuration: voters(2, n1, n2, n4) } as const;
    await world.hear(n2, { type: 'decided', slot: slot(1), value });
    expect(node.status).toMatchObject({ isClosed: true, executed: 1 });
    expect(world.met).toBe(met);
  });

  test('sets each timer once, at random within its spread, and gives it in when it runs out', async () => {
    const world = new World();
    await world.open();
    expect(world.timers.map(({ at }) => at)).toEqual([625]);
    await world.pass(624);
    expect(world.types()).toEqual([]);
    await world.pass(1);
    expect(world.types()).toEqual(['n2 poll', 'n3 poll']);
    await world.hear(n2, { type: 'heartbeat', ballot: ballot('1.n2'), decided: 0 });
    expect(world.timers).toHaveLength(1);
  });

  test('asks for votes as soon as its lease has run out where the process of the leader has ended', async () => {
    const lost = async (gone: typeof n2) => {
      const world = new World();
      await world.open({ limits: { ...options.limits, leaseMs: 300 } });
      await world.hear(n2, { type: 'heartbeat', ballot: ballot('1.n2'), decided: 0, asked: 7 });
      await world.pass(60);
      world.peer!.gone!(gone);
      await world.pass(240);
      // By chance a half of what a node waits until it asks.
      await world.pass(62);
      expect(world.types()).toEqual(['n2 heard']);
      await world.pass(1);
      return world.types();
    };
    expect(await lost(n2)).toEqual(['n2 heard', 'n2 poll', 'n3 poll']);
    expect(await lost(n3)).toEqual(['n2 heard']);
  });

  test('answers a client when its command was executed', async () => {
    const { world, node } = await leading();
    expect(node.status).toMatchObject({ phase: 'leading', leader: n1, executed: 0 });
    const opening = node.openSession('n');
    await world.sync();
    const vote = { slot: slot(1), ballot: own, value: { type: 'openSession', nonce: 'n' } } as const;
    await world.hear(n2, { type: 'accepted', ...vote });
    await expect(opening).resolves.toEqual({ type: 'opened', session: 1 });
    expect(node.status).toMatchObject({ executed: 1, state: [] });
  });

  test('tells a client that another leads', async () => {
    const world = new World();
    const node = await world.open();
    await world.hear(n2, { type: 'heartbeat', ballot: ballot('1.n2'), decided: 0 });
    await expect(node.request(request(1))).resolves.toEqual({
      type: 'rejected',
      reason: 'notLeader',
      leader: n2,
    });
  });

  test('goes on at a message that is refused, and reports it; a client’s own mistake is thrown at it', async () => {
    const world = new World();
    const node = await world.open();
    await world.hear(n4, accept('1 1.n4 a'));
    expect(world.reported[0]).toBeInstanceOf(InvalidInput);
    await expect(node.request(request(0))).rejects.toThrow(InvalidInput);
    expect(node.status.isClosed).toBe(false);
  });

  test('refuses a command above valueBytesMax before anything is persisted or sent', async () => {
    const { world, node } = await leading();
    const [writes, sent] = [world.writes.length, world.sent.length];
    world.bytesOf = () => (1 << 20) + 1;
    const asked = node.request(request(1)).catch((error: unknown) => error);
    const refused = await Promise.race([asked, world.rest()]);
    expect(refused).toBeInstanceOf(InvalidInput);
    expect(refused).toMatchObject({
      reason: 'value',
      account: { expected: 'a command of at most 1048576 bytes', got: 'one of 1048577' },
    });
    expect([world.writes.length, world.sent.length]).toEqual([writes, sent]);
    expect(world.reported).toEqual([refused]);
    world.bytesOf = (value) => (value === 'a' ? 1 << 20 : 0);
    void node.request(request(1));
    await world.rest();
    expect(world.writes.length).toBe(writes + 1);
  });

  test('stops where a guarantee does not hold', async () => {
    const world = new World();
    const node = await world.open();
    await world.hear(n2, { type: 'decided', slot: slot(2), value: decree('a') });
    await world.hear(n2, { type: 'decided', slot: slot(2), value: decree('b') });
    expect(world.reported[0]).toBeInstanceOf(ProtocolViolation);
    expect(node.status.isClosed).toBe(true);
  });

  test('latches shut when a write fails: it sends nothing, writes nothing, and says what is not known (D8, D12)', async () => {
    const { world, node } = await leading();
    const before = world.types();
    const opening = node.openSession('n');
    const sent = world.types().length;
    await world.rest();
    world.writes[0]!.fail(new Error('the disk is full'));
    await expect(opening).resolves.toEqual({ type: 'unknown', slot: 0 });
    expect(world.reported).toEqual([new Error('the disk is full')]);
    expect(node.status.isClosed).toBe(true);
    await world.hear(n3, accept('1 9.n3 a'));
    await world.pass(10_000);
    expect(world.types()).toHaveLength(sent);
    expect(sent).toBeGreaterThan(before.length);
    expect(world.writes).toHaveLength(1);
    await expect(node.openSession('m')).resolves.toMatchObject({ type: 'rejected' });
  });

  test('is not heard of after it was closed, even where a write was under way', async () => {
    const world = new World();
    const node = await world.open();
    await world.hear(n2, accept('1 1.n2 a'));
    node.close();
    node.close();
    await world.sync();
    expect(world.types()).toEqual([]);
    expect(world.timers).toEqual([]);
  });

  test('goes on from what its storage has kept', async () => {
    const { world, node } = await leading();
    node.close();
    const again = new World(world.storage);
    await again.open();
    await again.pass(2_000);
    await again.hear(n2, hearsNone);
    expect(again.writes[0]!.batches[0]![0]).toEqual({ type: 'round', round: 2 });
    await again.hear(n2, { type: 'heartbeat', ballot: ballot('1.n0'), decided: 0 });
  });
});
