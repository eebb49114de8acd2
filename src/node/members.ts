/** The members, as one node knows them: who there is, what each has said of itself, and how far each has come. */
import type { Configuration, Governing, Member } from '../paxos/configuration.js';
import { decidedThrough, type Log, openConfigurations } from '../paxos/log.js';
import type { NodeId } from '../paxos/node-id.js';
import { isAcceptor } from '../paxos/quorum.js';
import type { ReplicaMessage } from '../paxos/replica-message.js';
import { type Reply, rejected } from '../paxos/reply.js';
import { WORDS } from '../paxos/versions.js';
import {
  type Hello,
  highestOf,
  type Objection,
  objectionTo,
  type Versions,
  versionOfAll,
} from './handshake.js';
import { changedBy, type MemberChange, type Succession } from './member-change.js';
import type { Peer, Transport } from './ports.js';

/** What a node is in its cluster. A member that was removed does not elect any more. */
export type Membership = Member['part'] | 'removed';

export interface MembersOptions {
  readonly hello: Hello;
  /** The configuration with which its store was made, of which it is a member. */
  readonly first: Configuration;
  readonly log: () => Log<unknown>;
  /** A member that was not heard for so long counts as gone. */
  readonly silentMs: number;
  readonly now: () => number;
  readonly transport: Pick<Transport<never>, 'meet' | 'addressOf'>;
}

/** What a member has last told the leader. */
interface Heard {
  readonly incarnation: number;
  readonly at: number;
  /** How many decrees it lacked. */
  readonly behind: number;
}

export class Members {
  readonly #versions = new Map<NodeId, Versions>();
  readonly #heard = new Map<NodeId, Heard>();
  /** The last configuration of which another member has said that this node is not in it. */
  #strangeTo = 0;
  /** The configurations of which somebody was told. */
  #told = '';

  constructor(readonly options: MembersOptions) {
    this.#versions.set(options.hello.id, options.hello);
  }

  /** Those of the slots that are open, and those that are to come. */
  get configurations(): readonly Configuration[] {
    return this.#open.map(({ configuration }) => configuration);
  }

