/** A computer of the cluster: it outlives its node, which crashes and is started again from the disk, or gives way to another member. */
import { Forwarding } from '../node/forwarding.js';
import { LostBatches } from '../node/lost-batches.js';
import { openNode } from '../node/node.js';
import { OutcomeUnknown } from '../node/outcome.js';
import type { Transport } from '../node/ports.js';
import { InvalidInput, type InvalidReason } from '../paxos/invalid-input.js';
import { limits } from '../paxos/limits.js';
import type { NodeId } from '../paxos/node-id.js';
import { replicaOf } from '../paxos/replica.js';
import type { Chance } from './chance.js';
import type { Circumstances } from './circumstances.js';
import type { Computer, ComputerClock } from './computer.js';
import { type Disk, DiskError } from './disk.js';
import type { Network } from './network.js';
import type { Tap } from './tap.js';
import type { Waiting, Watch } from './watch.js';
import type { Entry, Functions, Input, Letter, Node, NodePorts, Options, Replica, Storage } from './words.js';

/** How the nodes of a run are made; a mistake is planted here. */
export interface Make {
  readonly replica?: (options: Options) => Functions;
  readonly storage?: (disk: Storage) => Storage;
  /** The ports of a node, where somebody puts himself between. */
  readonly ports?: (ports: NodePorts, options: Options) => NodePorts;
  /** The transport of a process, beneath its node and what it hands on to the leader. */
  readonly transport?: (transport: Transport<Letter>) => Transport<Letter>;
}

/** Why a node that is behind refuses what another says that was added since, or was given a vote. */
const OF_MEMBERS: readonly InvalidReason[] = ['stranger', 'ballot'];

/** How long a node that has latched shut stays so, on average, until somebody starts it again. */
const LATCHED_MS = 100;

/** A member as it is installed on a computer, with the disk on which it keeps what it must not forget. */
export interface Installed {
  readonly options: Options;
  readonly disk: Disk;
}

export class Host {
  /** The member whose node runs here; null while there is none. */
  installed: Installed | null = null;
  /** Null while it is down. */
  node: Node | null = null;
  /** The node, as clients ask it. */
  entry: Entry | null = null;
  /** Since the faults have ended: it is started again at once. */
  isCalm = false;
  /** Others have noticed that its disk has lost its end: it takes no part any more. */
  isLost = false;
  /** Of its replica: it is looked at often, and a whole status costs much. */
  #phase: Replica['leader']['phase'] = 'following';
  /** They wait until its node leads. */
  readonly #leading: (() => void)[] = [];
  /** What ends with its process. */
  readonly #within = new Set<() => void>();
  #starts = 0;
  /** Somebody may ask for a start while one is under way: two nodes must not share a disk. */
  #isStarting = false;
  #forwarding: Pick<Forwarding<never, never, never>, 'waiting'> | null = null;

  constructor(
    readonly id: NodeId,
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
    return this.node !== null && this.#phase === 'leading';
  }

  /** Resolves when its node leads. */
  leads(): Promise<void> {
    return this.isLeading ? Promise.resolve() : new Promise((resolve) => void this.#leading.push(resolve));
  }

  /** What is promised to a program in its node's process; an error where that ends before. */
  whileUp<Value>(promised: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const end = (): void => reject(new OutcomeUnknown('its process has ended'));
      this.#within.add(end);
      void promised.then(resolve, reject).then(() => this.#within.delete(end));
    });
  }

