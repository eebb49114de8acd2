/**
 * Runs the code of participants and properties with the doors to the outside shut: clock, randomness and timers.
 *
 * A step must depend on its state and its event alone, for its result is kept and stands for every time that it is
 * taken. The doors are shut for the moment of a call, or of a slice of the search; the host has its clock and its timers back
 * when it ends.
 */
import { alike, canonicalKey, thawed } from './values.js';

/** What a model asked of the outside, and what it should do instead. */
export class Impurity extends Error {
  override readonly name = 'Impurity';

  /** @param part the guard or action that asked, where that is known. */
  constructor(
    message: string,
    readonly part: string | undefined,
  ) {
    super(message);
  }
}

/** Whether the doors are shut, and whether the model's own code is running. */
let isShut = false;
let isPure = false;
let refused: Impurity | undefined;
let asking: () => string | undefined = () => undefined;

/**
 * Runs code that must be a function of what it is given.
 *
 * @param who names the part of the model that is running.
 * @throws Impurity where the code asks for the time, a random number or a timer, even if it catches the error that it is
 * given for it.
 */
export function purely<Value>(run: () => Value, who: () => string | undefined = () => undefined): Value {
  if (isPure) return run();
  isPure = true;
  asking = who;
  refused = undefined;
  try {
    return withDoorsShut(run);
  } finally {
    isPure = false;
    complain();
  }
}

/** Shuts the doors for a while in which code is called purely again and again: to shut them takes longer than many a step. */
export function withDoorsShut<Value>(run: () => Value): Value {
  if (isShut) return run();
  isShut = true;
  shutDoors();
  try {
    return run();
  } finally {
    openDoors();
    isShut = false;
  }
}

/** What was refused is said last, over whatever became of it in code that catches errors, or wraps them. */
function complain(): void {
  if (refused !== undefined) throw refused;
}

/** How closely code is watched. */
type Care = 'usual' | 'strict' | 'utmost';

let care: Care = 'usual';

/** Whether code is to be run twice, on copies of its arguments that it could write to, and to be compared. */
export function isStrict(): boolean {
  return care !== 'usual';
}

/** Whether, besides, it is to be seen after each guard and action whether it wrote to them. */
export function isUtmost(): boolean {
  return care === 'utmost';
}

/** Runs something with care. */
export function withCare<Value>(how: Care, run: () => Value): Value {
  const before = care;
  care = how;
  try {
    return run();
  } finally {
    care = before;
  }
}

/** What code must not do to what it is given. */
export const WRITES =
  'writes to the context or the event that it is given; expected it to leave them as they are and to return what changes';

/** What code must not do with what it is given. */
export function differs(first: unknown, second: unknown): string {
  return (
    `answers ${canonicalKey(first)} and then ${canonicalKey(second)} to the same context and event; expected a function of these alone, ` +
    'which neither counts nor remembers'
  );
}

/**
 * Calls a function of plain data.
 *
 * @throws Error where it is no function of its arguments, as far as one call shows; strictly, as far as two do.
 */
export function called<Args extends readonly unknown[], Answer>(
  code: (...args: Args) => Answer,
  ...args: Args
): Answer {
  if (!isStrict()) return purely(() => code(...args));
  const copies = thawed(args);
  const [first, second] = purely(() => [code(...copies), code(...copies)] as const);
  if (!alike(copies, args)) throw new Error(`it ${WRITES}`);
  if (!alike(first, second)) throw new Error(`it ${differs(first, second)}`);
  return first;
}

/** What of the outside there may be, in Node or in a browser. */
interface Host {
  Date: DateConstructor;
  setTimeout: unknown;
  setInterval: unknown;
  setImmediate?: unknown;
  queueMicrotask: unknown;
  readonly process?: { hrtime?: unknown; nextTick?: unknown };
  readonly Performance?: { readonly prototype: { now: unknown } };
  readonly Crypto?: { readonly prototype: { getRandomValues: unknown; randomUUID?: unknown } };
}

