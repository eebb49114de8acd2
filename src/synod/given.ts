/** What a program gives to a member, compared with what it may be before anything is done. */
import * as v from 'valibot';
import { isNodeId } from '../paxos/node-id.js';
import { aMembersLimits, anAddress, aText, problemIn, type Schema } from './schema.js';

/** An option that does not exist, is missing, or is of another kind. Nothing was done. */
export class InvalidOption extends Error {
  override readonly name = 'InvalidOption';
}

/** The longest time that timers can wait. */
const WITHIN_MAX_MS = 2 ** 31 - 1;

const aFunction = v.function();
const withinMs = v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(WITHIN_MAX_MS)));
const signal = v.optional(v.instance(AbortSignal));

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const opening = v.strictObject({
  folder: aText,
  name: v.optional(aText),
  machine: v.looseObject({ start: v.unknown(), apply: aFunction }),
  listen: v.optional(anAddress),
  peers: v.optional(v.record(v.string(), anAddress)),
  tls: v.optional(aFunction),
  allowPlainText: v.optional(v.boolean()),
  limits: v.optional(aMembersLimits),
  checkMachine: v.optional(v.boolean()),
  compareEvery: v.optional(number),
  log: v.optional(v.looseObject({})),
  trace: v.optional(aText),
  observer: v.optional(v.looseObject({})),
  withinMs,
});
const call = v.strictObject({ withinMs, signal });
const proposing = v.strictObject({
  ...call.entries,
  request: v.optional(v.strictObject({ session: number, sequence: number, answered: count })),
});
const reading = v.strictObject({
  ...call.entries,
  consistency: v.optional(v.picklist(['linearizable', 'local'])),
  after: v.optional(count),
});

const adding = v.strictObject({ id: v.string(), address: v.optional(anAddress) });
const moving = v.strictObject({ id: v.string(), address: anAddress });

/** @throws InvalidOption where a member cannot be opened with that. */
export function assertOpening(options: unknown): void {
  assertIs(opening, options, 'Synod.open');
}

/** @throws InvalidOption where a session cannot be opened with that. */
export function assertCall(options: unknown): void {
  assertIs(call, options, 'openSession');
}

/** @throws InvalidOption where a command cannot be proposed with that. */
export function assertProposing(options: unknown): void {
  assertIs(proposing, options, 'propose');
}

/** @throws InvalidOption where a state cannot be read with that. */
export function assertReading(options: unknown): void {
  assertIs(reading, options, 'read');
}

/** @throws InvalidOption where no member can have that name. */
export function assertName(id: unknown, where: string): void {
  if (!isNodeId(id))
    throw new InvalidOption(
      `${where}: expected a name of 1 to 64 letters, digits, dots, underscores and hyphens; got ${JSON.stringify(id)}`,
    );
}

/** @throws InvalidOption where no member can be added with that. */
export function assertAdding(options: unknown): void {
  assertIs(adding, options, 'members.add');
}

/** @throws InvalidOption where no member can be found there. */
export function assertMoving(options: unknown): void {
  assertIs(moving, options, 'members.move');
}

function assertIs(schema: Schema, options: unknown, where: string): void {
  const problem = problemIn(schema, options);
  if (problem !== undefined) throw new InvalidOption(`${where}: ${problem}`);
}
