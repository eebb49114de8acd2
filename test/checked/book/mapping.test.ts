import { describe, expect, test } from 'vitest';
import { explore } from '#model/index.js';
import { replicaOf } from '#src/paxos/replica.js';
import { explained } from '#test/checked/book/explained.js';
import { imageOf } from '#test/checked/book/node.js';
import { eventsOf } from '#test/checked/book/words.js';
import { disk } from '#test/checked/instances.js';
import { nodeOf } from '#test/checked/node.js';
import { replicas } from '#test/checked/replica-system.js';

const { size } = disk;

describe('a replica seen as a node of chapter 16', () => {
  test('is at first what the machines of the chapter are at first', () => {
    const [node] = nodeOf(size, replicaOf).initial({ id: 'n1' });
    const { leader, acceptor, replica } = imageOf(node, size, []);
    expect(leader.value).toBe('following');
    expect(leader.context).toMatchObject({
      decided: [],
      ballot: null,
      first: 1,
      promises: [],
      proposals: [],
    });
    expect(acceptor).toEqual({ promised: null, votes: [] });
    expect(replica).toEqual({ log: [], executed: [] });
  });

  test('is not explained by stutters alone (no events, or one image for every state)', async () => {
    const { pairs } = await explore(replicas('replicas', size), []);
    const [start] = nodeOf(size, replicaOf).initial({ id: 'n1' });
    const without = explained(pairs(), size, { image: imageOf, events: () => [] });
    const blind = explained(pairs(), size, {
      image: (_, ...given) => imageOf(start, ...given),
      events: () => [],
    });
    expect(without.counts).toEqual([2_126]);
    expect(without.strange.length).toBe(374);
    expect(blind.counts.length).toBe(1);
    expect(blind.strange.length).toBeGreaterThan(0);
    expect(explained(pairs(), size, { image: imageOf, events: eventsOf }).strange).toEqual([]);
  });
});
