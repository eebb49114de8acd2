/** Members compare their states: one that has come to another one is found, and stops where it cannot be right. */
import { afterEach, describe, expect, test } from 'vitest';
import { connect } from '#src/node/client.js';
import { Comparison } from '#src/node/comparison.js';
import { type Difference, Divergence } from '#src/node/divergence.js';
import type { ComparedMessage } from '#src/node/member-message.js';
import { openNode, type SynodNode } from '#src/node/node.js';
import type { Transport } from '#src/node/ports.js';
import { systemClock } from '#src/node/system-clock.js';
import { wrappedTransport } from '#src/node/wrapped-transport.js';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import type { Machine } from '#src/paxos/machine.js';
import { type NodeId, nodeId } from '#src/paxos/node-id.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { digestInSteps } from '#src/trace/digest.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { until } from '#test/transport/words.js';

type Message = ComparedMessage<string, string, number>;

interface Opened {
  readonly node: SynodNode<string, string, number>;
  readonly comparison: Comparison<string, string, number>;
  readonly differences: Difference[];
  readonly stopped: unknown[];
}

const limits = { alpha: 8, proposalsMax: 8, electionMs: 100, heartbeatMs: 20, resendMs: 40 };
const world = { clock: systemClock, random: Math.random };
const nodes: SynodNode<string, string, number>[] = [];
afterEach(() => {
  for (const node of nodes.splice(0)) node.close();
});

const right: Machine<string, string, number> = {
  start: '',
  apply: (state, word) => [state + word, (state + word).length],
};

/** Comes to something of its own at that word, and answers as the others do. */
function wrong(at: string, own = '!'): Machine<string, string, number> {
  return {
    ...right,
    apply: (state, word) => [state + (word === at ? own : word), (state + word).length],
  };
}

interface Circumstances {
  readonly everySlots?: (id: NodeId) => number;
  readonly digest?: typeof digestInSteps;
  readonly transport?: (under: Transport<Message>, id: NodeId) => Transport<Message>;
}

/** A cluster of so many members, each with its machine. */
async function cluster(
  machines: readonly Machine<string, string, number>[],
  { everySlots = () => 4, digest = digestInSteps, transport = (under) => under }: Circumstances = {},
): Promise<readonly Opened[]> {
  const network = memoryNetwork();
  const members = machines.map(
    (_, index) => ({ id: nodeId(`n${index + 1}`), incarnation: 0, part: 'voter' }) as const,
  );
  const first = configuration({ id: configurationId(1), members });
  const opened = await Promise.all(
    machines.map(async (machine, index): Promise<Opened> => {
      const member = members[index]!;
      const differences: Difference[] = [];
      const stopped: unknown[] = [];
      const comparison = new Comparison<string, string, number>(
        transport(network.join<Message>(), member.id),
        {
          ...world,
          everySlots: everySlots(member.id),
          digest: ({ state, sessions }) => digest([state, sessions]),
          differs: (difference) => void differences.push(difference),
          stop: (error) => {
            stopped.push(error);
            node.close();
          },
        },
      );
      const node = await openNode<string, string, number>(
        {
          ...{ ...member, configuration: first, machine, cluster: 'tests', limits },
          follow: (_, applied) => comparison.follow(applied),
        },
        {
          ...world,
          storage: memoryStorage<string, string, number>({ alpha: 8, configuration: first }),
          transport: comparison.transport,
        },
      );
      comparison.begin(node);
      nodes.push(node);
      return { node, comparison, differences, stopped };
    }),
  );
  await until(() => opened.every(({ node }) => node.status.leader !== null), 'a leader that all hear');
  return opened;
}

/** Has so many words executed, of which the sixth is `f`. */
async function write(opened: readonly Opened[], count: number, signal?: AbortSignal): Promise<void> {
  const client = connect(
    opened.map(({ node }) => node),
    { ...world, withinMs: 10_000 },
  );
  for (let index = 0; index < count; index++)
    await client.propose(String.fromCharCode('a'.charCodeAt(0) + index), { ...(signal && { signal }) });
}

describe('members that come to the same', () => {
  test('find nothing, and know through which slot they have compared', async () => {
    const opened = await cluster([right, right, right]);
    await write(opened, 20);
    await until(() => opened.every(({ comparison }) => comparison.compared.agreed >= 20), 'slot 20');
    expect(opened.flatMap(({ differences, stopped }) => [...differences, ...stopped])).toEqual([]);
  });

  test('compare at the common multiples of their distances', async () => {
    const opened = await cluster([right, right, right], { everySlots: (id) => (id === 'n1' ? 4 : 6) });
    await write(opened, 13);
    await until(() => opened[0]!.comparison.compared.agreed === 12, 'slot 12');
  });

  test('go on while a digest is made, at double the distance for as long as it takes too long', async () => {
    let slowMs = 100;
    const slow: typeof digestInSteps = function* (value) {
      for (const end = performance.now() + slowMs; performance.now() < end; ) yield;
      return yield* digestInSteps(value);
    };
    const told: number[] = [];
    const opened = await cluster([right, right, right], {
      everySlots: () => 1,
      digest: slow,
      transport: (under, id) =>
        wrappedTransport(under, {
          open: (peer) => under.open(peer),
          send: (to, said) => {
            if (id === 'n1' && to === 'n2' && said.type === 'executed') told.push(said.slot);
            under.send(to, said);
          },
        }),
    });
    // However fast slots come, their distance grows until a digest is made within it.
    while (!opened.every(({ comparison }) => comparison.compared.agreed >= 8)) await write(opened, 20);
    slowMs = 0;
    told.length = 0;
    while (!told.some((slot) => told.includes(slot + 1))) await write(opened, 20);
    expect(opened.flatMap(({ differences, stopped }) => [...differences, ...stopped])).toEqual([]);
  });
});

