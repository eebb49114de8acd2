/** A member that runs another machine than the others is found, and stops: over sockets and with stores. */
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { Divergence } from '#src/node/divergence.js';
import { NodeClosed } from '#src/synod/node-closed.js';
import { Room, type State } from '#test/synod/room.js';
import { until } from '#test/transport/words.js';

const room = new Room();
afterEach(() => room.end());

test('a member with another machine stops with a Divergence, and the others log and count that it differs', async () => {
  await room.found('n1', 'n2', 'n3');
  const lines: Record<string, string[]> = { n1: [], n2: [], n3: [] };
  for (const [name, log] of Object.entries(lines)) {
    await room.close(name);
    const shouting = {
      start: [] as State,
      apply: (words: State, word: string) => [[...words, word.toUpperCase()], words.length + 1] as const,
    };
    await room.open(name, {
      peers: room.peers,
      compareEvery: 4,
      log: pino({}, { write: (line) => void log.push(line) }),
      ...(name === 'n3' && { machine: shouting }),
    });
  }
  for (const word of 'abcdefgh') await room.node('n1').propose(word);
  const { status } = room.node('n3');
  await until(() => room.node('n3').status.isClosed, 'n3 to stop');
  const error = await room
    .node('n3')
    .read('?')
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NodeClosed);
  expect((error as NodeClosed).cause).toBeInstanceOf(Divergence);
  expect(status.voters).toEqual(['n1', 'n2', 'n3']);
  expect(lines.n3!.join('')).toContain('the node has stopped');
  for (const name of ['n1', 'n2']) {
    await until(() => room.node(name).status.compared.differences > 0, 'a difference');
    expect(lines[name]!.join('')).toMatch(
      /"peer":"n3","slot":\d+,"own":"[0-9a-f]{64}","told":"[0-9a-f]{64}".*another member has come to another state/,
    );
    expect(room.node(name).status.isClosed).toBe(false);
  }
  expect(await room.node('n2').propose('on')).toMatchObject({ answer: 9 });
});
