/** What a run has shown to be wrong, and the claims that it can show to be. */

/** What is claimed of every run. */
export type Claim =
  | 'each slot holds one decree'
  | 'equal slots have equal states'
  | 'members are those that were decided'
  | 'who acts in a slot can know who governs it'
  | 'a command is executed once'
  | 'what is acknowledged stands in its slot'
  | 'what is acknowledged is on the disks of a quorum'
  | 'what clients see is linearizable'
  | 'what is rejected does not happen'
  | 'no input is refused'
  | 'no node finds a guarantee broken'
  | 'a node starts from what it kept'
  | 'memory is bounded'
  | 'there is progress once the faults have ended';

export interface Failure {
  readonly claim: Claim;
  /** What was expected and what was got. */
  readonly account: string;
  /** The name of the violation with which a node has stopped, where that is what is wrong. */
  readonly violation?: string;
  /** How many inputs replicas had been given. */
  readonly step: number;
  readonly atMs: number;
}
