/** Learners that say something else, or do more than say. */
import { send } from '#src/paxos/effect.js';
import { nodeId } from '#src/paxos/node-id.js';
import type { Mutant } from '../mutant.js';
import { addressing, doing, type Effect, mutant, right } from './making.js';

let calls = 0;

export const messages: readonly Mutant[] = [
  mutant(
    'learns without telling',
    'the messages sent',
    doing(() => []),
  ),
  mutant(
    'tells twice',
    'the messages sent',
    doing((effects) => [...effects, ...effects]),
  ),
  mutant(
    'tells again with every further vote',
    'the messages sent',
    doing((effects, { message }, { learned }) =>
      learned?.value === message.value && effects.length === 0
        ? [send({ role: 'client' }, { type: 'decided', value: message.value })]
        : effects,
    ),
  ),
  mutant(
    'tells after the first vote',
    'the messages sent',
    doing((effects, { message }, { tallies }) =>
      tallies.length > 0 && effects.length === 0
        ? [send({ role: 'client' }, { type: 'decided', value: message.value })]
        : effects,
    ),
  ),
  mutant(
    'tells the ballot too',
    'the messages sent',
    doing((effects, { message: { ballot } }) =>
      effects.map((effect) => ({ ...effect, message: { ...effect.message, ballot } })),
    ),
  ),
  mutant(
    'tells the acceptor',
    'the addresses',
    addressing(({ from }) => ({ node: from })),
  ),
  mutant(
    'tells a node called client',
    'the addresses',
    addressing(() => ({ node: nodeId('client') })),
  ),
  mutant(
    'tells learners',
    'the addresses',
    addressing(() => ({ role: 'learner' })),
  ),
  mutant(
    'persists what it learned',
    'the records',
    doing((effects, _, { learned }) =>
      effects.length > 0 ? [{ type: 'persist', record: learned } as unknown as Effect, ...effects] : effects,
    ),
  ),
  mutant(
    'asks for a timer',
    'the timers',
    doing((effects) =>
      effects.length > 0 ? [...effects, { type: 'setTimer', wait: 'none' } as unknown as Effect] : effects,
    ),
  ),
  mutant('changes its tallies in place', 'a change in place', (state, input) => {
    const [after, effects] = right(state, input);
    (state.tallies as unknown[]).splice(0, state.tallies.length, ...after.tallies);
    return [after, effects];
  }),
  mutant('counts every other vote', 'a hidden memory', (state, input) =>
    calls++ % 2 ? [state, []] : right(state, input),
  ),
];
