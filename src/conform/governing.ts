/** What a node has to know of who governs a slot before it acts there, and whom it may ask: the rules of chapter 24. */
import type { SlotVote } from '../paxos/log-message.js';
import { nameOf, type Voters } from './members.js';
import type { BookMessage } from './messages.js';
import { type Parts, reachOf } from './parts.js';
import { NotAllowed } from './refusal.js';
import { ballotName, showVote } from './show.js';
import { voteOf } from './words.js';

/** The node's leader has proposed that decree: it knows who governs the slot, and has asked those in phase 1. */
export function propose(parts: Parts, given: SlotVote<unknown>): void {
  const { leader, log, members } = parts;
  const vote = voteOf(given);
  const { ballot, slot, value } = vote;
  leader.propose(ballot, slot, value, (at) => log.known(at));
  assertInReach(parts, slot, `accept ${showVote(vote)}`);
  const [asked, governing] = [leader.voters!, members.at(slot)];
  if (asked.id === governing.id) return;
  throw new NotAllowed({
    rule: 'a leader proposes in the slots of those alone whom it has asked in phase 1',
    expected: `another ballot for ${members.show(slot)}`,
    got: `accept ${showVote(vote)}, in a ballot for ${nameOf(asked)}`,
    nearest: [`a round above ${ballot.round}, and prepare from the first open slot`],
  });
}

/** Who acts in a slot knows what is decided through α slots before it, since that says who governs the slot. */
export function assertInReach(parts: Parts, slot: number, got: string, reach = reachOf(parts)): void {
  if (slot <= reach) return;
  throw new NotAllowed({
    rule: 'who acts in a slot knows every decree through α slots before it',
    expected: `a slot through ${reach}: everything is known through ${parts.log.knownThrough}`,
    got,
  });
}

/** A request names those who govern its slot, and goes to one of them. */
export function assertAsks({ members }: Parts, slot: number, to: string, named: number): void {
  const voters = members.at(slot);
  assertNamed(voters, slot, named);
  if (voters.names.some((name) => name === to)) return;
  throw new NotAllowed({
    rule: 'a leader asks those who govern the slot, and nobody else',
    expected: `one of ${nameOf(voters)}`,
    got: `a request to ${to}`,
  });
}

/** A promise answers a prepare for the same configuration, of whose first slot the node knows who governs it. */
export function assertPromises(
  parts: Parts,
  { ballot, decided, configuration }: Extract<BookMessage, { readonly type: 'promise' }>,
  asked: { readonly first: number; readonly configuration: number },
): void {
  const { first } = asked;
  const reach = parts.members.reach(decided);
  assertInReach(parts, first, `a promise ${ballotName(ballot)} from slot ${first} on`, reach);
  if (configuration === asked.configuration) return;
  throw new NotAllowed({
    rule: 'a promise is for the configuration that was asked',
    expected: `configuration ${asked.configuration}`,
    got: `configuration ${configuration}`,
  });
}

function assertNamed(voters: Voters, slot: number, named: number): void {
  if (named === voters.id) return;
  throw new NotAllowed({
    rule: 'a request names the configuration that governs its slot',
    expected: `${nameOf(voters)}, for slot ${slot}`,
    got: `configuration ${named}`,
  });
}
