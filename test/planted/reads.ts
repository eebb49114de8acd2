/** Reads of a node whose clock stands still, and of one that has started again. */
import { LIMITS } from '#src/paxos/limits.js';
import { Hand, leadingAlone } from '#test/node/hand.js';
import { World } from '#test/node/world.js';
import { n2, n3 } from '#test/unit/paxos/log-words.js';

const HALF_MS = LIMITS.leaseMarginMs / 2;

/** Notices a standstill only by so much more. */
class Lenient extends Hand {
  readonly #begun = this.time - this.monotonic;

  constructor(readonly byMs: number) {
    super();
  }

  override wall = (): number => {
    const stood = this.time - this.monotonic - this.#begun;
    return this.monotonic + this.#begun + Math.max(0, stood - this.byMs);
  };
}

/** Whether a leader answers by its lease after its clock stood still for a little more than half of the margin. */
export async function readsAfterStandstill(share: 'half' | 'whole'): Promise<boolean> {
  const clock = new Lenient(share === 'half' ? 0 : HALF_MS);
  const node = await leadingAlone(clock);
  try {
    const before = await node.read('r', 100);
    if (before.type !== 'answered' || !before.byLease) throw new Error('expected a read by a lease');
    clock.time += HALF_MS + 2;
    const after = await node.read('r', 100);
    return after.type === 'answered' && after.byLease === true;
  } finally {
    node.close();
  }
}

/** Whether a read is answered by what was told of a read from before its node started again. */
export async function countsWhatIsFromBefore(numbered: 'onAndOn' | 'from1'): Promise<boolean> {
  const asked = (world: World): number => {
    const message = world.sent.findLast((each) => each.message.type === 'ask')!.message;
    if (message.type !== 'ask') throw new Error(`expected an ask, got ${message.type}`);
    return message.read;
  };
  const before = new World();
  const earlier = await before.open();
  void earlier.read('r', 100);
  await before.rest();
  const late = asked(before);
  earlier.close();
  const world = new World(before.storage);
  const node = await world.open();
  const reading = node.read('r', 100);
  await world.rest();
  const read = numbered === 'onAndOn' ? late : asked(world);
  for (const id of [n2, n3]) await world.hear(id, { type: 'frontier', read, last: 0, isLeased: true });
  await world.pass(101);
  void node.read('r', 100);
  const reply = await reading;
  node.close();
  return reply.type === 'answered';
}
