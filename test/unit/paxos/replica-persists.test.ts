import { describe, expect, test } from 'vitest';
import { configuration, configurationId } from '#src/paxos/configuration.js';
import { replicaOf } from '#src/paxos/replica.js';
import { decided, first, n1, n2, slotVote, voters } from './log-words.js';
import {
  durable,
  few,
  from,
  type Input,
  options,
  ready,
  request,
  run,
  type State,
  sent,
  timer,
} from './replica-words.js';
import { ballot } from './words.js';

describe('a replica with as many persists under way as it may have', () => {
  const vote = (at: number): Input =>
    from(n2, { type: 'accept', ...slotVote(`${at} 1.n2 a`), configuration: configurationId(1) });
  const full = [vote(1), vote(2), vote(3)];
  const told = (now: number) =>
    ['2 b', '3 c', '4 d'].map((shown) => from(n2, { type: 'decided', ...decided(shown) }, now));
  const leading = [...ready, ...told(0)];

  test('takes messages for lost, tells clients, and lets timers run again', () => {
    const [before] = run(...full);
    expect(run(...full, from(n2, { type: 'decided', ...decided('1 a') }))).toEqual([before, []]);
    const { id } = first;
    for (const [input, to] of [
      [request(1, 'a'), { type: 'request', session: 1, sequence: 1 }],
      [
        { type: 'openSession', nonce: 'm', now: 0 },
        { type: 'session', nonce: 'm' },
      ],
      [{ type: 'configure', configuration: voters(id + 1, n1, n2), now: 0 }, { type: 'configuration' }],
    ] as const)
      expect(run(...leading, input)[1]).toMatchObject([{ type: 'reply', to, reply: { reason: 'busy' } }]);
    const both = [1, 2].map((sequence) => ({ session: 1, sequence, answered: 0, command: 'a' }));
    expect(run(...leading, { type: 'requests', requests: both, now: 0 })[1]).toMatchObject(
      both.map(({ sequence }) => ({ to: { sequence }, reply: { reason: 'busy' } })),
    );
    expect(run(...leading, { type: 'enable', version: 2, now: 0 })[1]).toEqual([]);
    const alone = replicaOf<string, State, number>({
      ...options,
      configuration: configuration({
        id: configurationId(1),
        members: [
          { id: n1, incarnation: 0, part: 'voter' },
          { id: n2, incarnation: 0, part: 'observer' },
        ],
      }),
      limits: { ...few, persistsMax: 1 },
    });
    const told = alone.step(alone.start()[0], from(n2, { type: 'decided', ...decided('1 a') }))[0];
    expect(alone.step(told, timer('election'))[1]).toMatchObject([{ type: 'setTimer', timer: 'election' }]);
    expect(
      run(...full, durable(2), from(n2, { type: 'decided', ...decided('1 a') }))[0].executed.through,
    ).toBe(1);
  });

  test('lets through what asks for none: a leader is heard, and heard of, however slow the disk is', () => {
    const beat = from(n2, { type: 'heartbeat', ballot: ballot('1.n2'), decided: 0 });
    const [replica, effects] = run(...full, timer('election'), beat);
    expect(replica.election.hears).toBe(n2);
    expect(sent(effects).map(({ message }) => message.type)).toEqual(['heard']);
    const idle = [...ready, timer('heartbeat', 10), ...told(10), timer('heartbeat', 600)];
    expect(sent(run(...idle)[1]).map(({ message }) => message.type)).toEqual(['heartbeat', 'heartbeat']);
    expect(sent(run(...leading, timer('heartbeat'))[1]).map(({ message }) => message.type)).toEqual([
      'heartbeat',
      'heartbeat',
    ]);
  });
});
