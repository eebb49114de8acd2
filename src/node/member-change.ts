/** Changes of members: what they make of the members that there are, and what speaks against them. */
import {
  type Configuration,
  type ConfigurationId,
  configuration,
  configurationId,
  type Member,
  memberOf,
} from '../paxos/configuration.js';
import type { NodeId } from '../paxos/node-id.js';
import { hasQuorum, type Quorums } from '../paxos/quorum.js';
import type { Rejection } from '../paxos/reply.js';

export type MemberChange = Based &
  /** Another member, which has no vote yet. */
  (
    | {
        readonly type: 'add';
        readonly id: NodeId;
        readonly incarnation: number;
        readonly address?: string;
      }
    /** An observer gets a vote. */
    | { readonly type: 'promote'; readonly id: NodeId }
    | { readonly type: 'remove'; readonly id: NodeId }
    /** A member is found elsewhere. */
    | { readonly type: 'move'; readonly id: NodeId; readonly address: string }
  );

interface Based {
  /**
   * The configuration that it changes. It is made of no other, so that a change that comes late, or is asked for again, undoes nothing that
   * was decided since. A member that is to be removed is in it. Left out, the change is made of the last one.
   */
  readonly basedOn?: ConfigurationId;
}

/** A voter is to lead. Nothing is decided for it. */
export interface Succession {
  readonly type: 'lead';
  readonly id: NodeId;
}

/** What the leader says against a change of the members, or of the one that leads: no other node would say anything else. */
export const AGAINST: readonly Rejection[] = ['memberExists', 'noMember', 'quorumAtRisk', 'cannotLead'];

/** Why a change is not made. */
export interface Refusal {
  readonly reason: Extract<Rejection, 'memberExists' | 'noMember' | 'quorumAtRisk' | 'outdated'>;
  readonly why: string;
}

/** What the leader knows of the members. */
export interface Knowledge {
  /** Those of the slots that are open, and those that are to come. */
  readonly configurations: readonly Configuration[];
  /** What a member lacks to vote now; null where it lacks nothing. */
  readonly lacking: (member: Member) => string | null;
  /** Where a member is sought that has no address in the configuration. */
  readonly addressOf: (id: NodeId) => string | undefined;
}

/**
 * The configuration that the change makes of the last one; the last one itself where it is made already, so that a change can be
 * asked for again.
 */
export function changedBy(change: MemberChange, knowledge: Knowledge): Configuration | Refusal {
  const last = knowledge.configurations.at(-1)!;
  const { basedOn = last.id } = change;
  const after = made(change, knowledge);
  if ('reason' in after || after === last || basedOn === last.id) return after;
  return { reason: 'outdated', why: `it changes configuration ${basedOn}, and the last one is ${last.id}` };
}

/** What it makes of the last configuration, whichever it is based on. */
function made(change: MemberChange, knowledge: Knowledge): Configuration | Refusal {
  const { configurations } = knowledge;
  const last = configurations.at(-1)!;
  const before = memberOf(last, change.id);
  const isLeaving = before === undefined && configurations.some((each) => memberOf(each, change.id));
  if (change.type === 'add') {
    const { type: _, basedOn: __, ...added } = change;
    if (before?.incarnation === change.incarnation) return last;
    if (before !== undefined)
      return { reason: 'memberExists', why: `${change.id} is a member; remove it first` };
    // Two lives of one node never vote in open slots: the client asks again until the removal governs.
    return isLeaving
      ? { reason: 'outdated', why: `${change.id} is still being removed` }
      : next(last, [...last.members, { ...added, part: 'observer' }], knowledge);
  }
  if (before === undefined) {
    const { type, basedOn = last.id } = change;
    if (type === 'remove' && (isLeaving || basedOn < last.id)) return last;
    return { reason: 'noMember', why: `the members are ${last.members.map(({ id }) => id).join(', ')}` };
  }
  if (change.type === 'remove') {
    const without = last.members.filter((member) => member !== before);
    return stillNeeded(change.id, knowledge) ?? safely(last, without, knowledge);
  }
  const { type, id: _, basedOn: __, ...fields } = change;
  const after: Member = type === 'promote' ? { ...before, part: 'voter' } : { ...before, ...fields };
  if (after.part === before.part && after.address === before.address) return last;
  const lacks = type === 'promote' ? knowledge.lacking(before) : null;
  const members = last.members.map((member) => (member === before ? after : member));
  if (lacks !== null)
    return { reason: 'quorumAtRisk', why: `it would count on ${change.id}, which ${lacks}` };
  return type === 'promote' ? safely(last, members, knowledge) : next(last, members, knowledge);
}

/** Why a member is not removed yet: it may stop when it is, and slots that are open are decided by earlier members, who need it. */
function stillNeeded(id: NodeId, { configurations, lacking }: Knowledge): Refusal | undefined {
  const needing = configurations.slice(0, -1).find(({ members, quorums }) => {
    const ready = members
      .filter((member) => member.id !== id && lacking(member) === null)
      .map((member) => member.id);
    return !canDecide(quorums, ready);
  });
  if (needing === undefined) return undefined;
  return {
    reason: 'quorumAtRisk',
    why: `configuration ${needing.id} still governs, and has no quorum without ${id}; ask again soon`,
  };
}

/** The next configuration, unless it would have no quorum at once. */
function safely(
  last: Configuration,
  members: readonly Member[],
  knowledge: Knowledge,
): Configuration | Refusal {
  const voters = members.filter(({ part }) => part === 'voter');
  if (voters.length === 0) return { reason: 'quorumAtRisk', why: 'there would be no voter' };
  const after = next(last, members, knowledge);
  const lacks = voters.map((voter) => [voter.id, knowledge.lacking(voter)] as const);
  const ready = lacks.filter(([, lack]) => lack === null).map(([id]) => id);
  if (canDecide(after.quorums, ready)) return after;
  const missing = lacks.flatMap(([id, lack]) => (lack === null ? [] : [`${id} ${lack}`]));
  return {
    reason: 'quorumAtRisk',
    why: `it would need ${after.quorums.phase2} of the voters ${voters.map(({ id }) => id).join(', ')}, and ${missing.join('; ')}`,
  };
}

/** Whether these are enough for both phases. */
function canDecide(quorums: Quorums, ids: readonly NodeId[]): boolean {
  return hasQuorum(quorums, 'phase1', ids) && hasQuorum(quorums, 'phase2', ids);
}

/** Everybody's address is in it, so that a new member finds all of them. */
function next(last: Configuration, members: readonly Member[], { addressOf }: Knowledge): Configuration {
  const located = members.map((member) => {
    const address = member.address ?? addressOf(member.id);
    return address === undefined ? member : { ...member, address };
  });
  return configuration({ id: configurationId(last.id + 1), members: located });
}
