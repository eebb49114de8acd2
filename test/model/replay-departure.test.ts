import { describe, expect, test } from 'vitest';
import {
  always,
  deadlockFree,
  explore,
  type Network,
  role,
  sometimes,
  step,
  system,
  type Trace,
  type TraceStep,
} from '#model/index.js';
import { base, departure, pinger, pingPong, ponger, type Seen, served, witness } from './ping-pong.js';

/** The trace with one step changed. */
function withStep(trace: Trace, at: number, change: Partial<TraceStep>): Trace {
  return {
    ...trace,
    steps: trace.steps.map((step, index) => (index === at ? { ...step, ...change } : step)),
  };
}

describe('a trace is followed', () => {
  test.each<Network>(['lossy', 'lossy-set', 'latest', 'lossy-latest', 'unordered', 'ordered'])(
    'to its end on the system it was found in (%s)',
    async (network) => {
      const trace = await witness(pingPong(network));
      expect(trace.steps.length).toBeGreaterThan(3);
      expect(departure(pingPong(network), trace)).toBeUndefined();
    },
  );

  test('on a system with other history variables, which no participant sees', async () => {
    const trace = await witness(pingPong('unordered'));
    expect(departure({ ...pingPong('unordered'), history: {} }, trace)).toBeUndefined();
  });
});