describe('one that comes to another state', () => {
  test('stops, and the others go on and say so (one of three)', async () => {
    const opened = await cluster([right, right, wrong('f')]);
    const [n1, n2, n3] = opened;
    await write(opened, 12);
    await until(() => n3!.stopped.length > 0, 'n3 to stop');
    expect(n3!.stopped).toEqual([expect.any(Divergence)]);
    expect(String(n3!.stopped[0])).toMatch(
      /expected the state after slot 8, with digest [0-9a-f]{12}, to be that of a majority of the voters; got [0-9a-f]{12} from n[12], [0-9a-f]{12} from n[12]\./,
    );
    await write([n1!, n2!], 12);
    expect([n1!.stopped, n2!.stopped]).toEqual([[], []]);
    for (const { differences, comparison } of [n1!, n2!]) {
      expect(differences.map(({ peer }) => peer)).toContain('n3');
      expect(comparison.compared).toEqual({ agreed: expect.any(Number), differences: differences.length });
      expect(comparison.compared.agreed).toBeGreaterThanOrEqual(8);
    }
  });

  test('stops once, where it comes to the slot after all others', async () => {
    const slow: typeof digestInSteps = function* (value) {
      if (JSON.stringify(value).includes('!'))
        for (const end = performance.now() + 200; performance.now() < end; ) yield;
      return yield* digestInSteps(value);
    };
    const opened = await cluster([right, right, wrong('f')], { digest: slow });
    const n3 = opened[2]!;
    await write(opened, 8);
    await until(() => n3.stopped.length > 0, 'n3 to stop');
    expect(n3.stopped).toEqual([expect.any(Divergence)]);
    expect(n3.stopped[0]).toMatchObject({ differences: [{ peer: 'n1' }, { peer: 'n2' }] });
    expect(n3.differences).toHaveLength(1);
  });

  test('stops all where no majority has the same (each of three another, one of two)', async () => {
    for (const machines of [
      [right, wrong('f'), wrong('f', '?')],
      [right, wrong('f')],
    ]) {
      const opened = await cluster(machines);
      // Whoever still waits when they stop is not told what came of it.
      const controller = new AbortController();
      const writing = write(opened, 12, controller.signal).catch(() => {});
      await until(() => opened.every(({ stopped }) => stopped.length > 0), 'all to stop');
      for (const { node } of opened) node.close();
      controller.abort();
      await writing;
    }
  });

  test('goes on where it still may be of the majority, and says so (one of three, and one is away)', async () => {
    const opened = await cluster([right, wrong('f'), right]);
    opened[2]!.node.close();
    const [n1, n2] = opened;
    await write([n1!, n2!], 12);
    await until(() => n1!.differences.length > 0 && n2!.differences.length > 0, 'both to differ');
    expect([...n1!.stopped, ...n2!.stopped]).toEqual([]);
  });

  test('is found by what its table of sessions has, too', async () => {
    const answersWrong = { ...right, apply: (state: string, word: string) => [state + word, -1] as const };
    const opened = await cluster([right, right, answersWrong]);
    await write(opened, 12);
    await until(() => opened[2]!.stopped.length > 0, 'n3 to stop');
  });
});

test('a member whose program does not compare is told no digest, even where a stranger greets in its name', async () => {
  const heard: string[] = [];
  const opened = await cluster([right, right, right], {
    transport: (under, id) => ({
      ...under,
      // As an older program greets, and what it hears.
      open: (peer) => {
        const { compares: _, ...hello } = peer.hello;
        const receive: typeof peer.receive = (from, said) => {
          if (id === 'n3') heard.push(said.type);
          peer.receive(from, said);
        };
        const withStranger: typeof peer.objection = (theirs) => {
          const strangers = { ...peer.hello, id: nodeId('n3'), cluster: 'others', compares: true } as const;
          const objection = peer.objection(theirs);
          expect(peer.objection(strangers)).toMatchObject({ kind: 'cluster' });
          return objection;
        };
        under.open({ ...peer, ...(id === 'n3' && { hello }), objection: withStranger, receive });
      },
    }),
  });
  await write(opened, 12);
  await until(() => opened[0]!.comparison.compared.agreed >= 12, 'slot 12');
  expect(heard).not.toContain('executed');
  expect(heard).toContain('told');
});
