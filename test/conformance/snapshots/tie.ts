/** Chapter 17 tied to production: the functions by which a replica learns, catches up and leaves out the beginning of its log. */
import { acceptorsOf } from '#spec/16-the-parliament/size.js';
import { leaderMachine } from '#spec/17-learning-and-snapshots/leader.js';
import { oneCompacts } from '#spec/17-learning-and-snapshots/sizes.js';
import { caughtUp, decisionsOf } from '#src/paxos/catch-up.js';
import { decide } from '#src/paxos/log.js';
import { forgetVotes, stepLogAcceptor } from '#src/paxos/log-acceptor.js';
import { stepLogLeader } from '#src/paxos/log-leader.js';
import { receive } from '#src/paxos/receiving.js';
import { keep } from '#src/paxos/record.js';
import { installed, snapshotOf, truncated } from '#src/paxos/snapshot.js';
import { type Comparer, comparer } from '../compare.js';
import { leaderMapping } from '../parliament/leader.js';
import { comparersOf as comparersOfChapter16 } from '../parliament/tie.js';
import { membersOf } from '../parliament/words.js';
import { acceptorMapping } from './acceptor.js';
import { followerMapping } from './follower.js';
import type { Decrees } from './node.js';
import { peerMapping } from './peer.js';
import { replicaMapping } from './replica.js';

/** The functions that a replica calls; a mutant has another one in the place of one of them. */
export interface SnapshotRoles {
  readonly leader: typeof stepLogLeader<string>;
  readonly acceptor: typeof stepLogAcceptor<string>;
  readonly forgetVotes: typeof forgetVotes<string>;
  readonly decide: typeof decide<string>;
  readonly installed: typeof installed<string>;
  readonly truncated: typeof truncated<string>;
  readonly snapshotOf: typeof snapshotOf<Decrees, never>;
  readonly caughtUp: typeof caughtUp<string, Decrees, never>;
  readonly decisionsOf: typeof decisionsOf<string>;
  readonly keep: typeof keep<string, Decrees, never>;
  readonly receive: typeof receive<string, Decrees, never>;
}

export const production: SnapshotRoles = {
  leader: stepLogLeader,
  acceptor: stepLogAcceptor,
  forgetVotes,
  decide,
  installed,
  truncated,
  snapshotOf,
  caughtUp,
  decisionsOf,
  keep,
  receive,
};

/** The roles of the chapter. */
export type Role = 'leader' | 'acceptor' | 'learner' | 'replica' | 'peer' | 'follower';

export function comparersOf(roles: SnapshotRoles = production): Readonly<Record<Role, Comparer>> {
  const members = membersOf(acceptorsOf(oneCompacts));
  return {
    leader: comparer(leaderMapping(members, roles.leader, leaderMachine)),
    acceptor: comparer(acceptorMapping(members, roles)),
    // The learner is chapter 16's.
    learner: comparersOfChapter16(oneCompacts).learner,
    replica: comparer(replicaMapping(members, roles)),
    peer: comparer(peerMapping(members, roles)),
    follower: comparer(followerMapping(members, roles)),
  };
}