describe('a departure is told by step, what was expected and what was got', () => {
  test('a participant that begins otherwise', async () => {
    const trace = await witness(pingPong('unordered'));
    const late = system({
      ...pingPong('unordered'),
      roles: {
        pinger: role(base.createMachine({ id: 'late', context: { round: 1 } }), { instances: ['alice'] }),
        ponger: role(ponger, { instances: ['bob'] }),
      },
    } as never);
    expect(departure(late, trace)).toBe(
      'at the start: alice, its first state: expected ready, round 0; got –, round 1',
    );
  });

  test('a participant who is not there', async () => {
    const trace = await witness(pingPong('unordered'));
    const { alice, pongs } = trace.initial;
    expect(departure(pingPong('unordered'), { ...trace, initial: { alice: alice!, pongs: pongs! } })).toBe(
      'at the start: the participants: expected alice; got alice, bob',
    );
    expect(departure(pingPong('unordered'), withStep(trace, 0, { participant: 'carol' }))).toBe(
      'step 1: carol serve: expected the step to be taken; got no such participant; there are alice, bob',
    );
  });

  test('an input that is none', async () => {
    const trace = await witness(pingPong('unordered'));
    expect(departure(pingPong('unordered'), withStep(trace, 0, { event: { type: 'smash' } }))).toBe(
      'step 1: alice smash: expected the step to be taken; got no such input of alice; there are serve',
    );
  });

  test('a message that is not under way: never sent, or received already', async () => {
    const trace = await witness(pingPong('lossy'));
    const early = { ...trace, steps: trace.steps.slice(1) };
    expect(departure(pingPong('lossy'), early)).toBe(
      'step 1: alice → bob ping round=1: expected the step to be taken; got no such message under way',
    );
    const twice = { ...trace, steps: [...trace.steps.slice(0, 2), trace.steps[1]!] };
    expect(departure(pingPong('unordered'), twice)).toBe(
      'step 3: alice → bob ping round=1: expected the step to be taken; got no such message under way',
    );
    expect(departure(pingPong('lossy'), twice)).toMatch(/^step 3: property 'two rounds are served': /);
  });

  test('a message behind another (ordered)', async () => {
    const eager = base
      .extend({
        actions: {
          sendBoth: base.enqueueActions(({ enqueue }) => {
            enqueue.emit({ type: 'ping', to: 'bob', round: 1 });
            enqueue.emit({ type: 'ping', to: 'bob', round: 2 });
          }),
        },
      })
      .createMachine({ id: 'eager', context: { round: 0 }, entry: 'sendBoth', on: { pong: {}, serve: {} } });
    const second = {
      system: 'ping-pong',
      initial: { alice: { value: {}, context: { round: 0 } }, bob: { value: {}, context: {} } },
      history: [],
      steps: [
        {
          participant: 'bob',
          event: { type: 'ping', round: 2, from: 'alice' } as TraceStep['event'],
          before: { value: {}, context: {} },
          after: { value: {}, context: {} },
          sent: [{ type: 'pong', to: 'alice', round: 2 } as TraceStep['sent'][number]],
          within: [],
        },
      ],
    };
    expect(departure(pingPong('ordered', eager as never), second)).toBe(
      'step 1: alice → bob ping round=2: expected the step to be taken; got the message under way, but behind another from the same sender',
    );
    expect(departure(pingPong('unordered', eager as never), second)).toMatch(/^step 1: property/);
  });

  test('a guard that refuses, where an ablation let the event pass', async () => {
    const ablation = pinger.provide({ guards: { isBelowTwo: () => true } });
    const { results } = await explore(
      pingPong('unordered', ablation),
      [sometimes('a third round', ({ pinger }: Seen) => pinger[0]!.context.round === 3) as never],
      { maxStates: 10_000 },
    );
    expect(departure(pingPong('unordered'), results[0]!.trace!)).toBe(
      'step 7: alice serve: expected the step to be taken; got that its guards refuse the event',
    );
  });

  test('another state, and other messages', async () => {
    const trace = await witness(pingPong('unordered'));
    const [first] = trace.steps;
    expect(
      departure(
        pingPong('unordered'),
        withStep(trace, 0, { after: { value: 'waiting', context: { round: 7 } } }),
      ),
    ).toBe('step 1: alice, its state after the step: expected round 7; got round 1');
    expect(
      departure(
        pingPong('unordered'),
        withStep(trace, 0, { before: { value: 'waiting', context: { round: 0 } } }),
      ),
    ).toBe('step 1: alice, its state before the step: expected waiting; got ready');
    expect(
      departure(pingPong('unordered'), withStep(trace, 0, { sent: [...first!.sent, ...first!.sent] })),
    ).toBe(
      'step 1: what alice sends: expected ping round=1 to bob, ping round=1 to bob; got ping round=1 to bob',
    );
    expect(departure(pingPong('unordered'), withStep(trace, 0, { within: [first!] }))).toBe(
      'step 1: what is received at once: expected alice serve; got nothing',
    );
  });

  test('a value that the system does not know how to write', async () => {
    const show = (value: unknown): string | undefined => {
      if (value === 7) throw new TypeError('there is no round 7');
      return undefined;
    };
    const trace = await witness(pingPong('unordered'));
    const [first] = trace.steps;
    const tampered = withStep(trace, 0, { after: { ...first!.after, context: { round: 7 } } });
    expect(departure({ ...pingPong('unordered'), show }, tampered)).toBe(
      'step 1: alice, its state after the step: expected round 7; got round 1',
    );
  });

  test('a step beyond the bounds', async () => {
    const trace = await witness(pingPong('unordered'));
    const bounded = {
      ...pingPong('unordered'),
      within: (({ pinger }: { pinger: readonly { context: { round: number } }[] }) =>
        pinger[0]!.context.round < 1) as never,
    };
    expect(departure(bounded, trace)).toBe(
      "step 2: alice → bob ping round=1: expected the step to be taken; got a state beyond the system's bounds",
    );
  });

  test('an end at which the property is not decided', async () => {
    const trace = await witness(pingPong('unordered'));
    const end = (property: unknown): string | undefined =>
      departure(pingPong('unordered'), trace, property as never);
    expect(end(served)).toBeUndefined();
    expect(end(always('a', () => true))).toBe(
      "step 6: property 'a': expected to be refuted by the last state; got that it is true of it",
    );
    expect(end(sometimes('s', () => false))).toBe(
      "step 6: property 's': expected to be witnessed by the last state; got that it is not true of it",
    );
    expect(end(step('t', () => true))).toBe(
      "step 6: property 't': expected to be refuted by the last step; got that it is true of it",
    );
    expect(end(deadlockFree('d'))).toBeUndefined();
    expect(
      departure(
        pingPong('unordered'),
        { ...trace, steps: trace.steps.slice(0, 5) },
        deadlockFree('d') as never,
      ),
    ).toBe("step 5: property 'd': expected a last state that no step leaves; got one that a step leaves");
  });
});