  /** What this node is: it has learnt it, or another member that knows more has told it. */
  get membership(): Membership {
    const { hello, first } = this.options;
    const known = this.configurations;
    const own = known.map(({ members }) => members.find((member) => isSame(member, hello)));
    const last = known.at(-1)!.id;
    if (this.#strangeTo >= last) return 'removed';
    if (own.some((member) => member !== undefined)) return own[0]?.part ?? 'observer';
    // A new member may learn of the time before it was added.
    return last > first.id ? 'removed' : 'observer';
  }

  /** This node, as its transport knows it. */
  peer<Message>(receive: Peer<Message>['receive'], gone?: Peer<Message>['gone']): Peer<Message> {
    return {
      hello: this.options.hello,
      objection: (other) => this.#objection(other),
      receive,
      ...(gone && { gone }),
      refused: (configuration) => this.#refused(configuration),
    };
  }

  /** The highest version that every member knows; null while one of them has not said. */
  get version(): number | null {
    return versionOfAll(this.configurations, this.#versions);
  }

  /** Whether that member knows the word: of its own it has said which version it speaks. */
  knows(id: NodeId, word: string): boolean {
    const versions = this.#versions.get(id);
    return (WORDS[word] ?? 1) <= (versions === undefined ? 1 : highestOf(versions));
  }

  /** Whom a leader that is going to have no vote lets lead; undefined where it keeps its own, or none can take over yet. */
  get successor(): NodeId | undefined {
    const keepsVote = isAcceptor(this.configurations.at(-1)!.quorums, this.options.hello.id);
    return keepsVote ? undefined : this.heir;
  }

  /** The voter that lacks the least, of those that can take over from this node at once; undefined where none can. */
  get heir(): NodeId | undefined {
    const heirs = this.#staying.filter(
      ({ id }) => id !== this.options.hello.id && this.againstLeading(id) === null,
    );
    const behind = ({ id }: Member): number => this.#heard.get(id)!.behind;
    return heirs.sort((one, other) => behind(one) - behind(other))[0]?.id;
  }

  /** Why that member does not lead in the place of this one; null where nothing speaks against it. */
  againstLeading(id: NodeId): string | null {
    const voters = this.#staying;
    const member = voters.find((each) => each.id === id);
    if (member === undefined) return `the voters are ${voters.map((voter) => voter.id).join(', ')}`;
    const lacks = this.#lacking(member);
    if (lacks !== null) return `${id} ${lacks}`;
    return this.knows(id, 'release') ? null : `the program of ${id} is older`;
  }

  /** Notes how far a member has come that answers the leader, or one that wants to lead. */
  hear(from: NodeId, incarnation: number, message: ReplicaMessage<unknown, unknown, unknown>): void {
    if (message.type !== 'heard' && message.type !== 'promise') return;
    const behind = decidedThrough(this.options.log()) - message.decided;
    this.#heard.set(from, { incarnation, at: this.options.now(), behind });
  }

  /** What a change makes of the last configuration; or the reply, where it is made already, or something speaks against it. */
  change(change: MemberChange | Succession): Configuration | Reply<never> {
    const { transport, hello, log } = this.options;
    if (change.type === 'lead') return this.#succeeded(change.id);
    const after = changedBy(change, {
      configurations: this.configurations,
      lacking: (member) => this.#lacking(member),
      addressOf: (id) => transport.addressOf?.(id),
    });
    if ('reason' in after) return { ...rejected(after.reason, hello.id), why: after.why };
    const last = this.#open.at(-1)!;
    if (after !== last.configuration) return after;
    return { type: 'decided', slot: Math.max(1, last.from - log().alpha) };
  }

  /** What a member says to a change that does not lead: whom to ask, or that it was removed and hears of nobody who leads. */
  elsewhere(leader: NodeId | null): Reply<never> {
    return this.membership === 'removed' ? rejected('removed') : rejected('notLeader', leader);
  }

  /** Tells the transport who the other members are, each where it was last said to be, if that has changed. */
  meet(): void {
    const ids = this.configurations.map(({ id }) => id).join();
    if (ids === this.#told) return;
    this.#told = ids;
    const members = this.configurations.flatMap((each) => each.members);
    const latest = new Map(members.map((member) => [member.id, member]));
    latest.delete(this.options.hello.id);
    this.options.transport.meet?.([...latest.values()]);
  }

  /** What is told of that member's leading. Whoever leads is asked again until it does. */
  #succeeded(id: NodeId): Reply<never> {
    const { hello, log } = this.options;
    if (id === hello.id) return { type: 'decided', slot: Math.max(1, decidedThrough(log())) };
    const why = this.againstLeading(id);
    return why === null ? rejected('notLeader', id) : { ...rejected('cannotLead', hello.id), why };
  }

  /** What speaks against listening to that node. */
  #objection(other: Hello): Objection | null {
    const objection = objectionTo(other, this.options.hello, this.configurations);
    if (objection === null) this.#versions.set(other.id, other);
    return objection;
  }

  /** Another member says that this node is none of that configuration, nor of a later one. Returns whether it was removed. */
  #refused(configuration: number): boolean {
    this.#strangeTo = Math.max(this.#strangeTo, configuration);
    return this.membership === 'removed';
  }

  /** The voters of the first open slot that keep their votes. */
  get #staying(): readonly Member[] {
    const [first, ...later] = this.configurations;
    const quorums = [first!, ...later].map((each) => each.quorums);
    return first!.members.filter(({ id }) => quorums.every((each) => isAcceptor(each, id)));
  }

  get #open(): readonly Governing[] {
    return openConfigurations(this.options.log());
  }

  #lacking({ id, incarnation }: Member): string | null {
    const { hello, log, now, silentMs } = this.options;
    if (id === hello.id) return null;
    const heard = this.#heard.get(id);
    if (heard?.incarnation !== incarnation) return 'has not answered';
    const silent = now() - heard.at;
    if (silent > silentMs) return `has not answered for ${Math.round(silent)} ms`;
    return heard.behind > log().alpha ? `lacks ${heard.behind} decrees` : null;
  }
}

function isSame(one: Pick<Member, 'id' | 'incarnation'>, other: Pick<Member, 'id' | 'incarnation'>): boolean {
  return one.id === other.id && one.incarnation === other.incarnation;
}
