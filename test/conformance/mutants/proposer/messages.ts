/** Proposers that say something else, or to somebody else. */
import { send } from '#src/paxos/effect.js';
import { nodeId } from '#src/paxos/node-id.js';
import type { Mutant } from '../mutant.js';
import { addressing, isPromise, mutant, sending } from './making.js';

export const messages: readonly Mutant[] = [
  mutant(
    'does not prepare',
    'the messages sent',
    sending('prepare', () => []),
  ),
  mutant(
    'does not propose',
    'the messages sent',
    sending('accept', () => []),
  ),
  mutant(
    'prepares twice',
    'the messages sent',
    sending('prepare', (sent) => [sent, sent]),
  ),
  mutant(
    'prepares its last ballot',
    'the messages sent',
    sending('prepare', (sent) => [
      send(sent.to, {
        ...sent.message,
        ballot: { ...sent.message.ballot, round: sent.message.ballot.round - 1 },
      }),
    ]),
  ),
  mutant(
    'proposes in its next ballot',
    'the messages sent',
    sending('accept', (sent) => [
      send(sent.to, {
        ...sent.message,
        ballot: { ...sent.message.ballot, round: sent.message.ballot.round + 1 },
      }),
    ]),
  ),
  mutant(
    'prepares in the acceptor’s name',
    'the messages sent',
    sending('prepare', (sent, _, { quorums }) => [
      send(sent.to, { ...sent.message, ballot: { ...sent.message.ballot, proposer: quorums.acceptors[0]! } }),
    ]),
  ),
  mutant(
    'prepares at learners',
    'the addresses',
    addressing('prepare', () => ({ role: 'learner' })),
  ),
  mutant(
    'prepares at one acceptor',
    'the addresses',
    addressing('prepare', ({ quorums }) => ({ node: quorums.acceptors[0]! })),
  ),
  mutant(
    'prepares at a node called acceptor',
    'the addresses',
    addressing('prepare', () => ({ node: nodeId('acceptor') })),
  ),
  mutant(
    'proposes to the last acceptor that promised',
    'the addresses',
    addressing('accept', ({ id }, input) => ({ node: isPromise(input) ? input.from : id })),
  ),
  mutant(
    'proposes to proposers',
    'the addresses',
    addressing('accept', () => ({ role: 'proposer' })),
  ),
];
