/**
 * Runs the code of participants and properties with the doors to the outside shut: clock, randomness and timers.
 *
 * A step must depend on its state and its event alone, for its result is kept and stands for every time that it is
 * taken. The doors are shut for the moment of a call, or of a slice of the search; the host has its clock and its timers back
 * when it ends.
 */
import { ModelError } from '../data/model-error.js';
import { alike, canonicalKey, thawed } from '../data/values.js';

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
let complaint: Impurity | undefined;
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
  complaint = undefined;
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
  if (complaint !== undefined) throw complaint;
}

let strict = false;

/** Whether code is to be run twice, on copies of its arguments that it could write to, and to be compared. */
export function isStrict(): boolean {
  return strict;
}

/** Runs something strictly. */
export function strictly<Value>(run: () => Value): Value {
  strict = true;
  try {
    return run();
  } finally {
    strict = false;
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

/**
 * The answer of code that is no participant's.
 *
 * @param whose how errors speak of it: `property 'votes are safe'`.
 * @throws ModelError where it throws.
 */
export function answered(whose: string, code: () => unknown): unknown {
  try {
    return purely(code);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(`${whose} threw: ${reason}`, { cause: error });
  }
}

type Refusal = () => never;

/** Why something of the host's is refused, as what follows its name, and what is to be done. */
const REASONS = {
  clock: ['reads the clock', 'make what happens in time an event'],
  chance: ['leaves it to chance', 'make the choice several events'],
  load: ['reads how busy the host is', 'make what depends on it an event'],
  later: ['starts something later', 'make the timeout an event'],
} as const;

function refused(call: string, reason: keyof typeof REASONS): Refusal {
  const [why, instead] = REASONS[reason];
  return refusing(
    `calls ${call}, which ${why}; ${instead}, listed under the role's 'inputs', so that everything that may happen is explored`,
  );
}

function refusing(what: string): Refusal {
  return () => {
    complaint ??= new Impurity(what, asking());
    throw complaint;
  };
}

/**
 * Something that code is shown and must not look at: whatever is done with it is refused.
 *
 * @param but what of it may be had all the same.
 */
export function forbidden(what: string, but: Readonly<Record<string, unknown>> = {}): object {
  const refuse = refusing(
    `looks at '${what}', or starts a child; expected a function of context and event alone: participants are separate instances of a ` +
      'system, and no actor runs',
  );
  const traps = new Proxy({}, { get: () => refuse });
  const get = (_: object, key: string): unknown => (Object.hasOwn(but, key) ? but[key] : refuse());
  return new Proxy({}, Object.setPrototypeOf({ get }, traps));
}

/** A way to the outside: a property of something in the host, and what stands there while it is shut. */
interface Door {
  readonly of: object | undefined;
  readonly key: string;
  readonly shut: PropertyDescriptor;
}

/** The real one, whatever the host puts in its place for a while. */
const dates = Date;

/** The constructor of dates, which still makes those that are given, and knows no present. */
const datesThatAreTold = new Proxy(dates, {
  construct: (target, args, newTarget) =>
    args.length === 0 ? refused('new Date()', 'clock')() : Reflect.construct(target, args, newTarget),
  apply: refused('Date()', 'clock'),
});

const { process, Performance, Crypto, Event, AbortSignal } = globalThis as unknown as Readonly<
  Record<string, { readonly prototype: object } | undefined>
>;
const hrtime = Object.assign(refused('process.hrtime()', 'clock'), {
  bigint: refused('process.hrtime.bigint()', 'clock'),
});

/** Of what the host has, in Node or in a browser: what it is of, what that is called, its methods, and why they are refused. */
const CALLS: readonly (readonly [object | undefined, string, readonly string[], keyof typeof REASONS])[] = [
  [dates, 'Date.', ['now'], 'clock'],
  [Performance?.prototype, 'performance.', ['now', 'mark', 'measure', 'toJSON'], 'clock'],
  [process, 'process.', ['uptime'], 'clock'],
  [process, 'process.', ['cpuUsage', 'memoryUsage', 'resourceUsage', 'availableMemory'], 'load'],
  [Math, 'Math.', ['random'], 'chance'],
  [Crypto?.prototype, 'crypto.', ['getRandomValues', 'randomUUID'], 'chance'],
  [globalThis, '', ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'], 'later'],
  [process, 'process.', ['nextTick'], 'later'],
  [AbortSignal, 'AbortSignal.', ['timeout'], 'later'],
];

const DOORS = [
  door(globalThis, 'Date', { value: datesThatAreTold }),
  door(dates.prototype, 'constructor', { value: datesThatAreTold }),
  door(process, 'hrtime', { value: hrtime }),
  door(Performance?.prototype, 'timeOrigin', { get: refused('performance.timeOrigin', 'clock') }),
  door(Event?.prototype, 'timeStamp', { get: refused('event.timeStamp', 'clock') }),
  ...CALLS.flatMap(([of, prefix, keys, reason]) =>
    keys.map((key) => door(of, key, { value: refused(`${prefix}${key}()`, reason) })),
  ),
].filter(isThere);

function door(of: object | undefined, key: string, shut: PropertyDescriptor): Door {
  return { of, key, shut: { ...shut, configurable: true, ...('value' in shut && { writable: true }) } };
}

function isThere(door: Door): door is Door & { readonly of: object } {
  return door.of !== undefined && Object.getOwnPropertyDescriptor(door.of, door.key)?.configurable === true;
}

/** What stood there before. */
let open: readonly (PropertyDescriptor | undefined)[] = [];

function shutDoors(): void {
  open = DOORS.map(({ of, key, shut }) => {
    const standing = Object.getOwnPropertyDescriptor(of, key);
    Object.defineProperty(of, key, shut);
    return standing;
  });
}

function openDoors(): void {
  for (const [at, { of, key }] of DOORS.entries()) {
    const standing = open[at];
    if (standing === undefined) Reflect.deleteProperty(of, key);
    else Object.defineProperty(of, key, standing);
  }
}
