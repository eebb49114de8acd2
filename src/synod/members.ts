/** The members of a cluster, for a program that changes them. */
import type { Client } from '../node/client.js';
import { type CallOptions, Deadline } from '../node/deadline.js';
import type { MemberChange } from '../node/member-change.js';
import { OutcomeUnknown } from '../node/outcome.js';
import type { Clock } from '../node/ports.js';
import type { Configuration, Governing, Member } from '../paxos/configuration.js';
import { type NodeId, nodeId } from '../paxos/node-id.js';
import { type Cluster, drawIncarnation } from '../storage/identity.js';
import { assertAdding, assertCall, assertMoving, assertName } from './given.js';
import type { Watchers } from './watch.js';

export interface Added {
  readonly id: string;
  /** Where it will listen, as `host:port`. */
  readonly address?: string;
}

export interface MembersOptions {
  readonly cluster: Pick<Cluster, 'cluster' | 'limits'>;
  readonly clock: Clock;
  /** As this member knows them: those that govern, then each change that is decided. */
  readonly configurations: () => readonly Governing[];
  readonly reached: Watchers<unknown, unknown, unknown>['reached'];
  readonly change: Client<unknown, unknown>['change'];
}

/** How long a new member's invitation is waited for. */
const WITHIN_MS = 20_000;

/** Made by {@link Synod}: its `members`. */
export class Members {
  constructor(readonly options: MembersOptions) {}

  /** The members after the last change that this member knows. */
  list(): readonly Member[] {
    return this.#last.members;
  }

  /**
   * Adds a member that has never been, as an observer: it hears of decisions and has no vote. Returns what its store is made of
   * ({@link initialiseStore}), once: a member that has lost its store is removed, and added again.
   *
   * @throws Rejected where it is a member (`memberExists`).
   * @throws OutcomeUnknown where it may have been added or not.
   */
  async add({ id, address }: Added, call: CallOptions = {}): Promise<Cluster> {
    assertAdding({ id, address });
    const incarnation = drawIncarnation();
    const added = { id: named(id, 'members.add'), incarnation, ...(address !== undefined && { address }) };
    const through = await this.#change({ type: 'add', ...added }, call);
    await this.#reach(through, call);
    const { cluster, limits } = this.options.cluster;
    const isIn = ({ members }: Configuration): boolean =>
      members.some((member) => member.id === id && member.incarnation === incarnation);
    const made = this.options.configurations().find((each) => isIn(each.configuration));
    if (made === undefined) throw new OutcomeUnknown('this member has not heard of the change yet');
    const { from, configuration } = made;
    return { cluster, configuration, from, limits };
  }

  /**
   * Gives an observer a vote.
   *
   * @throws Rejected where there is no such member (`noMember`), or it has not caught up or too many others are not there
   *   (`quorumAtRisk`).
   * @throws OutcomeUnknown where that may have happened or not.
   */
  async promote(id: string, call: CallOptions = {}): Promise<void> {
    await this.#change({ type: 'promote', id: named(id, 'members.promote') }, call);
  }

  /**
   * Removes a member. It votes until the change governs, and may be stopped when a majority of the others has caught up.
   *
   * @throws Rejected where there is no such member (`noMember`), or too many others are not there, or an earlier change does not govern
   *   yet and open slots cannot be decided without the member (`quorumAtRisk`): then ask again soon.
   * @throws OutcomeUnknown where that may have happened or not.
   */
  async remove(id: string, call: CallOptions = {}): Promise<void> {
    await this.#change({ type: 'remove', id: named(id, 'members.remove') }, call);
  }

  /**
   * Has the others find a member elsewhere.
   *
   * @throws Rejected where there is no such member (`noMember`).
   * @throws OutcomeUnknown where that may have happened or not.
   */
  async move(id: string, address: string, call: CallOptions = {}): Promise<void> {
    assertMoving({ id, address });
    await this.#change({ type: 'move', id: named(id, 'members.move'), address }, call);
  }

  #change(change: MemberChange, call: CallOptions): Promise<number> {
    assertCall(call);
    return this.options.change(() => {
      const { id, members } = this.#last;
      // Who is to be removed and is not known here may never have been.
      const isKnown = change.type !== 'remove' || members.some((member) => member.id === change.id);
      return isKnown ? { ...change, basedOn: id } : change;
    }, call);
  }

  /** Waits until this member has executed the slot, or is closed, or the time is over. */
  async #reach(slot: number, { withinMs = WITHIN_MS, signal }: CallOptions): Promise<void> {
    const reached = this.options.reached(slot);
    const deadline = new Deadline(this.options.clock, withinMs, signal);
    if ((await deadline.wait(reached.promise, withinMs)) === null) reached.forget();
  }

  get #last(): Configuration {
    return this.options.configurations().at(-1)!.configuration;
  }
}

function named(id: string, where: string): NodeId {
  assertName(id, where);
  return nodeId(id);
}
