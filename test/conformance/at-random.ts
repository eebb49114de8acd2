/**
 * Pairs of the spec's machines at random: any number of acceptors, quorums of any size, many ballots, names that sort
 * otherwise than they are numbered or that are a role's, messages from strangers, and two values in one ballot.
 */
import fc from 'fast-check';
import type { LocalState, Pair } from '#model/index.js';
import { processOfMachine } from '#model/participant/machine.js';
import { acceptorMachine } from '#spec/14-the-synod/acceptor.js';
import { isAbove } from '#spec/14-the-synod/ballot.js';
import { learnerMachine } from '#spec/14-the-synod/learner.js';
import { type ProposerContext, proposerMachine } from '#spec/14-the-synod/proposer.js';
import type { Ballot } from '#src/paxos/ballot.js';
import { nodeId } from '#src/paxos/node-id.js';
import { quorums } from '#src/paxos/quorum.js';
import { type Instance, mappings, type Roles } from './tie.js';
import { quorumSets } from './words.js';

/** One role's run, as pairs, and the instance in which it took place. */
export interface Run {
  readonly role: keyof Roles;
  readonly instance: Instance;
  readonly pairs: readonly Pair[];
}

/** No role may care for names: these do not sort as they are numbered, and some are a role's. */
const ACCEPTORS = ['a1', 'a2', 'a10', 'acceptor', 'B', 'learner'].map(nodeId);
const PROPOSERS = ['p2', 'p10', 'P', 'acceptor'].map(nodeId);
const VALUES = ['olives', 'wine', 'bread', ''];
const ROUNDS = 12;

const anInstance: fc.Arbitrary<Instance> = fc
  .record({ count: fc.integer({ min: 1, max: 6 }), first: fc.nat(), second: fc.nat() })
  .map(({ count, first, second }) => {
    const phase1 = 1 + (first % count);
    const phase2 = count - phase1 + 1 + (second % phase1);
    return {
      quorums: quorums({ acceptors: ACCEPTORS.slice(0, count), phase1, phase2 }),
      rounds: Object.fromEntries(PROPOSERS.map((id) => [id, ROUNDS])),
      ballots: [1, 2, 3].flatMap((round) => PROPOSERS.map((proposer) => ({ round, proposer }))),
    };
  });

/** Numbers of which each event takes what it needs, so that one kind of thing shrinks everything. */
const aDraw = fc.record({
  what: fc.nat(11),
  who: fc.nat(11),
  round: fc.nat(5),
  proposer: fc.nat(3),
  oddity: fc.nat(15),
});
type Draw = typeof aDraw extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** A run of the role. */
export function aRun(role: keyof Roles): fc.Arbitrary<Run> {
  return fc
    .record({ instance: anInstance, draws: fc.array(aDraw, { minLength: 5, maxLength: 30, size: 'max' }) })
    .map(({ instance, draws }) => ({ role, instance, pairs: pairsOf(role, instance, draws) }));
}

type Event = Pair['event'] & Readonly<Record<string, unknown>>;
type Take = (before: LocalState, draw: Draw) => Event;

function pairsOf(role: keyof Roles, instance: Instance, draws: readonly Draw[]): readonly Pair[] {
  const id = role === 'proposer' ? PROPOSERS[draws[0]!.proposer]! : role;
  const [process, take] = participants[role](instance, id);
  const mapping = mappings(instance)[role];
  let [state] = process.initial();
  return draws.map((draw, index): Pair => {
    const before = process.show(state);
    // A proposer that was asked for nothing would do nothing.
    const event = index === 0 && role === 'proposer' ? requestOf(draw) : take(before, draw);
    const outcome = process.step(state, event);
    if (typeof outcome === 'string') return { role, id, before, event, sent: [] };
    const [next, sent] = outcome;
    const pair: Pair = { role, id, before, event, after: process.show(next), sent: sent as Pair['sent'] };
    // Where production does not follow the spec, the run goes on from where production is: where it was.
    const follows = mapping
      .concretise(before)
      .some((concrete) => mapping.deviate?.(pair, concrete as never) === undefined);
    if (follows) state = next;
    return pair;
  });
}

const participants: Readonly<
  Record<
    keyof Roles,
    (instance: Instance, id: string) => readonly [ReturnType<typeof processOfMachine>, Take]
  >
> = {
  acceptor: () => [processOfMachine(acceptorMachine, {}), acceptorEvent],
  proposer: ({ quorums, rounds }, id) => [
    processOfMachine(proposerMachine, { id, quorums: quorumSets(quorums, 'phase1'), rounds: rounds[id]! }),
    (before, draw) => proposerEvent(before.context as ProposerContext, draw),
  ],
  learner: ({ quorums }) => [
    processOfMachine(learnerMachine, { quorums: quorumSets(quorums, 'phase2') }),
    (_, draw) => ({
      type: 'accepted',
      from: acceptorOf(draw),
      ...voteOf({ ...draw, round: draw.round % 3 }),
    }),
  ],
};

function acceptorEvent(_: LocalState, draw: Draw): Event {
  const { ballot, value } = voteOf(draw);
  // From the ballot's proposer, or from another: whoever asks is answered.
  const from = draw.who > 8 ? 'learner' : ballot.proposer;
  return draw.what % 2 === 0 ? { type: 'prepare', from, ballot } : { type: 'accept', from, ballot, value };
}

function proposerEvent({ id, ballot }: ProposerContext, draw: Draw): Event {
  const { what } = draw;
  if (what === 0) return requestOf(draw);
  const begun = ballot?.round ?? 0;
  if (begun === 0 || what < 3) return { type: 'timeout' };
  // Mostly for the ballot that it is in; else for an older one of its own, or for somebody else's.
  const round = what < 10 ? begun : Math.max(1, begun - 1);
  const promised = { round, proposer: what === 11 ? PROPOSERS[draw.proposer]! : nodeId(id) };
  // Few ballots, so that some are reported twice.
  const reported = { round: Math.max(0, begun - (draw.round % 3)), proposer: draw.proposer % 2 };
  const vote = voteOf({ ...draw, ...reported });
  const isReported = draw.oddity % 4 !== 3 && isAbove(promised, vote.ballot);
  return { type: 'promise', from: acceptorOf(draw), ballot: promised, vote: isReported ? vote : null };
}

function requestOf({ round }: Draw): Event {
  return { type: 'request', from: 'c1', value: VALUES[round % VALUES.length]! };
}

/** Mostly one of the acceptors, if there are many; else a stranger. */
function acceptorOf({ who }: Draw): string {
  return ACCEPTORS[who % ACCEPTORS.length]!;
}

/** A vote in that ballot, for the ballot's own value, but for an oddity. */
function voteOf({ round, proposer, oddity }: Draw): { readonly ballot: Ballot; readonly value: string } {
  const value = VALUES[(round + proposer + (oddity < 2 ? 1 : 0)) % VALUES.length]!;
  return { ballot: { round: round + 1, proposer: PROPOSERS[proposer]! }, value };
}
