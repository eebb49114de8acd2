/** What nodes say to each other: what their replicas say, with how far the sender's store has come; and what is about the stores alone. */
import type { ReplicaMessage } from '../paxos/replica-message.js';
import type { Reach } from './witness.js';

export type NodeMessage<Command, State, Answer> =
  /** My replica says this, and my store has come so far. */
  | {
      readonly type: 'told';
      readonly incarnation: number;
      readonly reach: Reach;
      readonly message: ReplicaMessage<Command, State, Answer>;
    }
  /** I have started, for that time: how far do you know my store to have come? */
  | { readonly type: 'started'; readonly incarnation: number; readonly start: number }
  /** The furthest that I know your store to have come, to one who has started for that time. */
  | { readonly type: 'witnessed'; readonly start: number; readonly reach: Reach | null };
