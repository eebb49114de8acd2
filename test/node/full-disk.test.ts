import { describe, expect, test } from 'vitest';
import { configurationId } from '#src/paxos/configuration.js';
import { n1, n2, n3, slotVote } from '#test/unit/paxos/log-words.js';
import { ballot } from '#test/unit/paxos/words.js';
import { leading, type Message, nothingSince, World } from './world.js';

const accept = (shown: string): Message => ({
  type: 'accept',
  ...slotVote(shown),
  configuration: configurationId(1),
});
const request = (sequence: number) => ({ session: 1, sequence, answered: 0, command: 'a' });

describe('a node whose disk is nearly full', () => {
  test('takes no proposals, but votes and answers reads', async () => {
    const { world, node } = await leading();
    world.isNearlyFull = true;
    const rejected = { type: 'rejected', reason: 'diskFull', leader: null };
    await expect(node.openSession('n')).resolves.toEqual(rejected);
    await expect(node.request(request(1))).resolves.toEqual(rejected);
    await world.rest();
    expect(world.writes).toEqual([]);
    const read = node.read('r', 100);
    await Promise.resolve();
    await world.hear(n2, nothingSince(world));
    await expect(read).resolves.toMatchObject({ answer: 1 });
    await world.hear(n3, accept('1 9.n3 a'));
    expect(world.writes).toHaveLength(1);
    world.isNearlyFull = false;
    await expect(node.openSession('n')).resolves.toMatchObject({ reason: 'notLeader' });
  });

  test('leaves it to others to lead, until there is space again', async () => {
    const { world, node } = await leading();
    const before = world.types().length;
    world.isNearlyFull = true;
    for (let seconds = 0; seconds < 10; seconds++) await world.pass(1_000);
    expect(node.status.phase).toBe('following');
    expect(world.types().slice(before)).toEqual([]);
    world.isNearlyFull = false;
    for (let seconds = 0; seconds < 10; seconds++) await world.pass(1_000);
    expect(world.types().slice(before)).toContain('n2 poll');
  });

  test('does not take over, until there is space again', async () => {
    const world = new World();
    const node = await world.open();
    const theirs = ballot('2.n2');
    const release = { type: 'release', ballot: { ...theirs, incarnation: 0 }, asked: 0, to: n1 } as const;
    await world.hear(n2, { type: 'heartbeat', ballot: release.ballot, decided: 0 });
    world.isNearlyFull = true;
    await world.hear(n2, release);
    expect(node.status.phase).toBe('following');
    expect(world.writes).toEqual([]);
    world.isNearlyFull = false;
    await world.hear(n2, release);
    expect(node.status.phase).toBe('preparing');
  });
});
