/** The types of src/paxos and src/node for the machine that a simulated cluster runs. */
import type { Entry as AnyEntry } from '../node/client.js';
import type { MemberChange, Succession } from '../node/member-change.js';
import type { MemberMessage } from '../node/member-message.js';
import type { SynodNode } from '../node/node.js';
import type { NodeMessage } from '../node/node-message.js';
import type { Storage as AnyStorage, Peer, Ports } from '../node/ports.js';
import type { Decree as AnyDecree } from '../paxos/decree.js';
import type { Kept as AnyKept, ReplicaRecord } from '../paxos/record.js';
import type { ReplicaFunctions } from '../paxos/replica.js';
import type { ReplicaEffect } from '../paxos/replica-effect.js';
import type { ReplicaInput } from '../paxos/replica-input.js';
import type { ReplicaMessage } from '../paxos/replica-message.js';
import type { Replica as AnyReplica, ReplicaOptions } from '../paxos/replica-state.js';
import type { Reply as AnyReply } from '../paxos/reply.js';
import type { Answer, Command, Registers } from './register.js';

export type Node = SynodNode<Command, Registers, Answer>;
export type Entry = AnyEntry<Command, Answer>;
export type Replica = AnyReplica<Command, Registers, Answer>;
export type Functions = ReplicaFunctions<Command, Registers, Answer>;
export type Options = ReplicaOptions<Command, Registers, Answer>;
export type Input = ReplicaInput<Command, Registers, Answer>;
export type Effect = ReplicaEffect<Command, Registers, Answer>;
export type Message = ReplicaMessage<Command, Registers, Answer>;
/** A message as the network carries it. */
export type Letter = MemberMessage<Command, Registers, Answer>;
export type LetterPeer = Peer<Letter>;
export type NodePorts = Ports<Command, Registers, Answer, NodeMessage<Command, Registers, Answer>>;
export type Storage = AnyStorage<Command, Registers, Answer>;
export type Kept = AnyKept<Command, Registers, Answer>;
export type Batch = readonly ReplicaRecord<Command, Registers, Answer>[];
export type Decree = AnyDecree<Command>;
export type Reply = AnyReply<Answer>;
export type Opening = Extract<Decree, { readonly type: 'openSession' }>;
/** What somebody asks of a node that is to be decided; null for a read. */
export type Asked = Command | Opening | MemberChange | Succession | null;
