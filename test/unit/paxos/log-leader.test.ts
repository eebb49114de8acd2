import { describe, expect, test } from 'vitest';
import { configurationId } from '#src/paxos/configuration.js';
import type { Send } from '#src/paxos/effect.js';
import { isOutdated, type LogLeader, nextSlot, startLogLeader } from '#src/paxos/leadership.js';
import { decide, type Log, startLog } from '#src/paxos/log.js';
import { type LogLeaderEffect, type LogLeaderInput, stepLogLeader } from '#src/paxos/log-leader.js';
import type { LogPromiseMessage } from '#src/paxos/log-message.js';
import type { NodeId } from '#src/paxos/node-id.js';
import { slot } from '#src/paxos/slot.js';
import { BallotViolation, RecordViolation, RoundsExhausted } from '#src/paxos/violation.js';
import { decided, decree, logOf, n1, n2, n3, n4, slotVote, uneven, voters } from './log-words.js';
import { ballot, received } from './words.js';

interface Told extends Partial<LogPromiseMessage<string>> {
  readonly shown?: string;
}

const promise = (from: NodeId, { shown = '1.n1', ...told }: Told = {}) =>
  received<LogPromiseMessage<string>>(from, {
    type: 'promise',
    ballot: ballot(shown),
    configuration: configurationId(1),
    decided: 0,
    votes: [],
    grants: [],
    ...told,
  });
const refused = (shown: string) => received(n2, { type: 'refused' as const, ballot: ballot(shown) });

type Run = readonly [leader: LogLeader<string>, effects: readonly LogLeaderEffect<string>[]];

/** What the inputs make of a fresh n1, with the effects of the last. */
function run(log: Log<string>, ...inputs: readonly LogLeaderInput<string>[]): Run {
  return inputs.reduce<Run>(
    ([leader], input) => stepLogLeader(leader, input, log),
    [startLogLeader<string>({ id: n1, incarnation: 0 }), []],
  );
}

const prepare = { type: 'prepare' } as const;
const propose = (letter: string) => ({ type: 'propose', value: decree(letter) }) as const;

/** The slots and letters that are proposed. */
function proposed(effects: readonly LogLeaderEffect<string>[]): readonly string[] {
  return effects
    .filter((effect): effect is Extract<typeof effect, Send<unknown>> => effect.type === 'send')
    .map(({ message }) => message)
    .filter((message) => message.type === 'accept')
    .map(({ slot, value }) => `${slot} ${value.type === 'batch' ? value.requests[0]!.command : '-'}`);
}

