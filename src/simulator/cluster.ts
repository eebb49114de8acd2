/** A whole cluster on one thread: hosts, a network between them, clients, and faults, all in virtual time and from one seed. */
import { match } from 'ts-pattern';
import { memberKey } from '../node/witness.js';
import { configuration, configurationId } from '../paxos/configuration.js';
import { nodeId } from '../paxos/node-id.js';
import { Chance } from './chance.js';
import { type Circumstances, circumstancesFrom } from './circumstances.js';
import { Computer, type Sleep } from './computer.js';
import { Disk } from './disk.js';
import { type Fault, nextFault, showFault } from './fault.js';
import { Host, type Make } from './host.js';
import { Network } from './network.js';
import { registers } from './register.js';
import { type Calls, SimulatedClient } from './simulated-client.js';
import type { Tap } from './tap.js';
import type { Time } from './timeline.js';
import { Watch } from './watch.js';

/** How often a node crashes that crashes again and again. */
const CRASHES = 5;

export interface ClusterOptions {
  readonly seed: number;
  readonly make?: Make;
  readonly tap?: Tap;
  /** What is to be other than the seed draws it. */
  readonly circumstances?: Partial<Circumstances>;
  /** Whether a fault is left out, by its number. */
  readonly isLeftOut?: (fault: number) => boolean;
}

export class Cluster {
  readonly circumstances: Circumstances;
  readonly watch: Watch;
  readonly hosts: readonly Host[];
  readonly clients: readonly SimulatedClient[];
  readonly calls: Calls = [];
  /** The faults that have come. */
  readonly faults: Fault[] = [];
  readonly #network: Network;
  readonly #disks: readonly Disk[];
  readonly #faultChance: Chance;
  readonly #faultChanceOfDisks: Chance;
  #faultNumber = 0;
  #isCalm = false;

  constructor(
    readonly options: ClusterOptions,
    readonly timeline: Time,
  ) {
    const { seed, make = {}, tap } = options;
    const chance = (name: string): Chance => new Chance(seed, name);
    this.circumstances = { ...circumstancesFrom(chance('circumstances')), ...options.circumstances };
    this.#faultChance = chance('faults');
    this.#faultChanceOfDisks = chance('lost ends');
    const { nodes, clients, limits } = this.circumstances;
    const ids = Array.from({ length: nodes }, (_, index) => nodeId(`n${index + 1}`));
    const members = configuration({
      id: configurationId(1),
      members: ids.map((id) => ({ id, incarnation: 0, part: 'voter' })),
    });
    this.#network = new Network(timeline, this.circumstances, chance('network'), chance('crashes'));
    const first = { alpha: limits.alpha!, configuration: members };
    const computers = ids.map((id) => new Computer(timeline, id));
    this.#disks = ids.map(
      (id, index) => new Disk(first, computers[index]!, this.circumstances, chance(`disk of ${id}`)),
    );
    this.watch = new Watch(timeline, this.#disks);
    this.hosts = ids.map(
      (id, index) =>
        new Host(
          { id, incarnation: 0, configuration: members, machine: registers, limits },
          this.#disks[index]!,
          computers[index]!,
          this.#network,
          chance(id),
          this.watch,
          make,
          this.circumstances,
          this.circumstances.isForwarding ? chance(`forwarding of ${id}`) : null,
          tap,
        ),
    );
    this.clients = Array.from(
      { length: clients },
      (_, index) =>
        new SimulatedClient(
          `c${index + 1}`,
          this.hosts,
          timeline,
          this.#network,
          this.circumstances,
          chance(`client ${index + 1}`),
          this.watch,
          this.calls,
        ),
    );
  }

  begin(): void {
    for (const host of this.hosts) host.start();
    for (const client of this.clients)
      client
        .live()
        .catch((error: unknown) => this.watch.fail('no input is refused', `${client.name}: ${error}`));
    this.#planFault();
  }

