/** The computers of a cluster and the disks in them: which member is where, and what is left of those that are gone. */
import { memberKey } from '../node/witness.js';
import { type Configuration, configuration, configurationId, type Member } from '../paxos/configuration.js';
import type { LogOptions } from '../paxos/log.js';
import { nodeId } from '../paxos/node-id.js';
import type { Chance } from './chance.js';
import type { Circumstances } from './circumstances.js';
import { Computer } from './computer.js';
import { Disk } from './disk.js';
import { Host, type Make } from './host.js';
import { Memberships } from './memberships.js';
import type { Network } from './network.js';
import { registers } from './register.js';
import type { Tap } from './tap.js';
import type { Time } from './timeline.js';
import { Watch } from './watch.js';

/** A member in one of its lives. */
type Life = Pick<Member, 'id' | 'incarnation'>;

export interface SiteOptions {
  readonly circumstances: Circumstances;
  readonly network: Network;
  readonly chance: (name: string) => Chance;
  readonly make: Make;
  readonly tap: Tap | undefined;
}

/** How many computers there are for members that are added. */
const SPARE = 2;

/** With so many voters one can be lost for good. */
const VOTERS_TO_LOSE_ONE = 3;

export class Site {
  readonly hosts: readonly Host[];
  readonly memberships: Memberships;
  readonly watch: Watch;
  readonly #first: Configuration;
  /** Those that are gone included. */
  readonly #disks = new Map<string, Disk>();
  #incarnations = 0;

  constructor(
    readonly options: SiteOptions,
    readonly timeline: Time,
  ) {
    const { circumstances, network, chance, make, tap } = options;
    const { nodes, limits, isForwarding, changeEveryMs } = circumstances;
    const computers = nodes + (changeEveryMs === null ? 0 : SPARE);
    const ids = Array.from({ length: computers }, (_, index) => nodeId(`n${index + 1}`));
    this.#first = configuration({
      id: configurationId(1),
      members: ids.slice(0, nodes).map((id) => ({ id, incarnation: 0, part: 'voter' })),
    });
    this.memberships = new Memberships(this.#first, limits.alpha!);
    this.watch = new Watch(timeline, this.memberships, (member) => this.#diskOf(member));
    this.hosts = ids.map(
      (id) =>
        new Host(
          id,
          new Computer(timeline, id),
          network,
          chance(id),
          this.watch,
          make,
          circumstances,
          isForwarding ? chance(`forwarding of ${id}`) : null,
          tap,
        ),
    );
  }

  /** The first members run from now on. */
  found(): void {
    for (const { id } of this.#first.members) this.install({ id, incarnation: 0 });
  }

  /** A number that no life of a node had. */
  nextIncarnation(): number {
    return ++this.#incarnations;
  }

  /** A member runs on its computer from now on, with a store that is made of the configuration that has added it. */
  install(life: Life): void {
    const { limits } = this.options.circumstances;
    const added = this.memberships.firstWith(life)!;
    const isMember = this.memberships.last.configuration.members.some(
      ({ id, incarnation }) => id === life.id && incarnation === life.incarnation,
    );
    // Whoever has added it may hear of that when another has removed it, and has added one more life of the node.
    if (!isMember) return;
    const options = { ...life, ...added, machine: registers, limits };
    const host = this.host(life.id);
    const disk = this.#newDisk(life, host.computer, { alpha: limits.alpha!, ...added });
    host.install({ options, disk });
  }

  host(id: string): Host {
    return this.hosts.find((host) => host.id === id)!;
  }

  /** Whether a member has its disk, and runs or will run again. */
  isThere({ id, incarnation }: Life): boolean {
    const { installed, isLost } = this.host(id);
    return installed?.options.incarnation === incarnation && !isLost;
  }

  /** Clears a computer where no member is in need of it; says whether it is clear. */
  vacate(host: Host): boolean {
    const isWanted = this.#configurations.some(({ members }) => members.some(({ id }) => id === host.id));
    // What was decided with the votes of a member that was removed has to be known by a quorum of the others first.
    if (isWanted || !this.#hasCaughtUp() || !this.#allKnowWhoGoverns) return false;
    host.uninstall();
    return true;
  }

  /** The disk of a member is lost for good, where the others can do without it; says whether it is. */
  loseDisk(life: Life): boolean {
    if (!this.isThere(life) || !this.#canLoseOne) return false;
    this.watch.saw('a disk was lost for good');
    this.options.tap?.note(life.id, 'has lost its disk');
    this.host(life.id).uninstall();
    return true;
  }

  /**
   * The disk of a node has lost the last of what it had said to be durable: so much that all others have written down that it was
   * there. Fewer might not notice. Says whether it has.
   */
  loseEnd({ installed, id }: Host): boolean {
    if (installed === null || !this.#canLoseOne) return false;
    const { disk, options } = installed;
    const others = this.#configurations
      .flatMap(({ members }) => members)
      .filter((member) => member.id !== id);
    const reaches = others.map((other) => this.#diskOf(other)?.witnessed[memberKey(id, options.incarnation)]);
    if (reaches.some((reach) => reach?.start !== disk.start)) return false;
    return disk.loseFrom(Math.min(...reaches.map((reach) => reach!.batch)));
  }

  /**
   * Whether a quorum is left where one more is lost, whichever of the last changes comes to govern. A disk that has lost its end counts as lost
   * even before that is noticed.
   */
  get #canLoseOne(): boolean {
    const isWhole = (voter: Life): boolean => this.isThere(voter) && !this.#diskOf(voter)?.hasLost;
    const isLeft = this.#configurations.every(({ members }) => {
      const voters = members.filter(({ part }) => part === 'voter');
      return voters.length >= VOTERS_TO_LOSE_ONE && voters.every(isWhole);
    });
    return isLeft && this.#allKnowWhoGoverns;
  }

  /** Whether all members know who governs now. One that does not would wait after a start for a majority of those who did before. */
  get #allKnowWhoGoverns(): boolean {
    const { from } = this.memberships.after(this.watch.reference.through)[0]!;
    const members = this.#configurations.flatMap((each) => each.members);
    return members
      .filter((member) => this.isThere(member))
      .every((member) => this.#diskOf(member)!.decided >= from - 1);
  }

  /** Whether a quorum of the last members knows all slots that others govern. */
  #hasCaughtUp(): boolean {
    const { from, configuration } = this.memberships.last;
    const voters = configuration.members.filter(({ part }) => part === 'voter');
    const knowing = voters.filter((voter) => (this.#diskOf(voter)?.decided ?? 0) >= from - 1);
    return 2 * knowing.length > voters.length;
  }

  /** Those of the slots that somebody may still act in. */
  get #configurations(): readonly Configuration[] {
    return this.memberships.after(this.watch.reference.through).map(({ configuration }) => configuration);
  }

  #diskOf({ id, incarnation }: Life): Disk | undefined {
    return this.#disks.get(memberKey(nodeId(id), incarnation));
  }

  #newDisk({ id, incarnation }: Life, computer: Computer, first: LogOptions): Disk {
    const name = incarnation === 0 ? id : `${id} in incarnation ${incarnation}`;
    const disk = new Disk(
      first,
      computer,
      this.options.circumstances,
      this.options.chance(`disk of ${name}`),
    );
    this.#disks.set(memberKey(id, incarnation), disk);
    return disk;
  }
}