describe('a leader', () => {
  test('prepares all slots from its first open one, and keeps its round', () => {
    const [leader, effects] = run(logOf('1 a', '3 c'), prepare);
    expect(leader).toMatchObject({ phase: 'preparing', round: 1, from: 2, promises: [] });
    const message = {
      type: 'prepare',
      ballot: { ...ballot('1.n1'), incarnation: 0 },
      from: 2,
      configuration: 1,
    };
    expect(effects).toEqual([
      { type: 'persist', record: { type: 'round', round: 1 } },
      { type: 'send', to: { role: 'acceptor' }, message },
    ]);
  });

  test('leads with a quorum of promises, not before', () => {
    const [waiting, effects] = run(logOf(), prepare, promise(n1));
    expect(waiting).toMatchObject({ phase: 'preparing' });
    expect(effects).toEqual([]);
    expect(run(logOf(), prepare, promise(n1), promise(n3))[0]).toMatchObject({ phase: 'leading' });
  });

  test('counts neither repeats, nor other ballots, nor strangers, nor promises of another configuration', () => {
    for (const second of [
      promise(n1),
      promise(n2, { shown: '2.n1' }),
      promise(n4),
      promise(n2, { configuration: configurationId(2) }),
    ])
      expect(run(logOf(), prepare, promise(n1), second)[0]).toMatchObject({ phase: 'preparing' });
  });

  test('keeps each promise once, by acceptor (three of four are a quorum)', () => {
    const log = startLog<string>({ alpha: 3, configuration: voters(1, n1, n2, n3, n4) });
    const [leader] = run(log, prepare, promise(n3), promise(n1), promise(n3));
    expect(leader).toMatchObject({ promises: [{ acceptor: n1 }, { acceptor: n3 }] });
  });

  test('needs a quorum of phase 1, where one of phase 2 is smaller', () => {
    const log = startLog<string>({ alpha: 3, configuration: uneven });
    const [preparing] = run(log, prepare, promise(n1), promise(n3));
    expect(preparing.phase).toBe('preparing');
    expect(stepLogLeader(preparing, promise(n4), log)[0].phase).toBe('leading');
  });

  test('takes no promise once it leads', () => {
    const [leader] = run(logOf(), prepare, promise(n1), promise(n3));
    expect(stepLogLeader(leader, promise(n2), logOf())).toEqual([leader, []]);
  });

  test('adopts for each slot the highest vote that is reported, and fills the holes below with no-ops', () => {
    const [leader, effects] = run(
      logOf(),
      prepare,
      promise(n2, { votes: [slotVote('1 0.n2 a'), slotVote('3 0.n2 x')] }),
      promise(n3, { votes: [slotVote('3 0.n3 c')] }),
    );
    expect(proposed(effects)).toEqual(['1 a', '2 -', '3 c']);
    expect(leader).toMatchObject({ phase: 'leading', proposals: [{ slot: 1 }, { slot: 2 }, { slot: 3 }] });
  });

  test('does not propose in a slot that it knows to be decided beyond a hole', () => {
    const votes = [slotVote('2 0.n2 b'), slotVote('3 0.n2 c')];
    const [, effects] = run(logOf('2 b'), prepare, promise(n2, { votes }), promise(n3));
    expect(proposed(effects)).toEqual(['1 -', '3 c']);
  });

  test('stops at reports of two values in one ballot of a slot', () => {
    const two = [
      promise(n2, { votes: [slotVote('1 0.n2 a')] }),
      promise(n3, { votes: [slotVote('1 0.n2 b')] }),
    ];
    expect(() => run(logOf(), prepare, ...two)).toThrow(BallotViolation);
  });

  test('proposes nothing before it knows every decree that its quorum knew', () => {
    const votes = [slotVote('3 0.n2 c')];
    const inputs = [prepare, promise(n2, { decided: 2, votes }), promise(n3)];
    const [leader, effects] = run(logOf(), ...inputs);
    expect(leader.phase).toBe('recovering');
    expect(effects).toEqual([{ type: 'send', to: { node: n2 }, message: { type: 'catchUp', decided: 0 } }]);
    const grown = { type: 'grown' } as const;
    expect(stepLogLeader(leader, grown, logOf('1 a'))).toEqual([leader, []]);
    const [leads, told] = stepLogLeader(leader, grown, logOf('1 a', '2 b'));
    expect(leads.phase).toBe('leading');
    expect(proposed(told)).toEqual(['3 c']);
  });

  test('proposes several slots at once, each next to the last, and at most α', () => {
    const [leader, effects] = run(
      logOf('1 z'),
      prepare,
      promise(n2),
      promise(n3),
      propose('a'),
      propose('b'),
      propose('c'),
    );
    expect(proposed(effects)).toEqual(['4 c']);
    expect(effects).toMatchObject([{ to: { role: 'acceptor' } }]);
    expect(nextSlot(leader, logOf('1 z'))).toBe(null);
    expect(stepLogLeader(leader, propose('d'), logOf('1 z'))).toEqual([leader, []]);
    const log = logOf('1 z', '2 a');
    const [grown, none] = stepLogLeader(leader, { type: 'grown' }, log);
    expect(none).toEqual([]);
    expect(stepLogLeader(grown, { type: 'grown' }, log)).toEqual([grown, []]);
    expect(proposed(stepLogLeader(grown, propose('d'), log)[1])).toEqual(['5 d']);
  });

  test('leaves no hole below a decision of another leader', () => {
    const [leader] = run(logOf(), prepare, promise(n2), promise(n3));
    expect(nextSlot(leader, logOf('2 x'))).toBe(1);
    const [one] = stepLogLeader(leader, propose('a'), logOf('2 x'));
    expect(nextSlot(one, logOf('2 x'))).toBe(3);
  });

  test.each([
    ['preparing', [prepare], ['prepare']],
    ['recovering', [prepare, promise(n2, { decided: 1 }), promise(n3)], ['catchUp']],
    ['leading', [prepare, promise(n2), promise(n3), propose('a'), propose('b')], ['accept', 'accept']],
    ['following', [], []],
  ] as const)('sends again what was not answered, in the same ballot (%s)', (phase, inputs, types) => {
    const [leader] = run(logOf(), ...inputs);
    expect(leader.phase).toBe(phase);
    const [after, effects] = stepLogLeader(leader, { type: 'resend' }, logOf());
    expect(after).toBe(leader);
    expect(effects.map((effect) => effect.type === 'send' && effect.message.type)).toEqual(types);
  });

  test('yields to a higher ballot, and is above it in its next one', () => {
    for (const inputs of [[prepare], [prepare, promise(n2), promise(n3)]]) {
      const [leader] = run(logOf(), ...inputs, refused('7.n2'));
      expect(leader).toEqual({ id: n1, incarnation: 0, round: 1, heard: ballot('7.n2'), phase: 'following' });
      expect(stepLogLeader(leader, prepare, logOf())[0]).toMatchObject({ phase: 'preparing', round: 8 });
    }
  });

  test('does not yield to a lower ballot, to its own, or to one it was above already', () => {
    const [leader] = run(logOf(), refused('3.n2'), prepare);
    for (const shown of ['3.n2', '2.n3', '4.n1'])
      expect(stepLogLeader(leader, { type: 'hear', ballot: ballot(shown) }, logOf())).toEqual([leader, []]);
    expect(stepLogLeader(leader, refused('3.n3'), logOf())[0]).toMatchObject({
      phase: 'preparing',
      heard: ballot('3.n3'),
    });
  });

  test('stops after the last round that can be told from the next, its own or one that it heard of', () => {
    const last = `${Number.MAX_SAFE_INTEGER}.n2`;
    expect(() => run(logOf(), refused(last), prepare)).toThrow(RoundsExhausted);
    const own = startLogLeader<string>({ id: n1, incarnation: 0, round: Number.MAX_SAFE_INTEGER });
    expect(() => stepLogLeader(own, prepare, logOf())).toThrow(RoundsExhausted);
  });

  test('resigns, and takes no promise and no proposal any more', () => {
    const [leader, effects] = run(logOf(), prepare, promise(n2), { type: 'resign' });
    expect(effects).toEqual([]);
    expect(leader).toMatchObject({ phase: 'following', round: 1 });
    for (const input of [promise(n3), propose('a'), { type: 'resign' } as const, { type: 'grown' } as const])
      expect(stepLogLeader(leader, input, logOf())).toEqual([leader, []]);
  });

  test('proposes only in slots of the configuration that its phase 1 was for (C5)', () => {
    const configuration = voters(2, n2, n3, n4);
    const change = { slot: slot(1), value: { type: 'configuration', configuration } } as const;
    const [log] = decide(logOf(), change);
    const votes = [slotVote('4 0.n2 d')];
    const [leader, effects] = run(log, prepare, promise(n2, { votes }), promise(n3));
    expect(proposed(effects)).toEqual(['2 -', '3 -']);
    expect(nextSlot(leader, log)).toBe(null);
    expect(isOutdated(leader, log)).toBe(false);
    const closed = ['2 b', '3 c'].reduce((before, shown) => decide(before, decided(shown))[0], log);
    expect(isOutdated(leader, closed)).toBe(true);
    expect(stepLogLeader(leader, prepare, closed)[0]).toMatchObject({ configuration: 2, from: 4 });
  });

  test('names its incarnation in its ballots, and goes on after the last round that it kept', () => {
    const [leader, [, asked]] = stepLogLeader(
      startLogLeader<string>({ id: n1, incarnation: 7, round: 4 }),
      prepare,
      logOf(),
    );
    expect(asked).toMatchObject({ message: { ballot: { round: 5, proposer: n1, incarnation: 7 } } });
    expect(stepLogLeader(leader, promise(n2, { shown: '5.n1' }), logOf())).toEqual([leader, []]);
    for (const round of [1.5, -1]) {
      expect(() => startLogLeader({ id: n1, incarnation: 0, round })).toThrow(RecordViolation);
      expect(() => startLogLeader({ id: n1, incarnation: 0, round })).toThrow(
        `expected a round that is a whole number from 0; got round ${round}.`,
      );
    }
  });
});
