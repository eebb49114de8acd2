/** The published surface of the production implementation: `synod`. */

export {
  Client,
  type ClientOptions,
  connect,
  type Entry,
  type ProposeOptions,
  type Result,
} from './node/client.js';
export type { Compared } from './node/comparison.js';
export type { CallOptions } from './node/deadline.js';
export { type Difference, Divergence } from './node/divergence.js';
export type { Hello, Objection, Versions } from './node/handshake.js';
export type { MemberChange } from './node/member-change.js';
export type { Membership } from './node/members.js';
export { openNode, SynodNode } from './node/node.js';
export type { NodeOptions } from './node/node-options.js';
export type { Observer } from './node/observed.js';
export { Busy, OutcomeUnknown, Rejected, SessionOver } from './node/outcome.js';
export type { Clock, NodeClock, Peer, Ports, Random, Storage, Transport } from './node/ports.js';
export type { NodeStatus } from './node/status.js';
export { systemClock } from './node/system-clock.js';
export {
  type Acceptor,
  type AcceptorEffect,
  type AcceptorInput,
  startAcceptor,
  stepAcceptor,
} from './paxos/acceptor.js';
export { type Ballot, compareBallots, showBallot } from './paxos/ballot.js';
export {
  type Configuration,
  type ConfigurationId,
  configuration,
  configurationId,
  type Member,
} from './paxos/configuration.js';
export type { Batch, Decree, NoOp, Request, SessionId } from './paxos/decree.js';
export type { Address, Persist, Role, Send, SetTimer, Step } from './paxos/effect.js';
export { InvalidInput, type InvalidReason } from './paxos/invalid-input.js';
export {
  type Learner,
  type LearnerEffect,
  type LearnerInput,
  startLearner,
  stepLearner,
  type Tally,
} from './paxos/learner.js';
export { type ClusterLimits, type Limits, limits, type MemberLimits } from './paxos/limits.js';
export type { Machine } from './paxos/machine.js';
export type {
  AcceptedMessage,
  AcceptMessage,
  DecidedMessage,
  Message,
  PrepareMessage,
  PromiseMessage,
  Received,
  RequestMessage,
  Timeout,
  Vote,
} from './paxos/message.js';
export { type NodeId, nodeId } from './paxos/node-id.js';
export {
  type Promised,
  type Proposer,
  type ProposerEffect,
  type ProposerInput,
  type ProposerOptions,
  type ProposerRecord,
  startProposer,
  stepProposer,
} from './paxos/proposer.js';
export { majorities, type Phase, type Quorums, quorums } from './paxos/quorum.js';
export { type Kept, keep, nothingKept, type ReplicaRecord } from './paxos/record.js';
export { type ReplicaFunctions, replicaOf } from './paxos/replica.js';
export type { ReplicaEffect, Timer } from './paxos/replica-effect.js';
export type { ReplicaInput } from './paxos/replica-input.js';
export type { ReplicaMessage } from './paxos/replica-message.js';
export type { Replica, ReplicaOptions } from './paxos/replica-state.js';
export type { Rejection, Reply, Subject } from './paxos/reply.js';
export { type Slot, slot } from './paxos/slot.js';
export { SlotViolation } from './paxos/slot-violation.js';
export { UnknownVersion } from './paxos/versions.js';
export {
  type Account,
  AgreementViolation,
  BallotViolation,
  ProtocolViolation,
  RecordViolation,
  RoundsExhausted,
  RoundViolation,
} from './paxos/violation.js';
export { type Cluster, foundCluster, type Identity } from './storage/identity.js';
export type { Level } from './storage/level-batch.js';
export { initialiseLevel, type LevelOptions, LevelStorage, openLevel } from './storage/level-storage.js';
export { memoryStorage } from './storage/memory-storage.js';
export { seedOf } from './storage/recovery.js';
export { StorageError, type StorageReason } from './storage/storage-error.js';
export { initialiseStore, openStore, type StoreOptions } from './storage/store.js';
export { MachineFault } from './synod/checked-machine.js';
export { InvalidOption } from './synod/given.js';
export type { Added, Members } from './synod/members.js';
export { NodeClosed } from './synod/node-closed.js';
export type { ReadOptions, SynodOptions } from './synod/options.js';
export type { SynodStatus } from './synod/status.js';
export { Synod } from './synod/synod.js';
export type { Watched } from './synod/watch.js';
export { type Address as TransportAddress, addressOf } from './transport/address.js';
export type { Counts } from './transport/counts.js';
export { type Credentials, InvalidCredentials } from './transport/credentials.js';
export { type MemoryNetwork, memoryNetwork } from './transport/memory-network.js';
export { NotListening } from './transport/not-listening.js';
export type { Refusal, RefusalKind } from './transport/refusal.js';
export { RefusedPeer } from './transport/refused-peer.js';
export type { PeerStatus, TransportStatus } from './transport/status.js';
export { type TcpOptions, TcpTransport, tcpTransport } from './transport/tcp-transport.js';
