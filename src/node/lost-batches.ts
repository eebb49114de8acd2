/** Others know more of a node's store than it has: it has forgotten what it told, and stops. */
import type { NodeId } from '../paxos/node-id.js';
import { ProtocolViolation } from '../paxos/violation.js';
import type { Reach } from './witness.js';

export class LostBatches extends ProtocolViolation {
  override readonly name = 'LostBatches';

  constructor(
    readonly witness: NodeId,
    readonly opened: Reach,
    readonly known: Reach,
  ) {
    super({
      expected: `a store that has what ${witness} heard of it: batch ${known.batch} at start ${known.start}`,
      got: `one that was opened with batch ${opened.batch} as start ${opened.start}`,
      likelyCause: 'a disk that was restored from a copy, or lost acknowledged writes when the power failed',
      nextStep: 'replace this node by a new member; do not start it from this store again',
    });
  }
}
