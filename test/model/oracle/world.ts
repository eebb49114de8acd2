/** The states of the naive explorer, and when two of them are one. */
import { sideOf } from './plan.js';

/** A state of the whole system. */
export interface World {
  /** Each participant's local state, and whether it has stopped. */
  readonly at: readonly number[];
  readonly stopped: readonly boolean[];
  readonly history: readonly number[];
  /** What is under way, sorted; over an ordered network by channel, and then in the order in which it was sent. */
  readonly mail: readonly Mail[];
  /** How many restarts and stops are left to each role, and splits to the network. */
  readonly left: {
    readonly restarts: readonly number[];
    readonly stops: readonly number[];
    readonly splits: number;
  };
  readonly isSplit: boolean;
  readonly round: number;
}

/** A message under way. Over a lossy network it is for all its receivers; else each has a copy. */
export interface Mail {
  readonly type: string;
  readonly data: number;
  readonly from: string;
  readonly to: string | readonly string[];
}

export function sorted(mail: readonly Mail[]): Mail[] {
  return [...mail].sort((a, b) => (textOfMail(a) < textOfMail(b) ? -1 : 1));
}

/** Sorted by sender and receiver; within a channel the order stays. */
export function byChannel(mail: readonly Mail[]): Mail[] {
  const channel = ({ from, to }: Mail): string => `${from} ${to}`;
  return [...mail].sort((a, b) => (channel(a) < channel(b) ? -1 : channel(a) > channel(b) ? 1 : 0));
}

/** Two states are one where this is the same. */
export function textOf({ at, stopped, history, mail, left, isSplit, round }: World): string {
  const text = kept(mail, () => mail.map(textOfMail).join());
  return `${JSON.stringify([at, stopped, history, left, isSplit, round])}${text}`;
}

export function textOfMail(mail: Mail): string {
  const { type, data, from, to } = mail;
  return kept(mail, () => JSON.stringify([type, data, from, to]));
}

/** Written out once: the same mail is in many states. */
function kept(what: object, write: () => string): string {
  const text = texts.get(what) ?? write();
  texts.set(what, text);
  return text;
}

const texts = new WeakMap<object, string>();

/** Whether two messages have type, sender and receiver in common, and perhaps what they say. */
export function isSameKind(one: Mail, other: Mail, byData: boolean): boolean {
  const isSameData = !byData || one.data === other.data;
  return isSameData && one.type === other.type && one.from === other.from && one.to === other.to;
}

/** Whether what one participant sends can be received by another now. */
export function hears({ isSplit }: World, receiver: string, sender: string): boolean {
  const [one, other] = [sideOf(receiver), sideOf(sender)];
  return !isSplit || one === undefined || other === undefined || one === other;
}