  /** From now on that member runs here. */
  install(member: Installed): void {
    if (member.options.incarnation > 0 && this.#starts > 0)
      this.watch.saw('a node joined anew, in another incarnation');
    this.uninstall();
    this.installed = member;
    this.start();
  }

  /** Its member is gone for good, with its disk. */
  uninstall(): void {
    this.#stop();
    this.installed = null;
    this.isLost = false;
  }

  /** Starts the node, if it is down. */
  start(): void {
    const { installed } = this;
    if (this.node !== null || installed === null || this.#isStarting) return;
    this.#isStarting = true;
    const { disk } = installed;
    const number = ++this.#starts;
    const storage = this.make.storage?.(disk) ?? disk;
    const report = (error: unknown): void => {
      if (number === this.#starts) this.#reported(error, installed);
    };
    const options = { ...installed.options, cluster: 'simulated', report };
    const clock = this.#clock();
    const joined = this.#transport();
    const transport = this.make.transport?.(joined) ?? joined;
    const forwarding =
      this.forwardingChance &&
      new Forwarding(transport, {
        clock,
        random: this.forwardingChance.float,
        waitMs: this.circumstances.attemptMs,
        waitingMax: limits(installed.options.limits).queueMax,
        report,
      });
    this.#forwarding = forwarding;
    const ports = {
      storage,
      transport: forwarding?.transport ?? transport,
      clock,
      random: this.chance.float,
    };
    const instead = this.make.ports?.(ports, installed.options) ?? ports;
    openNode(options, instead, this.#watched(installed)).then(
      (node) => {
        this.#isStarting = false;
        if (this.installed !== installed) {
          node.close();
          return;
        }
        this.node = node;
        this.entry = forwarding?.entry(node) ?? node;
        if (disk.start > 1) this.watch.saw('a node started again from what it kept');
      },
      (error: unknown) => this.watch.fail('a node starts from what it kept', String(error)),
    );
  }

  /** Stops the node wherever it is, and starts it again after a while. */
  crash(downMs: number): void {
    if (this.node === null) return;
    this.#stop();
    this.computer.timeline.after(this.isCalm ? 0 : downMs, () => this.start(), `start of ${this.id}`);
  }

  #stop(): void {
    const { node, installed } = this;
    if (node === null || installed === null) return;
    this.node = null;
    const { underWay, kept } = installed.disk.crash();
    const torn = underWay > 0 ? `, with ${kept} of ${underWay} batches written` : '';
    this.tap?.note(this.id, `crashes${torn}`);
    if (underWay > 0) this.watch.saw('a node crashed with a write under way');
    if (kept > 0 && kept < underWay) this.watch.saw('a crash kept some batches of a write and lost others');
    node.close();
    for (const end of this.#within) end();
    this.#within.clear();
    this.computer.crash();
    this.network.crash(this.id);
  }

  /** The replica's functions, with all eyes on them. */
  #watched({ options }: Installed): Functions {
    const { watch, tap } = this;
    const { start, step } = (this.make.replica ?? replicaOf)(options);
    return {
      start: (kept) => {
        const started = start(kept);
        tap?.started(options, kept);
        this.#phase = started[0].leader.phase;
        watch.started(options.id, started[0]);
        return started;
      },
      step: (replica, input) => {
        tap?.given(options, input, watch.steps + 1);
        watch.waiting(options, this.#waiting(input));
        const stepped = step(replica, input);
        this.#phase = stepped[0].leader.phase;
        if (this.#phase === 'leading' && this.#leading.length > 0)
          for (const tell of this.#leading.splice(0)) tell();
        watch.stepped(options, replica, input, ...stepped);
        return stepped;
      },
    };
  }

  /** What waits in the memory of the process, beside its replica: for the disk, of what is said to whoever has said this; and for the cluster. */
  #waiting(input: Input): Waiting {
    const { node } = this;
    const messages = input.type === 'message' ? node?.outbox.heldFor(input.from) : 0;
    return {
      messages: messages ?? 0,
      replies: node?.waiting.size ?? 0,
      forwarded: this.#forwarding?.waiting ?? 0,
    };
  }

  #transport(): Transport<Letter> {
    const transport = this.network.join();
    const handedOn = new Set<number>();
    return {
      ...transport,
      open: (peer) =>
        transport.open({
          ...peer,
          receive: (from, letter) => {
            if (letter.type === 'forwarded' && !handedOn.has(letter.number))
              this.watch.saw('an answer came to a request that an earlier process had handed on');
            this.computer.whenAwake(() => peer.receive(from, letter));
          },
          refused: (configuration) => {
            this.computer.whenAwake(() => peer.refused?.(configuration));
            return false;
          },
        }),
      send: (to, letter) => {
        if (letter.type === 'forward') handedOn.add(letter.number);
        else if (letter.type === 'forwarded')
          this.watch.saw('a leader answered a request that was forwarded to it');
        transport.send(to, letter);
      },
    };
  }

  /** Monotonic from an arbitrary start, and a little faster or slower than others, or by as much as is allowed. */
  #clock(): ComputerClock {
    const { driftMax, isDriftAtBound } = this.circumstances;
    const [least, most] = [1 - driftMax, 1 + driftMax];
    const [offset, rate] = [this.chance.between(0, 1e6), this.chance.between(least, most)];
    const atBound = rate < 1 ? least : most;
    return this.computer.clock(offset, isDriftAtBound ? atBound : rate);
  }

  /** Whether the members have changed, and it does not know of that yet. */
  get #isBehind(): boolean {
    const known = this.node?.status.configurations.at(-1)?.configuration.id;
    return known !== undefined && known < this.watch.memberships.last.configuration.id;
  }

  #reported(error: unknown, { disk }: Installed): void {
    const { id } = this;
    if (error instanceof DiskError) {
      this.watch.saw('a node latched shut after a failed write');
      this.tap?.note(id, `latches shut: ${error.message}`);
      const forMs = this.isCalm ? 0 : this.chance.exponential(LATCHED_MS);
      this.computer.timeline.after(forMs, () => this.crash(0), `restart of ${id}`);
    } else if (error instanceof LostBatches && disk.hasLost) {
      this.isLost = true;
      this.watch.saw('a disk had lost its end, and others noticed');
      this.tap?.note(id, `latches shut: ${error.witness} knows that batches are missing`);
    } else if (error instanceof InvalidInput && this.#isBehind && OF_MEMBERS.includes(error.reason))
      this.watch.saw('a node refused a message of a member whose vote it had not heard of yet');
    else if (error instanceof InvalidInput) this.watch.fail('no input is refused', `${id}: ${error}`);
    else
      this.watch.fail(
        'no node finds a guarantee broken',
        `${id}: ${error}`,
        error instanceof Error ? error.name : undefined,
      );
  }
}
