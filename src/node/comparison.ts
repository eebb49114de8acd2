/**
 * Comparison: every so many slots members tell each other a digest of their states, so that one that has come to another state is found.
 *
 * It stands between a node and its transport, as forwarding does. A member whose state cannot be that of a majority of the voters
 * any more stops; one that still may be in the majority says that another differs, and goes on.
 */
import type { Executed } from '../paxos/execution.js';
import type { NodeId } from '../paxos/node-id.js';
import type { ApplyEffect } from '../paxos/replica-effect.js';
import { type Difference, Divergence } from './divergence.js';
import type { ComparedMessage } from './member-message.js';
import type { SynodNode } from './node.js';
import type { NodeMessage } from './node-message.js';
import type { Clock, Transport } from './ports.js';
import { wrappedTransport } from './wrapped-transport.js';

/** How a state and its sessions become a digest, in steps between which the node does other things. */
export type DigestSteps<State, Answer> = (
  executed: Pick<Executed<State, Answer>, 'state' | 'sessions'>,
) => Iterator<undefined, string>;

export interface ComparisonOptions<State, Answer> {
  readonly clock: Clock;
  /** States are compared after the slots that are multiples of it. Members may have different ones: they meet at common multiples. */
  readonly everySlots: number;
  readonly digest: DigestSteps<State, Answer>;
  /** Is told of each digest that is not this member's. */
  readonly differs: (difference: Difference) => void;
  /** Has the node stop. */
  readonly stop: (error: Divergence) => void;
}

/** What came of the comparisons so far. */
export interface Compared {
  /** The last slot whose digest was found to be the same on another member; 0 for none. */
  readonly agreed: number;
  /** The digests of others that were not this member's. */
  readonly differences: number;
}

/**
 * So many digests are kept of each member, for those that come later to the same slot; beyond it the oldest is left out, and a member that
 * comes there later still is compared at the next. No option: how far they reach back is eight times `compareEvery`, which is one.
 */
const KEPT = 8;
/** So long a digest is made at a time, and so long everything else goes on in between: a tenth of the time is enough. */
const STEP_MS = 2;
const PAUSE_MS = 18;

type Digests = Map<number, string>;

export class Comparison<Command, State, Answer> {
  readonly #own: Digests = new Map();
  readonly #told = new Map<NodeId, Digests>();
  /** The members whose programs compare. */
  readonly #comparing = new Set<NodeId>();
  #node: SynodNode<Command, State, Answer> | undefined;
  #everySlots: number;
  /** While a digest is made: the marks of the least distance that have passed since it was begun. */
  #passed: number | null = null;
  #isClosed = false;
  #cancel = (): void => {};
  #compared: Compared = { agreed: 0, differences: 0 };

  constructor(
    readonly under: Transport<ComparedMessage<Command, State, Answer>>,
    readonly options: ComparisonOptions<State, Answer>,
  ) {
    this.#everySlots = options.everySlots;
  }

  get compared(): Compared {
    return this.#compared;
  }

  /** The transport for the node itself, which sees only what is its own. */
  get transport(): Transport<NodeMessage<Command, State, Answer>> {
    const { under } = this;
    return wrappedTransport(under, {
      open: (peer) =>
        under.open({
          ...peer,
          hello: { ...peer.hello, compares: true },
          objection: (hello) => {
            const objection = peer.objection(hello);
            // What a stranger says of a member does not count.
            if (objection !== null) return objection;
            if (hello.compares) this.#comparing.add(hello.id);
            else this.#comparing.delete(hello.id);
            return null;
          },
          receive: (from, said) => {
            if (said.type !== 'executed') peer.receive(from, said);
            else this.#hear(from, said.slot, said.digest);
          },
        }),
      send: (to, said) => under.send(to, said),
      close: () => {
        this.#isClosed = true;
        this.#cancel();
        under.close();
      },
    });
  }

  begin(node: SynodNode<Command, State, Answer>): void {
    this.#node = node;
  }

  /** Slots were executed. */
  follow(applied: readonly Pick<ApplyEffect<Command, State, Answer>, 'slot' | 'executed'>[]): void {
    for (const { slot, executed } of applied)
      if (this.#passed !== null) {
        if (slot % this.options.everySlots === 0) this.#passed++;
      } else if (slot % this.#everySlots === 0 && this.#others().length > 0) this.#make(slot, executed);
  }

  #make(slot: number, executed: Executed<State, Answer>): void {
    const { clock, digest, everySlots } = this.options;
    const steps = digest(executed);
    this.#passed = 0;
    const go = (): void => {
      for (const end = clock.now() + STEP_MS; ; ) {
        const step = steps.next();
        if (step.done) {
          // Doubled as often as it takes: others may find so large a state as slow, and come to the same slots.
          this.#everySlots = everySlots * 2 ** Math.ceil(Math.log2(this.#passed! + 1));
          this.#passed = null;
          this.#tell(slot, step.value);
          return;
        }
        if (clock.now() >= end) break;
      }
      this.#cancel = clock.after(PAUSE_MS, go);
    };
    go();
  }

  #tell(slot: number, digest: string): void {
    keep(this.#own, slot, digest);
    for (const to of this.#others()) this.under.send(to, { type: 'executed', slot, digest });
    for (const peer of this.#told.keys()) this.#compare(peer, slot);
  }

  #hear(from: NodeId, slot: number, digest: string): void {
    const digests = this.#told.get(from) ?? new Map<number, string>();
    this.#told.set(from, digests);
    keep(digests, slot, digest);
    this.#compare(from, slot);
  }

  #compare(peer: NodeId, slot: number): void {
    // The comparison before may have stopped the node.
    if (this.#isClosed) return;
    const difference = this.#difference(peer, slot);
    if (difference === undefined) return;
    if (difference === null) {
      this.#compared = { ...this.#compared, agreed: Math.max(this.#compared.agreed, slot) };
      return;
    }
    this.#compared = { ...this.#compared, differences: this.#compared.differences + 1 };
    this.options.differs(difference);
    const voters = this.#node?.status.voters ?? [];
    const [first, ...more] = voters.flatMap((voter) => this.#difference(voter, slot) ?? []);
    const same = voters.length - more.length - 1;
    if (first !== undefined && 2 * same <= voters.length) this.options.stop(new Divergence([first, ...more]));
  }

  /** Null where both have come to the same, undefined where one of them has not come to the slot or has not said so. */
  #difference(peer: NodeId, slot: number): Difference | null | undefined {
    const [own, told] = [this.#own.get(slot), this.#told.get(peer)?.get(slot)];
    if (own === undefined || told === undefined) return undefined;
    return own === told ? null : { peer, slot, own, told };
  }

  /** The other members that compare; none for a node that is closed. */
  #others(): readonly NodeId[] {
    if (this.#node === undefined || this.#isClosed || this.#comparing.size === 0) return [];
    const { options, status } = this.#node;
    const members = status.configurations.flatMap(({ configuration }) => configuration.members);
    const ids = new Set(members.map(({ id }) => id));
    return [...ids].filter((id) => id !== options.id && this.#comparing.has(id));
  }
}

/** Keeps one digest more, and not the oldest where they are too many. */
function keep(digests: Digests, slot: number, digest: string): void {
  digests.set(slot, digest);
  if (digests.size > KEPT) digests.delete(digests.keys().next().value!);
}
