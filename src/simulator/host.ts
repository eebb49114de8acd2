/** A computer of the cluster: it outlives its node, which crashes and is started again from the disk. */
import { Forwarding } from '../node/forwarding.js';
import { LostBatches } from '../node/lost-batches.js';
import { openNode } from '../node/node.js';
import type { Transport } from '../node/ports.js';
import { InvalidInput } from '../paxos/invalid-input.js';
import { replicaOf } from '../paxos/replica.js';
import type { Chance } from './chance.js';
import type { Circumstances } from './circumstances.js';
import type { Computer, ComputerClock } from './computer.js';
import { type Disk, DiskError } from './disk.js';
import type { Network } from './network.js';
import type { Tap } from './tap.js';
import type { Watch } from './watch.js';
import type { Entry, Functions, Letter, Node, NodePorts, Options, Storage } from './words.js';

/** How the nodes of a run are made; a mistake is planted here. */
export interface Make {
  readonly replica?: (options: Options) => Functions;
  readonly storage?: (disk: Storage) => Storage;
  /** The ports of a node, where somebody puts himself between. */
  readonly ports?: (ports: NodePorts, options: Options) => NodePorts;
}

/** By how much a clock may be faster or slower than time goes by. */
const DRIFT_MAX = 0.02;

/** How long a client waits for a node, and a node for the leader to whom it has handed on what a client asks. */
export const ATTEMPT_MS = 150;

/** How long a node that has latched shut stays so, on average, until somebody starts it again. */
const LATCHED_MS = 100;

export class Host {
  /** Null while it is down. */
  node: Node | null = null;
  /** The node, as clients ask it. */
  entry: Entry | null = null;
  /** Since the faults have ended: it is started again at once. */
  isCalm = false;
  /** Others have noticed that its disk has lost its end: it takes no part any more. */
  isLost = false;
  #starts = 0;
  /** Somebody may ask for a start while one is under way: two nodes must not share a disk. */
  #isStarting = false;

  constructor(
    readonly options: Options,
    readonly disk: Disk,
    readonly computer: Computer,
    readonly network: Network,
    readonly chance: Chance,
    readonly watch: Watch,
    readonly make: Make,
    readonly circumstances: Circumstances,
    /** Null where it hands nothing on to the leader. */
    readonly forwardingChance: Chance | null,
    readonly tap: Tap | undefined,
  ) {}

  get isLeading(): boolean {
    return this.node?.status.phase === 'leading';
  }

  /** Starts the node, if it is down. */
  start(): void {
    if (this.node !== null || this.#isStarting) return;
    this.#isStarting = true;
    const number = ++this.#starts;
    const storage = this.make.storage?.(this.disk) ?? this.disk;
    const report = (error: unknown): void => {
      if (number === this.#starts) this.#reported(error);
    };
    const options = { ...this.options, cluster: 'simulated', report };
    const clock = this.#clock();
    const transport = this.#transport();
    const forwarding =
      this.forwardingChance &&
      new Forwarding(transport, { clock, random: this.forwardingChance.float, waitMs: ATTEMPT_MS, report });
    const ports = {
      storage,
      transport: forwarding?.transport ?? transport,
      clock,
      random: this.chance.float,
    };
    openNode(options, this.make.ports?.(ports, this.options) ?? ports, this.#watched()).then(
      (node) => {
        this.node = node;
        this.entry = forwarding?.entry(node) ?? node;
        this.#isStarting = false;
        if (number > 1) this.watch.saw('a node started again from what it kept');
      },
      (error: unknown) => this.watch.fail('a node starts from what it kept', String(error)),
    );
  }

  /** Stops the node wherever it is, and starts it again after a while. */
  crash(downMs: number): void {
    const { node } = this;
    if (node === null) return;
    this.node = null;
    const { underWay, kept } = this.disk.crash();
    const torn = underWay > 0 ? `, with ${kept} of ${underWay} batches written` : '';
    this.tap?.note(this.options.id, `crashes${torn}`);
    if (underWay > 0) this.watch.saw('a node crashed with a write under way');
    if (kept > 0 && kept < underWay) this.watch.saw('a crash kept some batches of a write and lost others');
    node.close();
    this.computer.crash();
    this.network.crash(this.options.id);
    this.computer.timeline.after(this.isCalm ? 0 : downMs, () => this.start(), `start of ${this.options.id}`);
  }

  /** The replica's functions, with all eyes on them. */
  #watched(): Functions {
    const { options, watch, tap } = this;
    const { start, step } = (this.make.replica ?? replicaOf)(options);
    return {
      start: (kept) => {
        const started = start(kept);
        tap?.started(options, kept);
        watch.started(options.id, started[0]);
        return started;
      },
      step: (replica, input) => {
        tap?.given(options, input, watch.steps + 1);
        const stepped = step(replica, input);
        watch.stepped(options, replica, input, ...stepped);
        return stepped;
      },
    };
  }

  #transport(): Transport<Letter> {
    const transport = this.network.join();
    return {
      ...transport,
      open: (peer) =>
        transport.open({
          ...peer,
          receive: (from, letter) => this.computer.whenAwake(() => peer.receive(from, letter)),
        }),
      send: (to, letter) => {
        if (letter.type === 'forwarded')
          this.watch.saw('a leader answered a request that was forwarded to it');
        transport.send(to, letter);
      },
    };
  }

  /** Monotonic from an arbitrary start, and a little faster or slower than others, or by as much as is allowed. */
  #clock(): ComputerClock {
    const [least, most] = [1 - DRIFT_MAX, 1 + DRIFT_MAX];
    const [offset, rate] = [this.chance.between(0, 1e6), this.chance.between(least, most)];
    const atBound = rate < 1 ? least : most;
    return this.computer.clock(offset, this.circumstances.isDriftAtBound ? atBound : rate);
  }

  #reported(error: unknown): void {
    const { id } = this.options;
    if (error instanceof DiskError) {
      this.watch.saw('a node latched shut after a failed write');
      this.tap?.note(id, `latches shut: ${error.message}`);
      const forMs = this.isCalm ? 0 : this.chance.exponential(LATCHED_MS);
      this.computer.timeline.after(forMs, () => this.crash(0), `restart of ${id}`);
    } else if (error instanceof LostBatches && this.disk.hasLost) {
      this.isLost = true;
      this.watch.saw('a disk had lost its end, and others noticed');
      this.tap?.note(id, `latches shut: ${error.witness} knows that batches are missing`);
    } else if (error instanceof InvalidInput) this.watch.fail('no input is refused', `${id}: ${error}`);
    else this.watch.fail('no node finds a guarantee broken', `${id}: ${error}`);
  }
}
