import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import {
  Busy,
  InvalidInput,
  NodeClosed,
  OutcomeUnknown,
  Rejected,
  type Rejection,
  SessionOver,
} from '#src/index.js';
import { openApp } from '#src/serve/app.js';
import { CODES, problemOf, refusal } from '#src/serve/problem.js';

const attempt = { kind: 'command', withinMs: 5 } as const;
const account = { expected: 'a', got: 'b', likelyCause: 'c', nextStep: 'd' };

describe('an error is told', () => {
  test.each<[Error, string, number]>([
    [new OutcomeUnknown('it was given up'), 'unknown', 504],
    [new SessionOver('unknownSession'), 'unknownSession', 410],
    [new SessionOver('alreadyAnswered'), 'alreadyAnswered', 409],
    [new Busy('busy', attempt), 'busy', 503],
    [new NodeClosed('n1', undefined), 'closed', 503],
    [new InvalidInput('value', account), 'tooLarge', 413],
    [Object.assign(new Error('too much'), { statusCode: 413 }), 'tooLarge', 413],
    [Object.assign(new Error('not here'), { statusCode: 404 }), 'notFound', 404],
    [Object.assign(new Error('no JSON'), { statusCode: 415 }), 'invalid', 400],
    [new TypeError('a secret of the program'), 'internal', 500],
  ])('as what it is (%s)', (error, code, status) => {
    const problem = problemOf(error);
    expect([problem.code, CODES[problem.code]]).toEqual([code, status]);
    expect(problemOf(problem)).toBe(problem);
    expect(problem.message).not.toContain('secret');
  });

  test.each<[Rejection, string]>([
    ['notLeader', 'notLeader'],
    ['late', 'late'],
    ['diskFull', 'full'],
    ['overtaken', 'rejected'],
    ['notEnabled', 'rejected'],
  ])('with the reason of a rejection (%s)', (reason, code) => {
    expect(problemOf(new Rejected(reason, attempt))).toMatchObject({ code, details: { reason } });
  });
});

describe('what the table has refused is told', () => {
  test.each([
    [{ type: 'full', revision: 3 }, 'full', 'expected room', { revision: 3 }],
    [{ type: 'tooLarge', revision: 3 }, 'tooLarge', 'got those of k.', { revision: 3 }],
    [
      { type: 'conflict', revision: 3, modRevision: 2 },
      'conflict',
      'got revision 2',
      { revision: 3, modRevision: 2 },
    ],
    [{ type: 'conflict', revision: 3, modRevision: 0 }, 'conflict', 'got no such key', { modRevision: 0 }],
  ] as const)('(%j)', (answer, code, message, details) => {
    expect(refusal(answer, 'k')).toMatchObject({ code, message: expect.stringContaining(message), details });
  });
});

test('a mistake of the server is told to its log, and not to its client', async () => {
  const lines: string[] = [];
  const { app, location } = await openApp({
    title: 'a server with a mistake',
    version: '0.0.0',
    port: { listen: '127.0.0.1:0' },
    logger: pino({ level: 'error', base: null }, { write: (line: string) => void lines.push(line) }),
    isStopping: () => false,
    routes: (inner) => {
      inner.get('/wrong', () => {
        throw new TypeError('a secret of the program');
      });
    },
  });
  const response = await fetch(`${location}/wrong`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
  expect(lines.join('')).toContain('a secret of the program');
  await app.close();
});
