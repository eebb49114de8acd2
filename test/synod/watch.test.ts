import { describe, expect, test } from 'vitest';
import type { ApplyEffect } from '#src/paxos/replica-effect.js';
import { slot } from '#src/paxos/slot.js';
import { type Watched, Watchers } from '#src/synod/watch.js';

type Effect = Omit<ApplyEffect<string, never, number>, 'executed'>;

/** Slot `at` has executed these commands, of which those with a `=` were executed before. */
function applied(at: number, ...commands: readonly string[]): Effect {
  const requests = commands.map((command, index) => ({
    session: 1,
    sequence: index + 1,
    answered: 0,
    command,
  }));
  const outcomes = requests.map(({ session, sequence, command }) => ({
    subject: { type: 'request', session, sequence } as const,
    reply: { type: 'answered', slot: command.startsWith('=') ? at - 1 : at, answer: at } as const,
  }));
  return { type: 'apply', slot: slot(at), decree: { type: 'batch', requests }, outcomes };
}

function watching() {
  const watchers = new Watchers<string, string, number>();
  let now = { executed: 0, state: '' };
  const follow = (executed: number, ...effects: readonly Effect[]): void => {
    now = { executed, state: `s${executed}` };
    watchers.follow(now, effects);
  };
  const watch = watchers.watch(() => now);
  const take = async (count: number): Promise<readonly string[]> => {
    const shown: string[] = [];
    while (shown.length < count) {
      const { value } = await watch.next();
      const event = value as Watched<string, string, number>;
      shown.push(`${event.slot} ${event.type === 'state' ? event.state : event.command}`);
    }
    return shown;
  };
  return { watchers, follow, take, watch };
}

describe('a watcher', () => {
  test('is told each command once, where it was executed', async () => {
    const { follow, take } = watching();
    expect(await take(1)).toEqual(['0 ']);
    follow(1, applied(1, 'a', 'b'));
    follow(3, applied(2, '=a', 'c'), applied(3, 'd'));
    expect(await take(4)).toEqual(['1 a', '1 b', '2 c', '3 d']);
  });

  test('is told the state where a snapshot came in the place of commands (T11)', async () => {
    const { follow, take } = watching();
    await take(1);
    follow(1, applied(1, 'a'));
    follow(9, applied(9, 'z'));
    follow(10, applied(10, 'b'));
    expect(await take(3)).toEqual(['1 a', '9 s9', '10 b']);
  });

  test('that is slow is told the state, and takes no more memory than its share', async () => {
    const { follow, take } = watching();
    await take(1);
    for (let at = 1; at <= 10_001; at++) follow(at, applied(at, `c${at}`));
    follow(10_002, applied(10_002, 'last'));
    expect(await take(2)).toEqual(['10001 s10001', '10002 last']);
  });

  test('waits for a slot, or for the end', async () => {
    const { watchers, follow } = watching();
    follow(1, applied(1, 'a'));
    await watchers.reached(1).promise;
    const second = watchers.reached(2).promise;
    follow(2, applied(2, 'b'));
    await second;
    const never = watchers.reached(3).promise;
    watchers.close();
    await never;
  });
});
