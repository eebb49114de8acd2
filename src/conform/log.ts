/** A node's log, as the replica of the book: what is on its disk, and what it may know beside that. */
import type { Decree } from '#spec/16-the-parliament/messages.js';
import { lastOf, type ReplicaContext } from '#spec/17-learning-and-snapshots/replica.js';
import { book, NO_STATE, stepOf } from './book.js';
import { NotAllowed } from './refusal.js';
import { list, showDecree } from './show.js';

/** A snapshot, as traces have it: its state is a digest. */
export interface SnapshotSeen {
  readonly through: number;
  readonly state: string;
}

export interface KeptLog {
  /** The decrees through this slot are left out. */
  readonly base: number;
  /** Those after it, without a hole. */
  readonly decrees: readonly string[];
  readonly beyond: readonly Decree[];
  readonly snapshot: SnapshotSeen | null;
}

export class LogOfNode {
  /** The decrees without a hole below them, from the base on; the machine has the others. */
  readonly #decrees = new Map<number, string>();
  /** What was cut off by the last write: what rests on that write may still tell it. */
  readonly #cut = new Map<number, string>();
  /** What it was told, or has counted, and has not on its disk. */
  readonly #heard = new Map<number, string>();
  readonly #snapshotsHeard: SnapshotSeen[] = [];
  #base: number;
  #snapshot: SnapshotSeen | null;
  #replica: ReplicaContext;

  constructor({ base, decrees, beyond, snapshot }: KeptLog) {
    this.#base = base;
    this.#snapshot = snapshot;
    for (const [index, value] of decrees.entries()) this.#decrees.set(base + index + 1, value);
    this.#replica = replicaAt(base + decrees.length, beyond);
  }

  /** The last slot that is on the disk without a hole. */
  get decided(): number {
    return lastOf(this.#replica);
  }

  /** What the slot is known to hold, on the disk or not yet. */
  known(slot: number): string | undefined {
    return (
      this.#decrees.get(slot) ??
      this.#replica.log.find((decree) => decree.slot === slot)?.value ??
      this.#heard.get(slot) ??
      this.#cut.get(slot)
    );
  }

  /** The last slot that it may know without a hole. */
  get knownThrough(): number {
    let slot = Math.max(this.decided, ...this.#snapshotsHeard.map(({ through }) => through));
    while (this.known(slot + 1) !== undefined) slot++;
    return slot;
  }

  /** Somebody has told it that this is decided, or it has counted the votes. */
  hear(decree: Decree): void {
    const { slot, value } = decree;
    const known = this.known(slot);
    if (known !== undefined && known !== value)
      throw new NotAllowed({
        rule: 'a slot holds one decree',
        expected: showDecree({ slot, value: known }),
        got: showDecree(decree),
        nearest: [`decided ${showDecree({ slot, value: known })}`],
      });
    if (slot > this.decided) this.#heard.set(slot, value);
  }

  hearSnapshot(snapshot: SnapshotSeen): void {
    if (snapshot.through > this.decided) this.#snapshotsHeard.push(snapshot);
  }

  beginWrite(): void {
    this.#cut.clear();
  }

  /** It keeps a decision. */
  keep(decree: Decree): void {
    const nearest = [...this.#heard].map(([slot, value]) => `keep ${showDecree({ slot, value })}`);
    if (this.known(decree.slot) !== decree.value)
      throw new NotAllowed({
        rule: 'a node keeps what it was told is decided, or has a quorum of votes for',
        expected: nearest.join(', ') || 'nothing to keep',
        got: `keep ${showDecree(decree)}`,
        nearest,
      });
    const event = { type: 'decided', from: '', ...decree };
    const taken = stepOf<ReplicaContext, never>(book.replica, this.#local, event);
    if (taken === undefined)
      throw new NotAllowed({
        rule: 'a node keeps a decision once',
        expected: `a slot that is open after ${this.decided}`,
        got: `keep ${showDecree(decree)}`,
        nearest,
      });
    this.#become(taken.context);
  }

  /** It keeps a snapshot: its own, of all that it has executed, or one that it was sent. */
  keepSnapshot(snapshot: SnapshotSeen, base: number): void {
    const isInstalled = snapshot.through > this.decided;
    if (isInstalled) this.#install(snapshot);
    else if (snapshot.through < this.decided || this.decided <= (this.#snapshot?.through ?? 0))
      throw new NotAllowed({
        rule: 'a snapshot is of all that was executed',
        expected: `one through ${this.decided}, above the last one`,
        got: `one through ${snapshot.through}`,
      });
    const least = isInstalled ? snapshot.through : this.#base;
    if (base < least || base > snapshot.through)
      throw new NotAllowed({
        rule: 'a log is cut behind its snapshot, and never grows again at its beginning',
        expected: `a base from ${least} to ${snapshot.through}`,
        got: `${base}`,
      });
    for (let slot = this.#base + 1; slot <= base; slot++) {
      const value = this.#decrees.get(slot);
      if (value !== undefined) this.#cut.set(slot, value);
      this.#decrees.delete(slot);
    }
    this.#base = base;
    this.#snapshot = snapshot;
  }

  /** What is on the disk. */
  get kept(): KeptLog {
    const count = this.decided - this.#base;
    const decrees = Array.from({ length: count }, (_, index) => this.#decrees.get(this.#base + index + 1)!);
    return { base: this.#base, decrees, beyond: this.#replica.log, snapshot: this.#snapshot };
  }

  show(): string {
    const heard = [...this.#heard].map(([slot, value]) => showDecree({ slot, value }));
    const beyond = this.#replica.log.map(showDecree);
    return `decided through ${this.decided}, beyond a hole ${list(beyond)}, told ${list(heard)}`;
  }

  get #local() {
    return { value: NO_STATE, context: this.#replica };
  }

  #install(snapshot: SnapshotSeen): void {
    const { through, state } = snapshot;
    if (!this.#snapshotsHeard.some((one) => one.through === through && one.state === state))
      throw new NotAllowed({
        rule: 'a node takes a snapshot that it was sent',
        expected: this.#snapshotsHeard.map((one) => `one through ${one.through}`).join(', ') || 'none',
        got: `one through ${through}, of other content or unknown`,
      });
    // The book sends it with a promise, and in an answer to one who catches up.
    const event = {
      type: 'promise',
      from: '',
      snapshot: { slot: through, state: [{ slot: through, value: '' }] },
    };
    this.#become(stepOf<ReplicaContext, never>(book.replica, this.#local, event)!.context);
    this.#decrees.delete(through);
  }

  /** What has joined the prefix leaves the machine, which would grow with it. */
  #become({ executed, log }: ReplicaContext): void {
    const before = this.decided;
    for (const { slot, value } of executed) if (slot > before) this.#decrees.set(slot, value);
    const decided = executed.at(-1)?.slot ?? 0;
    this.#replica = replicaAt(
      decided,
      log.filter(({ slot }) => slot > decided),
    );
    for (const slot of this.#heard.keys()) if (slot <= this.decided) this.#heard.delete(slot);
    const isNew = ({ through }: SnapshotSeen): boolean => through > this.decided;
    this.#snapshotsHeard.splice(0, this.#snapshotsHeard.length, ...this.#snapshotsHeard.filter(isNew));
  }
}

/** The replica that has executed all through that slot, of which it remembers the last one. */
function replicaAt(decided: number, log: readonly Decree[]): ReplicaContext {
  const executed = decided === 0 ? [] : [{ slot: decided, value: '' }];
  return { id: '', log, executed, snapshot: null };
}
