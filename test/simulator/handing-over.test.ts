/** Simulated clusters of members that stay the same, whose leaders hand over now and then, to whomever, at any moment. */
import { expect, test } from 'vitest';
import { replicaOf } from '#src/paxos/replica.js';
import { run } from '#src/simulator/run.js';
import type { Functions, Options } from '#src/simulator/words.js';

/** One in so many heartbeats is followed by it. */
const EVERY = 6;

test('clusters whose leaders hand over under faults keep every claim', async () => {
  let [releases, heirs] = [0, 0];
  const replica = (options: Options): Functions => {
    const { start, step } = replicaOf(options);
    return {
      start,
      step: (before, input) => {
        const [after, effects] = step(before, input);
        const { leader, log } = after;
        const isNamed = input.type === 'message' && input.message.type === 'release';
        if (isNamed && before.leader.phase === 'following' && leader.phase === 'preparing') heirs++;
        const isBeat = input.type === 'timer' && input.timer === 'heartbeat' && leader.phase === 'leading';
        if (!isBeat || Math.floor(input.now * 7_919) % EVERY > 0) return [after, effects];
        const voters = log.configurations.at(-1)!.configuration.quorums.acceptors;
        const to = voters[Math.floor(input.now) % voters.length]!;
        const [told, said] = step(after, { type: 'transfer', to, now: input.now });
        if (said.some((effect) => effect.type === 'send' && effect.message.type === 'release')) releases++;
        return [told, [...effects, ...said]];
      },
    };
  };
  for (let seed = 1; seed <= 8; seed++) {
    const { failure } = await run({
      seed,
      steps: 1_500,
      make: { replica },
      circumstances: { changeEveryMs: null },
    });
    expect(failure, `seed ${seed}`).toBeNull();
  }
  expect(releases).toBeGreaterThan(20);
  expect(heirs).toBeGreaterThan(10);
}, 120_000);
