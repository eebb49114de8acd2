/** The mapping of chapter 20's replica that answers reads, to the functions by which a replica takes a read and a message. */
import type { Pair } from '#model/index.js';
import type { Asked } from '#spec/20-clients-that-retry/quorum-reads.js';
import type { ReadMessage } from '#spec/20-clients-that-retry/read-messages.js';
import { executedThrough, type ReaderContext } from '#spec/20-clients-that-retry/reader.js';
import type { Configuration } from '#src/paxos/configuration.js';
import { SETTLED } from '#src/paxos/durability.js';
import { type Persist, persist, type Send, send } from '#src/paxos/effect.js';
import { read } from '#src/paxos/reading.js';
import { receive } from '#src/paxos/receiving.js';
import type { ReplicaRecord } from '#src/paxos/record.js';
import type { ReplicaEffect } from '#src/paxos/replica-effect.js';
import { settingsOf } from '#src/paxos/replica-state.js';
import { Turn } from '#src/paxos/turn.js';
import type { ListingMapping } from '../compare.js';
import { asNode } from '../parliament/words.js';
import {
  decidedOf,
  type Heard,
  heardOf,
  machine,
  type Orders,
  type Reader,
  readerOf,
  specReaderOf,
} from './words.js';

/** The functions that a replica calls; a mutant has another one in the place of one of them. */
export interface ReadFunctions {
  readonly read: typeof read<Asked, Orders, number>;
  readonly receive: typeof receive<Asked, Orders, number>;
}

export const production: ReadFunctions = { read, receive };

type Input =
  | { readonly type: 'read' }
  | { readonly from: string; readonly message: ReturnType<typeof heardOf> };

/** What is sent is compared with what it rests on, and a reply as what is sent to the reader's user. */
type Effect = Persist<ReplicaRecord<Asked, Orders, number>> | Send<unknown>;

const USER = { node: asNode('user') };

export function readerMapping(
  id: string,
  configuration: Configuration,
  { read, receive }: ReadFunctions,
): ListingMapping<Reader, Input, Effect> {
  const settings = settingsOf({ id: asNode(id), incarnation: 0, configuration, machine });
  return {
    concretise: (spec) => [readerOf(spec, settings)],
    abstract: specReaderOf,
    kept: ({ value, context }) => {
      const { votes, log, asked, told, last } = context as ReaderContext;
      return { value, context: { votes, log, asked, told, last } };
    },
    input: (event) => {
      if (event.type === 'read') return { type: 'read' };
      const { from, ...message } = event as unknown as Heard & { readonly from: string };
      return { from, message: heardOf(message) };
    },
    follow: ({ before, after = before, event, sent }) => {
      const isNews = event.type === 'decided' && after !== before;
      const decided = isNews ? [decidedOf(event as unknown as ReadMessage<'decided'>)] : [];
      return {
        after: readerOf(after, settings),
        effects: [
          ...decided.map((one) => persist({ type: 'decided', ...one } as const)),
          ...sent.flatMap((message) => sendsOf(message as never, after.context as ReaderContext)),
        ],
      };
    },
    step: ({ replica, asked }, input) => {
      const turn = new Turn(settings, replica);
      const number = 'from' in input ? asked : asked + 1;
      if ('from' in input) receive(turn, asNode(input.from), input.message);
      else read(turn, { read: number, command: 'howMany', notAfter: null });
      const [after, effects] = turn.end();
      return [{ replica: { ...after, durability: SETTLED }, asked: number }, effects.flatMap(listed)];
    },
  };
}

/** Why a pair is not compared; undefined where it is. */
export function whyLeft({ before, event, after }: Pair): string | undefined {
  if (event.type === 'accept') return 'votes are chapter 16’s';
  if (event.type !== 'read' || after !== undefined) return undefined;
  // Production takes both.
  return before.value === 'reading' ? 'a read while one is under way' : 'a read more than the bound on reads';
}

type Said = ReadMessage<'ask' | 'frontier' | 'told'> & { readonly to: string | readonly string[] };

function sendsOf({ to, ...message }: Said, after: ReaderContext): readonly Send<unknown>[] {
  if (message.type !== 'told')
    return [to].flat().map((node) => send({ node: asNode(node) }, { ...message, restsOn: 0 }));
  const subject = { type: 'read', read: after.asked };
  const reply = { type: 'answered', slot: executedThrough(after), answer: message.orders };
  return [send(USER, { type: 'reply', to: subject, reply, restsOn: 0 })];
}

function listed(effect: ReplicaEffect<Asked, Orders, number>): readonly Effect[] {
  if (effect.type === 'persist') return effect.records.map((record) => persist(record));
  if (effect.type === 'send')
    return [send({ node: effect.to }, { ...effect.message, restsOn: effect.restsOn })];
  // What a slot came to is chapter 20's service.
  return effect.type === 'reply' ? [send(USER, effect)] : [];
}
