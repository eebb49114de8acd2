import { describe, expect, test } from 'vitest';
import { handOver } from '#src/node/hand-over.js';
import { LIMITS } from '#src/paxos/limits.js';
import { n1, n2, n3 } from '#test/unit/paxos/log-words.js';
import { hearsNone, own, promise } from '#test/unit/paxos/replica-words.js';
import { ballot } from '#test/unit/paxos/words.js';
import { World } from './world.js';

const { electionMs } = LIMITS;

/** n1 leads; n2 knows what the second version has brought, and n3 does not. */
async function leading() {
  const world = new World();
  const node = await world.open();
  world.objection({ id: n2 });
  world.objection({ id: n3, version: 1, versionMax: 1 });
  await world.pass(2 * electionMs);
  await world.hear(n2, hearsNone);
  await world.sync();
  await world.hear(n2, promise);
  expect(node.status.phase).toBe('leading');
  return { world, node, clock: node.ports.clock };
}

async function answered(world: World, decided = 0): Promise<void> {
  for (const from of [n2, n3]) await world.hear(from, { type: 'heard', ballot: own, decided });
}

describe('a leader', () => {
  test('lets a voter lead that has answered lately and knows the word, and says the word to no other', async () => {
    const { world, node } = await leading();
    const lead = (id: typeof n1) => node.change({ type: 'lead', id });
    // n2 has promised, and n3 has said nothing.
    expect(await lead(n3)).toMatchObject({ reason: 'cannotLead', why: 'n3 has not answered' });
    await answered(world);
    expect(await lead(n3)).toMatchObject({ reason: 'cannotLead', why: 'the program of n3 is older' });
    expect(await lead(n1)).toEqual({ type: 'decided', slot: 1 });
    expect(world.types()).not.toContain('n2 release');
    expect(await lead(n2)).toMatchObject({ reason: 'notLeader', leader: n2 });
    expect(world.types().filter((said) => said.includes('release'))).toEqual(['n2 release']);
  });

  test('that is to go waits until it hears of the other', async () => {
    const { world, node, clock } = await leading();
    await answered(world);
    const gone = handOver(node, clock);
    expect(world.types()).toContain('n2 release');
    await world.hear(n2, { type: 'heartbeat', ballot: { ...ballot('2.n2'), incarnation: 0 }, decided: 0 });
    await world.pass(10);
    expect(await gone).toBe(true);
  });

  test('that is to go waits for nobody where none can take over, and no longer than an election takes', async () => {
    const { world, node, clock } = await leading();
    await world.pass(electionMs / 2);
    await world.hear(n3, { type: 'heard', ballot: own, decided: 0 });
    await world.pass(electionMs / 2 + 1);
    expect(node.status.phase).toBe('leading');
    // n2 has been silent for too long.
    expect(await handOver(node, clock)).toBe(false);
    expect(world.types()).not.toContain('n2 release');
    await answered(world);
    const gone = handOver(node, clock);
    await world.pass(electionMs);
    expect(await gone).toBe(false);
  });
});

describe('a leader that is removed', () => {
  /** Its removal is decided, of which the others have not heard yet. */
  async function removed(world: World, node: Awaited<ReturnType<typeof leading>>['node']): Promise<void> {
    const changing = node.change({ type: 'remove', id: n1 });
    const { message } = world.sent.findLast((each) => each.message.type === 'accept')!;
    if (message.type !== 'accept') throw new Error(`expected an accept, got ${message.type}`);
    const { configuration: _, ...vote } = message;
    await world.sync();
    await world.hear(n3, { ...vote, type: 'accepted' });
    expect(await changing).toMatchObject({ type: 'decided' });
  }

  test('lets a voter lead that keeps its vote, when that is decided and before it governs', async () => {
    const { world, node } = await leading();
    await answered(world);
    await removed(world, node);
    // n3 would not know the word.
    expect(world.types().filter((said) => said.includes('release'))).toEqual(['n2 release']);
    const [release] = world.sent.flatMap(({ message }) => (message.type === 'release' ? [message] : []));
    expect(release).toMatchObject({ to: n2 });
    expect(node.status).toMatchObject({ phase: 'leading', voters: [n1, n2, n3] });
  });
});

test('a node that does not lead has nothing to hand over', async () => {
  const world = new World();
  const node = await world.open();
  expect(await handOver(node, node.ports.clock)).toBe(true);
  expect(world.sent).toEqual([]);
});
