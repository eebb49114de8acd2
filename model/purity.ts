/**
 * Runs the code of participants and properties with the doors to the outside shut: clock, randomness and timers.
 *
 * A step must depend on its state and its event alone, for its result is kept and stands for every time that it is
 * taken. The doors are shut for the moment of a call only; the host has its clock and its timers back when it ends.
 */

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

let shut = false;
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
  if (shut) return run();
  shut = true;
  asking = who;
  refused = undefined;
  shutDoors();
  try {
    return run();
  } finally {
    openDoors();
    shut = false;
    complain();
  }
}

/** What was refused is said last, over whatever became of it in code that catches errors, or wraps them. */
function complain(): void {
  if (refused !== undefined) throw refused;
}

/** A property of some object through which code reaches the outside. */
interface Door {
  readonly owner: Record<string, unknown>;
  readonly key: string;
  readonly refusal: unknown;
  /** What stands there while the doors are open. */
  open: unknown;
}

let doors: readonly Door[] | undefined;

function shutDoors(): void {
  doors ??= allDoors();
  for (const door of doors) {
    door.open = door.owner[door.key];
    door.owner[door.key] = door.refusal;
  }
}

function openDoors(): void {
  for (const door of doors!) door.owner[door.key] = door.open;
}

/** What of the outside there may be, in Node or in a browser. */
interface Outside {
  readonly process?: { readonly hrtime?: unknown };
  readonly Performance?: { readonly prototype: unknown };
  readonly Crypto?: { readonly prototype: unknown };
}

function allDoors(): readonly Door[] {
  const { process, Performance, Crypto } = globalThis as unknown as Outside;
  const bigint = clock('process.hrtime.bigint()');
  const hrtime = Object.assign(clock('process.hrtime()'), { bigint });
  return [
    ...door(Date, 'now', clock('Date.now()')),
    ...door(globalThis, 'Date', dateThatMustBeTold(Date)),
    ...door(Performance?.prototype, 'now', clock('performance.now()')),
    ...door(process, 'hrtime', hrtime),
    ...door(process?.hrtime, 'bigint', bigint),
    ...door(Math, 'random', chance('Math.random()')),
    ...door(Crypto?.prototype, 'getRandomValues', chance('crypto.getRandomValues()')),
    ...door(Crypto?.prototype, 'randomUUID', chance('crypto.randomUUID()')),
    ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].flatMap((timer) =>
      door(globalThis, timer, later(`${timer}()`)),
    ),
    ...door(process, 'nextTick', later('process.nextTick()')),
  ];
}

/** A door, if it is there and can be shut. */
function door(owner: unknown, key: string, refusal: unknown): readonly Door[] {
  if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null) return [];
  if (Object.getOwnPropertyDescriptor(owner, key)?.writable !== true) return [];
  return [{ owner: owner as Door['owner'], key, refusal, open: undefined }];
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