  /** Ends the faults: the network and the disks are well from now on, and every node runs. */
  calmDown(): void {
    this.#isCalm = true;
    this.#network.isCalm = true;
    for (const disk of this.#disks) disk.heal();
    for (const host of this.hosts) {
      host.isCalm = true;
      host.computer.wakeUp();
      if (host.node?.status.isClosed) host.crash(0);
      host.start();
    }
    for (const client of this.clients) client.calmDown();
  }

  #planFault(): void {
    const { afterMs, fault } = nextFault(this.#faultNumber++, this.circumstances, this.#faultChance);
    const come = (): void => {
      if (this.#isCalm) return;
      // By itself, so that it can be left out of a run without those after it.
      this.timeline.after(0, () => this.#befall(fault), `fault ${fault.number}`);
      this.#planFault();
    };
    this.timeline.after(afterMs, come, 'faults');
  }

  /**
   * The disk of a node has sometimes lost the last of what it had said to be durable: so much that all others have written down
   * that it was there. Fewer might not notice, so it happens to one node only.
   */
  #loseEnd(node: number): void {
    const lost = this.#disks[node]!;
    if (!this.#faultChanceOfDisks.happens(this.circumstances.lostEnd)) return;
    if (this.#disks.some(({ hasLost }) => hasLost)) return;
    const member = memberKey(this.hosts[node]!.options.id, 0);
    const reaches = this.#disks.filter((disk) => disk !== lost).map(({ witnessed }) => witnessed[member]);
    if (reaches.some((reach) => reach?.start !== lost.start)) return;
    if (lost.loseFrom(Math.min(...reaches.map((reach) => reach!.batch))))
      this.options.tap?.note(this.hosts[node]!.options.id, 'has lost the end of what was on its disk');
  }

  /** Lets a computer sleep. Returns what wakes it up. */
  #sleep(host: Host, kind: Sleep): () => void {
    const wakeUp = host.computer.sleep(kind);
    return () => {
      wakeUp();
      const isLed = this.hosts.some((other) => other !== host && other.isLeading);
      if (host.isLeading && isLed) this.watch.saw('a leader woke up while another led');
    };
  }

  #befall(fault: Fault): void {
    if (this.#isCalm || this.options.isLeftOut?.(fault.number)) return;
    const { forMs, kind } = fault;
    const until = (end: () => void): void => void this.timeline.after(forMs, end, `end of ${kind}`);
    const leader = this.hosts.findIndex(({ isLeading }) => isLeading);
    const node = fault.isLeaders && leader !== -1 ? leader : fault.node;
    const other = fault.other === node ? fault.node : fault.other;
    const host = this.hosts[node]!;
    const disk = this.#disks[node]!;
    const [self, peer] = [host.options.id, this.hosts[other]!.options.id];
    this.faults.push(fault);
    if (kind !== 'crash') this.options.tap?.note(self, showFault(fault, self, peer));
    match(kind)
      .with('crash', () => {
        host.crash(forMs);
        this.#loseEnd(node);
      })
      .with('crashes', () => {
        const crash = (left: number): void => {
          if (left === 0 || this.#isCalm) return;
          host.crash(forMs / CRASHES / 10);
          this.timeline.after(forMs / CRASHES, () => crash(left - 1), 'crash again');
        };
        crash(CRASHES);
      })
      .with('cut', () => until(this.#network.cut(self, peer)))
      .with('isolation', () => {
        for (const { options } of this.hosts)
          for (const [from, to] of [
            [self, options.id],
            [options.id, self],
          ] as const)
            until(this.#network.cut(from, to));
      })
      .with('lossyNode', () => until(this.#network.loseMost(self)))
      .with('slowLink', () => until(this.#network.slowDown(self, peer)))
      .with('failedWrite', () => disk.failNext())
      .with('fullDisk', () => until(disk.fill()))
      .with('slowDisk', () => until(disk.slowDown()))
      .with('pause', () => until(this.#sleep(host, 'paused')))
      .with('suspension', () => until(this.#sleep(host, 'suspended')))
      .with('wallStep', () => host.computer.setAhead(forMs))
      .exhaustive();
  }
}
