import { expect, test } from 'vitest';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { nodeId } from '#src/paxos/node-id.js';
import { Chance } from '#src/simulator/chance.js';
import { circumstancesFrom } from '#src/simulator/circumstances.js';
import { Network } from '#src/simulator/network.js';
import { Site } from '#src/simulator/site.js';
import { Timeline } from '#src/simulator/timeline.js';

/** Three first voters, who are up. */
function founded(): Site {
  const timeline = new Timeline();
  const chance = (name: string) => new Chance(1, name);
  const circumstances = { ...circumstancesFrom(chance('circumstances')), nodes: 3, changeEveryMs: 50 };
  const network = new Network(timeline, circumstances, chance('network'), chance('crashes'));
  const site = new Site({ circumstances, network, chance, make: {}, tap: undefined }, timeline);
  site.found();
  return site;
}

const [n1, n2] = [
  { id: nodeId('n1'), incarnation: 0 },
  { id: nodeId('n2'), incarnation: 0 },
] as const;

test('a disk is lost for good where three voters are there, and no second one', () => {
  const site = founded();
  expect([site.loseDisk(n1), site.loseDisk(n2)]).toEqual([true, false]);
});

test('a disk is not lost while a voter does not know of the change of members that governs', () => {
  const site = founded();
  const { reference } = site.watch;
  const { configuration: before } = site.memberships.last;
  const after = configuration({ ...before, id: configurationId(2) });
  site.memberships.applied(1, { type: 'configuration', configuration: after });
  reference.applied('n1', 1, { type: 'configuration', configuration: after }, []);
  while (reference.through < site.memberships.last.from)
    reference.applied('n1', reference.through + 1, { type: 'noOp' }, []);
  expect(site.loseDisk(n1)).toBe(false);
});
