/** What a member is at a moment: its node, and its connections. */
import type { NodeStatus } from '../node/status.js';
import type { TransportStatus } from '../transport/status.js';

export interface SynodStatus<State> extends NodeStatus<State>, TransportStatus {}
