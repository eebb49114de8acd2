/** Members have executed the same decrees, and have come to different states. */
import type { NodeId } from '../paxos/node-id.js';
import { ProtocolViolation } from '../paxos/violation.js';

/** What another member has told of its state, which is not what this one has come to. */
export interface Difference {
  readonly peer: NodeId;
  readonly slot: number;
  readonly own: string;
  readonly told: string;
}

/** This member's state is not that of a majority of the voters. Which state is right, digests do not tell. */
export class Divergence extends ProtocolViolation {
  override readonly name = 'Divergence';

  constructor(readonly differences: readonly [Difference, ...Difference[]]) {
    const [{ slot, own }] = differences;
    super({
      expected: `the state after slot ${slot}, with digest ${brief(own)}, to be that of a majority of the voters`,
      got: differences.map(({ peer, told }) => `${brief(told)} from ${peer}`).join(', '),
      likelyCause:
        'a machine that is not deterministic, members that run different machines, or memory or a disk that has changed a state',
      nextStep:
        'if the others agree, remove this member and add it again with an empty folder; if they do not, keep every folder, ' +
        'stop the cluster, and compare the states',
    });
  }
}

/** As much of a digest as people compare. */
function brief(digest: string): string {
  return digest.slice(0, 12);
}
