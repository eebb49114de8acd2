/** A node that is started again from an earlier copy of its disk. */
import { slot } from '#src/paxos/slot.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { World } from '#test/node/world.js';
import { n1, n2, voters } from '#test/unit/paxos/log-words.js';
import type { State } from '#test/unit/paxos/replica-words.js';

const alone = voters(1, n1);
const limits = { alpha: 8, proposalsMax: 1, leaseMs: 0 };

/** The disk of n1, which alone has decided that n2 gets a vote from slot 9 on. */
async function disk(): Promise<ReturnType<typeof memoryStorage<string, State, number>>> {
  const storage = memoryStorage<string, State, number>({ ...limits, configuration: alone });
  const value = { type: 'configuration', configuration: voters(2, n1, n2) } as const;
  await storage.write([[{ type: 'decided', slot: slot(1), value }]]);
  return storage;
}

/**
 * n1 has a session opened, and its disk is set back to before that. It starts again and has another one opened, if nothing keeps it from
 * that: what n2 knows of its disk comes late.
 *
 * Returns the slots in which sessions were opened.
 */
export async function acrossASetback(asked: 'all' | 'first'): Promise<readonly number[]> {
  const opened: number[] = [];
  const open = async (world: World, node: Awaited<ReturnType<World['open']>>): Promise<void> => {
    await world.pass(2_000);
    while (world.writes.length > 0 && node.status.phase !== 'leading') await world.sync();
    const reply = node.openSession('n');
    while (world.writes.length > 0) await world.sync();
    const told = await reply;
    if (told.type === 'opened') opened.push(told.session);
  };
  const before = new World(await disk());
  const earlier = await before.open({ configuration: alone, limits });
  await open(before, earlier);
  earlier.close();
  const { start, batch } = before.storage;
  const setBack = await disk();
  await setBack.load();
  const world = new World(setBack);
  // Who is not asked is taken to know of nothing.
  const node = await world[asked === 'all' ? 'start' : 'open']({ configuration: alone, limits });
  await open(world, node);
  world.say(n2, { type: 'witnessed', start: setBack.start, reach: { start, batch } });
  if (!node.status.isClosed) throw new Error('expected a node that is told what it has lost to stop');
  return opened;
}
