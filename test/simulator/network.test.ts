import { expect, test } from 'vitest';
import { limits } from '#src/paxos/limits.js';
import { nodeId } from '#src/paxos/node-id.js';
import { Chance } from '#src/simulator/chance.js';
import { circumstancesFrom } from '#src/simulator/circumstances.js';
import { Network } from '#src/simulator/network.js';
import { Timeline } from '#src/simulator/timeline.js';
import type { Letter } from '#src/simulator/words.js';

/** What comes to n2 of what n1 sends over a network that repeats each message. */
function carried(letter: Letter): readonly Letter[] {
  const timeline = new Timeline();
  const chance = new Chance(1, 'network');
  const network = new Network(
    timeline,
    { ...circumstancesFrom(chance), loss: 0, duplication: 1 },
    chance,
    chance,
  );
  const came: Letter[] = [];
  const [one, other] = ['n1', 'n2'].map((id) => {
    const transport = network.join();
    transport.open({
      hello: { cluster: 'c', id: nodeId(id), incarnation: 0, start: 1, version: 1, limits: limits() },
      objection: () => null,
      receive: (_, message) => void came.push(message),
    });
    return transport;
  });
  one!.send(nodeId('n2'), letter);
  while (timeline.next() !== null);
  other!.close();
  return came;
}

test('a simulated network repeats what nodes say, and nothing that a client asks: its refusal is for good', () => {
  const started: Letter = { type: 'started', incarnation: 0, start: 1 };
  expect(carried(started)).toEqual([started, started]);
  const forward: Letter = { type: 'forward', number: 1, asked: { type: 'openSession', nonce: 'n' } };
  expect(carried(forward)).toEqual([forward]);
});
