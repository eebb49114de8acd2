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

async function answered(world: World): Promise<void> {
  for (const from of [n2, n3]) await world.hear(from, { type: 'heard', ballot: own, decided: 0 });
}

describe('a leader', () => {
  test('lets a voter lead that has answered lately and knows the word, and says the word to no other', async () => {
    const { world, node } = await leading();
    const lead = (id: typeof n1) => node.change({ type: 'lead', id });
    expect(await lead(n2)).toMatchObject({ reason: 'cannotLead', why: 'n2 has not answered' });
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
    expect(await handOver(node, clock)).toBe(false);
    await answered(world);
    const gone = handOver(node, clock);
    await world.pass(electionMs);
    expect(await gone).toBe(false);
  });
});

test('a node that does not lead has nothing to hand over', async () => {
  const world = new World();
  const node = await world.open();
  expect(await handOver(node, node.ports.clock)).toBe(true);
  expect(world.sent).toEqual([]);
});
