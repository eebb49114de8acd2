/** What a member is at a moment: its node, its connections, and whether others have come to the same state. */
import type { Compared } from '../node/comparison.js';
import type { NodeStatus } from '../node/status.js';
import type { TransportStatus } from '../transport/status.js';

export interface SynodStatus<State> extends NodeStatus<State>, TransportStatus {
  readonly compared: Compared;
}
