import { describe, expect, test } from 'vitest';
import { Computer } from '#src/simulator/computer.js';
import { Timeline } from '#src/simulator/timeline.js';

function setUp() {
  const timeline = new Timeline();
  const computer = new Computer(timeline, 'n1');
  const told: string[] = [];
  const clock = computer.clock(1_000, 1.25);
  const note = (what: string) => () =>
    void told.push(`${what} at ${timeline.now}, by its clock ${clock.now()}`);
  const passUntil = (ms: number): void => {
    let isOver = false;
    timeline.after(ms - timeline.now, () => (isOver = true), 'end');
    while (!isOver) timeline.next();
  };
  return { timeline, computer, clock, told, note, passUntil };
}

describe('a simulated computer', () => {
  test('has a clock with a speed of its own, and timers that go by it', () => {
    const { clock, told, note, passUntil } = setUp();
    clock.after(125, note('timer'));
    passUntil(200);
    expect(told).toEqual(['timer at 100, by its clock 1125']);
    expect(clock.now()).toBe(1_250);
  });

  test('has turns, which end when all is done that came at that time', () => {
    const { timeline, computer, clock, told, note, passUntil } = setUp();
    const hear = (): void => {
      note('message')();
      clock.turn(note('end of the turn'));
    };
    timeline.after(8, () => computer.whenAwake(hear), 'message');
    timeline.after(8, () => computer.whenAwake(note('another')), 'another');
    passUntil(20);
    expect(told.map((each) => each.split(',')[0])).toEqual([
      'message at 8',
      'another at 8',
      'end of the turn at 8',
    ]);
  });

  test('that is paused does what has come meanwhile when it goes on, in order, and its clock has gone on', () => {
    const { timeline, computer, clock, told, note, passUntil } = setUp();
    clock.after(125, note('timer'));
    timeline.after(80, () => computer.whenAwake(note('message')), 'message');
    timeline.after(40, computer.sleep('paused'), 'end of pause');
    timeline.after(60, () => timeline.after(90, computer.sleep('paused'), 'end of another'), 'another');
    passUntil(200);
    expect(told).toEqual(['message at 150, by its clock 1187.5', 'timer at 150, by its clock 1187.5']);
  });

  test('that is suspended has a clock that stands still, and timers that wait for as long', () => {
    const { timeline, computer, clock, told, note, passUntil } = setUp();
    clock.after(125, note('timer'));
    timeline.after(20, () => timeline.after(500, computer.sleep('suspended'), 'end'), 'suspension');
    passUntil(520);
    expect(clock.now()).toBe(1_025);
    expect(clock.wall()).toBe(520);
    passUntil(700);
    expect(told).toEqual(['timer at 600, by its clock 1125']);
  });

  test('that crashes does nothing of what was to happen when it wakes up', () => {
    const { timeline, computer, clock, told, note, passUntil } = setUp();
    clock.after(25, note('timer'));
    const wakeUp = computer.sleep('suspended');
    timeline.after(100, () => computer.crash(), 'crash');
    timeline.after(200, wakeUp, 'end');
    passUntil(300);
    expect(told).toEqual([]);
    expect(computer.isAsleep).toBe(false);
  });

  test('does not call back by a timer that was cancelled in its sleep', () => {
    const { timeline, computer, clock, told, note, passUntil } = setUp();
    const cancel = clock.after(25, note('timer'));
    const wakeUp = computer.sleep('paused');
    timeline.after(100, cancel, 'cancel');
    timeline.after(200, wakeUp, 'end');
    passUntil(300);
    expect(told).toEqual([]);
  });

  test('has a time of day that can be set without its clock', () => {
    const { computer, clock } = setUp();
    computer.setAhead(-3_600_000);
    expect([clock.wall(), clock.now()]).toEqual([-3_600_000, 1_000]);
  });
});
