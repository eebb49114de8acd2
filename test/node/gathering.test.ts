/** Requests that come together. */
import { describe, expect, test } from 'vitest';
import { Gathering } from '#src/node/gathering.js';
import { InvalidInput } from '#src/paxos/invalid-input.js';
import { LIMITS } from '#src/paxos/limits.js';

const request = (sequence: number) => ({ session: 1, sequence, answered: 0, command: 'a' });

function gathering() {
  const [given, reported] = [[] as number[][], [] as unknown[]];
  const gathering = new Gathering<string>({
    transport: { bytesOf: (command) => String(command).length },
    limits: { ...LIMITS, valueBytesMax: 2 },
    give: (requests) => void given.push(requests.map(({ sequence }) => sequence)),
    report: (error) => void reported.push(error),
  });
  return { gathering, given, reported };
}

describe('requests', () => {
  test('of callers who are answered together are given together, in order, and once', async () => {
    const { gathering: all, given } = gathering();
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const callers = [1, 2, 3].map((sequence) =>
      answered.then(() => expect(all.add(request(sequence))).toBeUndefined()),
    );
    answer();
    await Promise.all(callers);
    expect(given).toEqual([[1, 2, 3]]);
    all.add(request(4));
    expect(given).toHaveLength(1);
    await Promise.resolve();
    expect(given).toEqual([[1, 2, 3], [4]]);
  });

  test('that cannot be are refused by themselves', async () => {
    const { gathering: all, given, reported } = gathering();
    all.add(request(1));
    expect(all.add({ ...request(2), command: 'too long' })).toBeInstanceOf(InvalidInput);
    expect(all.add(request(0))).toBeInstanceOf(InvalidInput);
    expect(reported).toHaveLength(2);
    await Promise.resolve();
    expect(given).toEqual([[1]]);
  });
});
