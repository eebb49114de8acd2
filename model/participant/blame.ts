/**
 * Which guard or action of a machine is to blame, when a step comes out otherwise than it did before.
 *
 * What counts or remembers may have answered one thing long ago and another ever since, so it is not enough to ask it
 * twice now. But the guard whose other answer makes the step come out as it did before is the one that changed its mind.
 */

import { alike, canonicalKey } from '../data/values.js';
import type { MachineProcess } from './machine.js';
import type { Args, Part } from './monitor.js';
import type { AnyEvent, Outcome, Process, Refusal } from './process.js';

/** What came of a step. */
export type Taken = Outcome<unknown, AnyEvent> | Refusal;

/** Whether a step came out the same. */
export function isSame({ data }: Process, a: Taken, b: Taken): boolean {
  if (typeof a === 'string' || typeof b === 'string') return typeof a === typeof b;
  return alike(a[1], b[1]) && alike(data(a[0]), data(b[0]));
}

/** The part to blame, as errors speak of it; undefined where none can be made out. */
export function toBlame(process: MachineProcess, take: () => Taken, before: Taken): string | undefined {
  const calls: { readonly part: Part; readonly given: string }[] = [];
  const now = listening(process, take, (part, args, answer) => {
    calls.push({ part, given: givenTo(args) });
    return answer;
  });
  const bent = calls.filter(({ part: { kind, says }, given }) => {
    if (kind !== 'guard') return false;
    const otherwise = listening(process, take, (part, args, answer) =>
      part.says === says && givenTo(args) === given ? !answer : answer,
    );
    return otherwise !== undefined && isSame(process, otherwise, before);
  });
  if (bent.length > 0) return either(bent.map(({ part }) => part));
  if (typeof before === 'string' || now === undefined || typeof now === 'string') return undefined;
  const parts = calls.map(({ part }) => part).filter(({ kind }) => kind !== 'guard');
  const suspects = [byContext(process, before, now, parts), byMessage(before, now, parts), parts];
  return either(suspects.find(({ length }) => length > 0) ?? []);
}

function either(parts: readonly Part[]): string | undefined {
  const said = new Set(parts.map(({ says }) => says));
  return said.size === 0 ? undefined : [...said].join(' or ');
}

/** Takes the step while somebody listens to, and may bend, what each part answers. Undefined where that ends in an error. */
function listening(
  { monitor }: MachineProcess,
  take: () => Taken,
  onAnswer: (part: Part, args: Args, answer: unknown) => unknown,
): Taken | undefined {
  monitor.onAnswer = onAnswer;
  try {
    return take();
  } catch {
    return undefined;
  } finally {
    monitor.onAnswer = undefined;
  }
}

function givenTo({ context, event }: Args): string {
  return canonicalKey([context, event]);
}

/** The assigns that computed a key of the context which is not as it was. */
function byContext(
  { show }: Process,
  [before]: Outcome<unknown, AnyEvent>,
  [now]: Outcome<unknown, AnyEvent>,
  parts: readonly Part[],
): readonly Part[] {
  const [was, is] = [before, now].map((state) => show(state).context as Record<string, unknown>);
  const differs = (key: string): boolean => !alike(was![key], is![key]);
  if (!Object.keys({ ...was, ...is }).some(differs)) return [];
  return parts.filter(({ kind, key }) => kind === 'assign' && (key === undefined || differs(key)));
}

/** The emit of the first message that is not as it was; what queues emits has no other part for them. */
function byMessage(
  [, before]: Outcome<unknown, AnyEvent>,
  [, now]: Outcome<unknown, AnyEvent>,
  parts: readonly Part[],
): readonly Part[] {
  const at = now.findIndex((message, index) => !alike(message, before[index]));
  const emits = parts.filter(({ kind }) => kind === 'emit');
  const emit = emits[at];
  return emit === undefined ? parts.filter(({ kind }) => kind === 'enqueue') : [emit];
}
