/** Members that come and go, as one replica sees it. */
import { describe, expect, test } from 'vitest';
import { type Configuration, configuration, configurationId } from '#src/paxos/configuration.js';
import {
  configurationAt,
  decide,
  knowsGoverning,
  type Log,
  openConfigurations,
  startLog,
} from '#src/paxos/log.js';
import { keep, nothingKept } from '#src/paxos/record.js';
import { replicaOf } from '#src/paxos/replica.js';
import { slot } from '#src/paxos/slot.js';
import { installed } from '#src/paxos/snapshot.js';
import { decided, first, n1, n2, n3, n4, voters } from './log-words.js';
import {
  durable,
  elected,
  from,
  type Input,
  options,
  own,
  type Run,
  replies,
  run,
  type State,
  sent,
  step,
  timer,
} from './replica-words.js';

const change = (number: number) =>
  ({ type: 'configuration', configuration: voters(number, n1, n2, n4) }) as const;
const members = [
  ...first.members,
  { id: n4, incarnation: 7, part: 'observer', address: '127.0.0.1:4004' } as const,
];
/** What n4 is told when it is added: the third configuration, which governs from slot 6 on. */
const third = configuration({ id: configurationId(3), members });
const joining = { alpha: 3, configuration: third, from: slot(6) };

describe('a leader', () => {
  test('proposes no-ops while nothing waits but a change of members, so that it governs soon', () => {
    const [leading] = run(...elected);
    const [proposed] = step(leading, { type: 'configure', configuration: voters(2, n1, n2), now: 0 });
    const value = { type: 'configuration', configuration: voters(2, n1, n2) } as const;
    const voted = from(n2, { type: 'accepted', slot: slot(1), ballot: own, value });
    const [after, effects] = step(step(proposed, durable())[0], voted);
    const proposals = sent(effects).flatMap(({ to, message }) =>
      to === n2 && message.type === 'accept' ? [[Number(message.slot), message.value.type]] : [],
    );
    // Through the last slot of the old configuration, two at once; the change governs from slot 4 on.
    expect(proposals).toEqual([
      [2, 'noOp'],
      [3, 'noOp'],
    ]);
    expect(replies(effects)).toEqual([{ type: 'decided', slot: 1 }]);
    expect(after.clients.proposed).toEqual([2, 3].map((at) => ({ slot: at, subjects: [] })));
  });
});

test('two changes are in flight at once, and each governs from α slots after its own', () => {
  const changes = [voters(2, n1, n2), voters(3, n1, n2, n3)];
  const tells = changes.map((each, index) =>
    from(n2, {
      type: 'decided',
      slot: slot(index + 1),
      value: { type: 'configuration', configuration: each },
    }),
  );
  const [{ log }] = run(...tells);
  expect(openConfigurations(log).map(({ from: at, configuration: { id } }) => [at, id])).toEqual([
    [1, 1],
    [4, 2],
    [5, 3],
  ]);
  expect([3, 4, 5].map((at) => configurationAt(log, slot(at)).id)).toEqual([1, 2, 3]);
});

describe('a member that was added anew, under another incarnation', () => {
  const again = { id: n3, incarnation: 7, part: 'observer' } as const;
  const added = configuration({ id: configurationId(4), members: [...voters(4, n1).members, again] });
  const rejoining = { ...joining, configuration: added, from: slot(9) };
  const functions = replicaOf<string, State, number>({ ...options, ...rejoining, ...again });
  const snapshotOf = (before: Configuration): Input =>
    from(n1, {
      type: 'snapshot',
      snapshot: {
        through: 1,
        state: [],
        sessions: [],
        configurations: [{ from: slot(1), configuration: before }],
      },
    });
  const lived = (...inputs: readonly Input[]) =>
    inputs.reduce<Run>(([replica], input) => functions.step(replica, input), functions.start());

  test('does not count where its earlier life was a voter: not as a leader, not in a read', () => {
    // Alone its earlier life was a quorum.
    const alone = snapshotOf(voters(1, n3));
    const [waiting, effects] = lived(alone, durable(), timer('election'));
    expect(waiting.leader.phase).toBe('following');
    expect(sent(effects)).toEqual([]);
    expect(replies(lived(alone, durable(), { type: 'read', read: 1, command: 'r', now: 0 })[1])).toEqual([]);
  });

  test('tells no reader how far it has voted, for its earlier life may have voted further', () => {
    const [, effects] = lived(snapshotOf(voters(1, n1, n3)), durable(), from(n1, { type: 'ask', read: 1 }));
    expect(sent(effects)).toEqual([]);
  });

  test('starts again before it knows the slots in which it is a member', () => {
    const records = lived(snapshotOf(voters(1, n1, n3)))[1].flatMap((effect) =>
      effect.type === 'persist' ? effect.records : [],
    );
    const kept = records.reduce(keep, nothingKept<string, State, number>(rejoining));
    expect(functions.start(kept)[0].executed.through).toBe(1);
  });
});

describe('a new member', () => {
  const learnt = (log: Log<string>, at: number, number: number) =>
    decide(log, { slot: slot(at), value: change(number) })[0];
  const ids = (log: Log<string>) =>
    log.configurations.map(({ from: first, configuration: { id } }) => [first, id]);

  test('knows the configuration that has added it before it knows any decree', () => {
    const log = startLog<string>(joining);
    expect(configurationAt(log, slot(1))).toBe(third);
    expect(knowsGoverning(log)).toBe(false);
    // The changes before it tell nothing new.
    expect(ids(learnt(learnt(log, 1, 2), 3, 3))).toEqual([[6, 3]]);
  });

  test('keeps it beside the earlier ones that a snapshot tells, and puts what comes between in its place', () => {
    const told = [{ from: slot(1), configuration: first }];
    const log = installed(startLog<string>(joining), {
      through: 1,
      state: [],
      sessions: [],
      configurations: told,
    });
    expect(ids(log)).toEqual([
      [1, 1],
      [6, 3],
    ]);
    const all = { through: 5, state: [], sessions: [], configurations: log.configurations };
    expect(ids(installed(log, all))).toEqual(ids(log));
    expect(ids(learnt(log, 2, 2))).toEqual([
      [1, 1],
      [5, 2],
      [6, 3],
    ]);
  });

  const { start, step: stepOf4 } = replicaOf<string, State, number>({
    ...options,
    ...joining,
    limits: { ...options.limits, decreesMax: 2 },
    id: n4,
    incarnation: 7,
  });
  const tells = (at: number) => from(n2, { type: 'decided', ...decided(`${at} -`) });

  test('answers no read before it knows who governs, and takes no snapshot', () => {
    const read = { type: 'read', read: 1, command: 'r', now: 0 } as const;
    const frontiers = [n2, n3].map((id) => from(id, { type: 'frontier', read: 1, last: 0 }));
    const waiting = [read, ...frontiers, tells(1), tells(2), tells(3), tells(4)];
    const [replica] = waiting.reduce(
      ([before], input) => {
        const after = stepOf4(before, input);
        expect(replies(after[1])).toEqual([]);
        return after[0].durability.pending > 0 ? stepOf4(after[0], durable()) : after;
      },
      stepOf4(start()[0], { type: 'timer', timer: 'election', now: 0 }),
    );
    expect(replica.snapshot).toBe(null);
    const [after, effects] = stepOf4(replica, tells(5));
    expect(replies(effects)).toEqual([{ type: 'answered', slot: 5, answer: 1 }]);
    expect(after.snapshot).toMatchObject({ through: 5, configurations: [{ from: 6 }] });
  });
});
