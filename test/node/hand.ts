/** Clocks that a test sets by hand, and a node that leads alone by them. */
import { openNode, type SynodNode } from '#src/node/node.js';
import type { NodeClock } from '#src/node/ports.js';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { replicaOf } from '#src/paxos/replica.js';
import { memoryStorage } from '#src/storage/memory-storage.js';
import { memoryNetwork } from '#src/transport/memory-network.js';
import { until } from '#test/transport/words.js';
import { n1 } from '#test/unit/paxos/log-words.js';
import { machine, type State } from '#test/unit/paxos/replica-words.js';

/** Both clocks, as a test sets them, and the timers that nobody lets run out but the test. */
export class Hand implements NodeClock {
  monotonic = 1_000;
  time = 5_000_000;
  readonly timers: (() => void)[] = [];
  readonly now = (): number => this.monotonic;
  wall = (): number => this.time;

  after(_ms: number, callback: () => void): () => void {
    this.timers.push(callback);
    return () => {};
  }

  turn(callback: () => void): void {
    queueMicrotask(callback);
  }

  pass(ms: number): void {
    this.monotonic += ms;
    this.time += ms;
  }
}

/** A node that leads alone, and holds a lease. */
export async function leadingAlone(
  clock: Hand,
  whileItReads = (): void => {},
): Promise<SynodNode<string, State, number>> {
  const members = configuration({
    id: configurationId(1),
    members: [{ id: n1, incarnation: 0, part: 'voter' }],
  });
  const limits = { alpha: 8, proposalsMax: 8 };
  const options = { id: n1, incarnation: 0, configuration: members, machine, cluster: 'tests', limits };
  const functions = replicaOf<string, State, number>({
    ...options,
    machine: {
      ...machine,
      apply: (state, command) => {
        whileItReads();
        return machine.apply(state, command);
      },
    },
  });
  const storage = memoryStorage<string, State, number>({ alpha: 8, configuration: members });
  const ports = { clock, random: () => 0, storage, transport: memoryNetwork().join<never>() };
  const node = await openNode(options, ports, functions);
  clock.timers.at(-1)!();
  await until(() => node.status.phase === 'leading', 'a leader');
  return node;
}
