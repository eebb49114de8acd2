/** All that members say to each other: what their nodes say, digests of states, and by what a client's request comes to the leader. */
import type { Request } from '../paxos/decree.js';
import type { Reply } from '../paxos/reply.js';
import type { MemberChange, Succession } from './member-change.js';
import type { NodeMessage } from './node-message.js';

/** What a client asks of the leader. Sent again, it is the same: a request has its session and number, and a session its nonce. */
export type Asked<Command> =
  | { readonly type: 'request'; readonly request: Request<Command> }
  | { readonly type: 'openSession'; readonly nonce: string }
  | { readonly type: 'change'; readonly change: MemberChange | Succession };

/** Member → leader: a client of mine asks this. */
export interface ForwardMessage<Command> {
  readonly type: 'forward';
  /** The sender's own number for it. */
  readonly number: number;
  readonly asked: Asked<Command>;
}

/** Leader → the member that has forwarded it: tell your client this. */
export interface ForwardedMessage<Answer> {
  readonly type: 'forwarded';
  readonly number: number;
  readonly reply: Reply<Answer>;
}

/** Member → members: what my state comes to after that slot, as a digest of it. */
export interface ExecutedMessage {
  readonly type: 'executed';
  readonly slot: number;
  readonly digest: string;
}

/** What nodes say, and what is said of their states. */
export type ComparedMessage<Command, State, Answer> = NodeMessage<Command, State, Answer> | ExecutedMessage;

export type MemberMessage<Command, State, Answer> =
  | ComparedMessage<Command, State, Answer>
  | ForwardMessage<Command>
  | ForwardedMessage<Answer>;

/** What a message says, whoever's part says it: of what a replica says, its own type. */
export function typeSaid(said: MemberMessage<unknown, unknown, unknown>): string {
  return said.type === 'told' ? said.message.type : said.type;
}
