/** The published surface of the production implementation: `synod`. */
export {
  type Acceptor,
  type AcceptorEffect,
  type AcceptorInput,
  startAcceptor,
  stepAcceptor,
} from './paxos/acceptor.js';
export { type Ballot, compareBallots, showBallot } from './paxos/ballot.js';
export type { Address, Persist, Role, Send, SetTimer, Step } from './paxos/effect.js';
export {
  type Learner,
  type LearnerEffect,
  type LearnerInput,
  startLearner,
  stepLearner,
  type Tally,
} from './paxos/learner.js';
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
export { MessageRefused } from './paxos/refusal.js';
export {
  type Account,
  AgreementViolation,
  BallotViolation,
  ProtocolViolation,
  RecordViolation,
  RoundsExhausted,
} from './paxos/violation.js';
