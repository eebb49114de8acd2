/** The types of what properties see of a system: participants, messages and history variables. */
import type { Received } from '../participant/process.js';
import type { ValuesOf } from './history.js';
import type { Participant, Role } from './role.js';

type EmittedBy<R> = R extends Role<infer _V, infer _C, infer _E, infer Emitted> ? Emitted : never;
type WithoutAddress<Emitted> = Emitted extends unknown ? Omit<Emitted, 'to'> : never;

/** The union of the messages that the roles of a system send, as their receivers see them. */
export type MessageOf<Roles> = Received<WithoutAddress<EmittedBy<Roles[keyof Roles]>>>;

/** The events that a role's participants accept. */
export type EventOf<R> = R extends Role<infer _V, infer _C, infer Event, infer _M> ? Event : never;
/** A participant of a role, as properties see it. */
export type ParticipantOf<R> =
  R extends Role<infer Value, infer Context, infer _E, infer _M> ? Participant<Value, Context> : never;

/** A state of the whole system, as properties see it: participants by role, messages by type, history by name. */
export type StateView<Roles, History> = {
  readonly [Name in keyof Roles]: readonly ParticipantOf<Roles[Name]>[];
} & {
  /** The messages of one type under way; over a lossy network, all that were ever sent. */
  readonly messages: <Type extends MessageOf<Roles> extends { type: infer T } ? T & string : never>(
    type: Type,
  ) => readonly Extract<MessageOf<Roles>, { type: Type }>[];
  /** The history variables. */
  readonly history: ValuesOf<History>;
};
