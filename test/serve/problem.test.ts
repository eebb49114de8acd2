import { once } from 'node:events';
import { connect } from 'node:net';
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

describe('a port', () => {
  /** One that answers at /never only when it is told to, and what it logs. */
  async function opened() {
    const lines: string[] = [];
    const app = await openApp({
      title: 'a server of few words',
      version: '0.0.0',
      port: { listen: '127.0.0.1:0' },
      logger: pino({ level: 'warn', base: null }, { write: (line: string) => void lines.push(line) }),
      isStopping: () => false,
      routes: (inner) => {
        inner.get('/wrong', () => {
          throw new TypeError('a secret of the program');
        });
        inner.put('/put', () => 'done');
      },
    });
    const { port } = new URL(app.location);
    /** Sends that and no more; what comes back until the end. */
    const sent = async (text: string): Promise<string> => {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
      await once(socket, 'connect');
      socket.write(text);
      return (await socket.setEncoding('utf8').toArray()).join('');
    };
    return { ...app, lines, sent };
  }

  test('tells a mistake of its own to its log, and not to its client', async () => {
    const { location, lines, close } = await opened();
    const response = await fetch(`${location}/wrong`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(lines.join('')).toContain('a secret of the program');
    await close(1_000);
  });

  test.each([
    [400, 'invalid', 'cannot be read', 'NONSENSE'],
    [400, 'invalid', 'not a valid url', 'GET /%E0%A4%A HTTP/1.1\r\nhost: a\r\nconnection: close'],
    [431, 'tooLarge', 'at most 16 KiB', `GET / HTTP/1.1\r\nhost: a\r\nlong: ${'x'.repeat(20_000)}`],
  ])(
    'refuses what is no request in the words of all refusals (%i %s: %s)',
    async (status, code, message, text) => {
      const { sent, close } = await opened();
      const [head, body] = (await sent(`${text}\r\n\r\n`)).split('\r\n\r\n') as [string, string];
      expect(head).toContain(`HTTP/1.1 ${status} `);
      expect(JSON.parse(body)).toEqual({ error: { code, message: expect.stringContaining(message) } });
      await close(1_000);
    },
  );

  test.each([
    '',
    'PUT /put HT',
    'PUT /put HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\ncontent-type: application/json\r\n\r\n{',
  ])('stops though a client holds back the rest of its request (%j)', async (half) => {
    const { sent, close, lines } = await opened();
    const answer = sent(half);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await close(200);
    expect(await answer).toBe('');
    expect(lines.join('')).toContain('connections were ended');
  });
});
