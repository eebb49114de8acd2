/** Acceptors that say something else, or to somebody else. */
import { sameBallot } from '#src/paxos/ballot.js';
import { send } from '#src/paxos/effect.js';
import { nodeId } from '#src/paxos/node-id.js';
import type { Mutant } from '../mutant.js';
import { addressing, doing, mutant, right, type Sent, sending } from './making.js';

export const messages: readonly Mutant[] = [
  mutant(
    'promises without an answer',
    'the messages sent',
    sending('promise', () => []),
  ),
  mutant(
    'votes without telling',
    'the messages sent',
    sending('accepted', () => []),
  ),
  mutant(
    'answers twice',
    'the messages sent',
    doing((effects) => [...effects, ...effects.filter(({ type }) => type === 'send')]),
  ),
  mutant('does not tell a vote again', 'the messages sent', (state, input) => {
    const { message } = input;
    const again =
      message.type === 'accept' && state.vote !== null && sameBallot(state.vote.ballot, message.ballot);
    return again ? [state, []] : right(state, input);
  }),
  mutant(
    'reports no vote',
    'the messages sent',
    sending('promise', (sent) => [send(sent.to, { ...sent.message, vote: null } as Sent['message'])]),
  ),
  mutant(
    'leaves the vote out where it has none',
    'the messages sent',
    sending('promise', (sent, _, { vote }) => [
      vote === null
        ? send(sent.to, { type: 'promise', ballot: sent.message.ballot } as Sent['message'])
        : sent,
    ]),
  ),
  mutant(
    'reports its vote in the ballot that it promises',
    'the messages sent',
    sending('promise', (sent, _, { vote }) => [
      send(sent.to, {
        ...sent.message,
        vote: vote && { ...vote, ballot: sent.message.ballot },
      } as Sent['message']),
    ]),
  ),
  mutant(
    'answers with the ballot that it had promised before',
    'the messages sent',
    sending('promise', (sent, _, { promised }) => [
      send(sent.to, { ...sent.message, ballot: promised ?? sent.message.ballot }),
    ]),
  ),
  mutant(
    'tells its vote in the ballot that it had promised',
    'the messages sent',
    sending('accepted', (sent, _, { promised }) => [
      send(sent.to, { ...sent.message, ballot: promised ?? sent.message.ballot }),
    ]),
  ),
  mutant(
    'sends its promise to all proposers',
    'the addresses',
    addressing('promise', () => ({ role: 'proposer' })),
  ),
  mutant(
    'sends its promise to whom the ballot names',
    'the addresses',
    addressing('promise', (_, { message: { ballot } }) => ({ node: ballot.proposer })),
  ),
  mutant(
    'takes the asking node’s name for a role where it is one',
    'the addresses',
    addressing('promise', ({ from }) =>
      from === nodeId('learner') || from === nodeId('acceptor') ? { role: from as never } : { node: from },
    ),
  ),
  mutant(
    'tells its vote to the proposer',
    'the addresses',
    addressing('accepted', ({ from }) => ({ node: from })),
  ),
  mutant(
    'tells its vote to a node called learner',
    'the addresses',
    addressing('accepted', () => ({ node: nodeId('learner') })),
  ),
  mutant(
    'tells its vote to acceptors',
    'the addresses',
    addressing('accepted', () => ({ role: 'acceptor' })),
  ),
];
