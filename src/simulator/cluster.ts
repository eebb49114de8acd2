/** A whole cluster on one thread: hosts, a network between them, clients, and faults, all in virtual time and from one seed. */
import { match } from 'ts-pattern';
import { Chance } from './chance.js';
import { type Circumstances, circumstancesFrom } from './circumstances.js';
import type { Sleep } from './computer.js';
import { type Fault, nextFault, showFault } from './fault.js';
import type { Host, Make } from './host.js';
import { Network } from './network.js';
import { Operator } from './operator.js';
import { Resident } from './resident.js';
import { type Calls, SimulatedClient } from './simulated-client.js';
import { Site } from './site.js';
import type { Tap } from './tap.js';
import type { Time } from './timeline.js';
import type { Watch } from './watch.js';

/** How often a node crashes that crashes again and again. */
const CRASHES = 5;

/** So much later than a computer has woken up its network is there again. */
const NETWORK_LATER_MS = 50;

/** So many change the members at once. */
const OPERATORS = 2;

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
  readonly #site: Site;
  readonly #operators: readonly Operator[];
  readonly #residents: readonly Resident[];
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
    this.#network = new Network(timeline, this.circumstances, chance('network'), chance('crashes'));
    const { circumstances } = this;
    this.#site = new Site({ circumstances, network: this.#network, chance, make, tap }, timeline);
    this.watch = this.#site.watch;
    this.hosts = this.#site.hosts;
    const { clients, changeEveryMs, residentMs: everyMs, alwaysMs, registers, isForwarding } = circumstances;
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
    const { watch, calls, hosts } = this;
    this.#residents =
      everyMs === null
        ? []
        : this.hosts.map((host) => {
            const own = chance(`program of ${host.id}`);
            return new Resident(
              { host, hosts, watch, calls, chance: own, registers, everyMs, alwaysMs, isForwarding },
              timeline,
            );
          });
    this.#operators =
      changeEveryMs === null
        ? []
        : Array.from({ length: OPERATORS }, (_, index) => {
            const name = `operator ${index + 1}`;
            return new Operator(name, this.#site, timeline, this.#network, changeEveryMs, chance(name));
          });
  }

  /** Those of the last members that are not lost. */
  get members(): readonly Host[] {
    const { members } = this.#site.memberships.last.configuration;
    return members.filter((member) => this.#site.isThere(member)).map(({ id }) => this.#site.host(id));
  }

  begin(): void {
    this.#site.found();
    const refused = (name: string) => (error: unknown) =>
      this.watch.fail('no input is refused', `${name}: ${error}`);
    for (const client of this.clients) client.live().catch(refused(client.name));
    for (const resident of this.#residents) resident.work().catch(refused(resident.name));
    for (const operator of this.#operators) operator.work().catch(refused(operator.name));
    this.#planFault();
  }

  /** Ends the faults: the network and the disks are well from now on, and every node runs. */
  calmDown(): void {
    this.#isCalm = true;
    this.#network.isCalm = true;
    for (const host of this.hosts) {
      host.installed?.disk.heal();
      host.isCalm = true;
      host.computer.wakeUp();
      if (host.node?.isClosed) host.crash(0);
      host.start();
    }
    for (const each of [...this.clients, ...this.#residents, ...this.#operators]) each.calmDown();
  }

  #planFault(): void {
    const hazards = { ...this.circumstances, nodes: this.hosts.length };
    const { afterMs, fault } = nextFault(this.#faultNumber++, hazards, this.#faultChance);
    const come = (): void => {
      if (this.#isCalm) return;
      // By itself, so that it can be left out of a run without those after it.
      this.timeline.after(0, () => this.#befall(fault), `fault ${fault.number}`);
      this.#planFault();
    };
    this.timeline.after(afterMs, come, 'faults');
  }

  #loseEnd(host: Host): void {
    if (!this.#faultChanceOfDisks.happens(this.circumstances.lostEnd)) return;
    if (this.#site.loseEnd(host)) this.options.tap?.note(host.id, 'has lost the end of what was on its disk');
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
    const until = (end: () => void, ms = forMs): void => void this.timeline.after(ms, end, `end of ${kind}`);
    const cutOff = (id: string, ms = forMs): void => {
      for (const { id: each } of this.hosts)
        for (const end of [this.#network.cut(id, each), this.#network.cut(each, id)]) until(end, ms);
    };
    const leader = this.hosts.findIndex(({ isLeading }) => isLeading);
    const node = fault.isLeaders && leader !== -1 ? leader : fault.node;
    const other = fault.other === node ? fault.node : fault.other;
    const host = this.hosts[node]!;
    const disk = host.installed?.disk;
    const [self, peer] = [host.id, this.hosts[other]!.id];
    this.faults.push(fault);
    if (kind !== 'crash') this.options.tap?.note(self, showFault(fault, self, peer));
    match(kind)
      .with('crash', () => {
        host.crash(forMs);
        this.#loseEnd(host);
      })
      .with('crashes', () => {
        const crash = (left: number): void => {
          if (left === 0 || this.#isCalm) return;
          host.crash(forMs / 10);
          this.timeline.after(forMs, () => crash(left - 1), 'crash again');
        };
        crash(CRASHES);
      })
      .with('cut', () => until(this.#network.cut(self, peer)))
      .with('isolation', () => cutOff(self))
      .with('blackout', () => {
        for (const each of this.hosts) if (each !== host) each.crash(forMs / 10);
        cutOff(self);
      })
      .with('lossyNode', () => until(this.#network.loseMost(self)))
      .with('slowLink', () => until(this.#network.slowDown(self, peer)))
      .with('failedWrite', () => disk?.failNext())
      .with('fullDisk', () => disk && until(disk.fill()))
      .with('slowDisk', () => disk && until(disk.slowDown()))
      .with('pause', () => until(this.#sleep(host, 'paused')))
      .with('suspension', () => until(this.#sleep(host, 'suspended')))
      .with('pauseAlone', 'suspensionAlone', (alone) => {
        until(this.#sleep(host, alone === 'pauseAlone' ? 'paused' : 'suspended'));
        cutOff(self, forMs + NETWORK_LATER_MS);
      })
      .with('wallStep', () => host.computer.setAhead(forMs))
      .exhaustive();
  }
}
