/** What is rare, and how often a run has met it: without it a run is no evidence. */

export const SIGHTS = [
  'two nodes led at once',
  'a hole was filled by a no-op',
  'a value was adopted from a promise',
  'a leader had to recover decrees first',
  'a decision was learned beyond a hole',
  'a leader had proposed as far as α allows',
  'a leader was refused',
  'a leader stepped down without a successor',
  'decrees were caught up with',
  'a snapshot was installed',
  'a snapshot was installed over a conflicting vote',
  'a retry was answered from the session table',
  'a session was evicted',
  'a session expired',
  'a request of a lost session was refused',
  'a deposed leader told a client that it is not known',
  'a command was rejected for good',
  'a client gave up, not knowing what came of its command',
  'a read was answered without a decree',
  'a leader answered a read by its lease',
  'a follower answered a read by its leader’s lease',
  'a read was answered by a lease while another node prepared',
  'a leader was read from while another led',
  'a lease was handed over',
  'a leader let another lead in its place',
  'a leader let go of its lease, since its clock had stood still',
  'an acceptor promised nothing, since it had granted a lease to another',
  'an acceptor that had started again waited for what it may have granted',
  'a leader answered a request that was forwarded to it',
  'an answer came to a request that an earlier process had handed on',
  'a node was too busy to take an input',
  'a node crashed with a write under way',
  'a crash kept some batches of a write and lost others',
  'a node latched shut after a failed write',
  'a disk had lost its end, and others noticed',
  'a leader woke up while another led',
  'a clock had gained on the others, while its process ran',
  'a node started again from what it kept',
  'a member was added',
  'an observer was given a vote',
  'a member was removed',
  'a leader was removed',
  'a node joined anew, in another incarnation',
  'a disk was lost for good',
  'a member that was removed learned it',
  'two changes of members were under way at once',
  'a change of members was decided while a later slot was open',
  'a change of members came to nothing, since another was decided before',
  'a change of members was refused, since it would put the quorum at risk',
  'a snapshot told of a change of members that did not govern yet',
  'two nodes led at once, in different configurations',
  'a node refused a message of a member whose vote it had not heard of yet',
] as const;

export type Sight = (typeof SIGHTS)[number];

/** Without any of these a run says nothing of the protocol: one leader, whom all hear, needs none. */
export const DECISIVE: readonly Sight[] = [
  'two nodes led at once',
  'a hole was filled by a no-op',
  'a value was adopted from a promise',
  'a leader had to recover decrees first',
  'a snapshot was installed',
  'a retry was answered from the session table',
  'a deposed leader told a client that it is not known',
  'a node crashed with a write under way',
];

/** How often each was met. */
export type Sights = Record<Sight, number>;

export function noSights(): Sights {
  return Object.fromEntries(SIGHTS.map((sight) => [sight, 0])) as Sights;
}

/** Adds what another run has met. */
export function addSights(to: Sights, more: Sights): void {
  for (const sight of SIGHTS) to[sight] += more[sight];
}