const host = globalThis as unknown as Host;
const { process, Performance, Crypto } = host;
/** The real one, whatever the host puts in its place for a while. */
const dates = Date;

/** What stands at the doors. They are written out here and below, for a list of them would take ten times as long. */
interface Doors {
  readonly Date: DateConstructor;
  readonly dateNow: unknown;
  readonly performanceNow: unknown;
  readonly hrtime: unknown;
  readonly random: unknown;
  readonly randomValues: unknown;
  readonly randomUUID: unknown;
  readonly setTimeout: unknown;
  readonly setInterval: unknown;
  readonly setImmediate: unknown;
  readonly queueMicrotask: unknown;
  readonly nextTick: unknown;
}

function standing(): Doors {
  const { setTimeout, setInterval, setImmediate, queueMicrotask } = host;
  return {
    Date: host.Date,
    dateNow: dates.now,
    performanceNow: Performance?.prototype.now,
    hrtime: process?.hrtime,
    random: Math.random,
    randomValues: Crypto?.prototype.getRandomValues,
    randomUUID: Crypto?.prototype.randomUUID,
    setTimeout,
    setInterval,
    setImmediate,
    queueMicrotask,
    nextTick: process?.nextTick,
  };
}

function put(doors: Doors): void {
  host.Date = doors.Date;
  dates.now = doors.dateNow as typeof Date.now;
  Math.random = doors.random as typeof Math.random;
  host.setTimeout = doors.setTimeout;
  host.setInterval = doors.setInterval;
  host.queueMicrotask = doors.queueMicrotask;
  if (host.setImmediate !== undefined) host.setImmediate = doors.setImmediate;
  if (Performance !== undefined) Performance.prototype.now = doors.performanceNow;
  if (process?.hrtime !== undefined) process.hrtime = doors.hrtime;
  if (process?.nextTick !== undefined) process.nextTick = doors.nextTick;
  if (Crypto === undefined) return;
  Crypto.prototype.getRandomValues = doors.randomValues;
  if (Crypto.prototype.randomUUID !== undefined) Crypto.prototype.randomUUID = doors.randomUUID;
}

let open: Doors;

function shutDoors(): void {
  open = standing();
  put(REFUSALS);
}

function openDoors(): void {
  put(open);
}

type Refusal = () => never;

function clock(call: string): Refusal {
  return refusing(`${call}, which reads the clock; make what happens in time an event, ${AS_INPUT}`);
}

function chance(call: string): Refusal {
  return refusing(`${call}, which leaves it to chance; make the choice several events, ${AS_INPUT}`);
}

function later(call: string): Refusal {
  return refusing(`${call}, which starts something later; make the timeout an event, ${AS_INPUT}`);
}

const AS_INPUT = "listed under the role's 'inputs', so that everything that may happen is explored";

function refusing(what: string): Refusal {
  return () => {
    refused ??= new Impurity(`calls ${what}`, asking());
    throw refused;
  };
}

/** The constructor of dates, which still makes those that are given, and knows no present. */
function dateThatMustBeTold(date: DateConstructor): DateConstructor {
  const refuse = clock('new Date()');
  return new Proxy(date, {
    construct: (target, args, newTarget) =>
      args.length === 0 ? refuse() : Reflect.construct(target, args, newTarget),
    apply: clock('Date()'),
  });
}

const REFUSALS: Doors = {
  Date: dateThatMustBeTold(dates),
  dateNow: clock('Date.now()'),
  performanceNow: clock('performance.now()'),
  hrtime: Object.assign(clock('process.hrtime()'), { bigint: clock('process.hrtime.bigint()') }),
  random: chance('Math.random()'),
  randomValues: chance('crypto.getRandomValues()'),
  randomUUID: chance('crypto.randomUUID()'),
  setTimeout: later('setTimeout()'),
  setInterval: later('setInterval()'),
  setImmediate: later('setImmediate()'),
  queueMicrotask: later('queueMicrotask()'),
  nextTick: later('process.nextTick()'),
};
