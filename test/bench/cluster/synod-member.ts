/** A program that uses synod: `node synod-member.js SETTING`. It does what its parent asks, and ends with it. */
import { Synod } from '#src/synod/synod.js';
import { tableMachine } from '#src/table/table.js';
import { type Kind, keyAt, type Load, load, type Pace, valuesOf } from './load.js';

export interface Setting {
  readonly folder: string;
  readonly listen: string;
  readonly peers: Readonly<Record<string, string>>;
  readonly valueBytes: number;
}

export interface Question {
  readonly id: number;
  readonly type: 'leader' | 'put' | 'load';
  readonly index?: number;
  readonly kind?: Kind;
  readonly pace?: Pace;
  readonly forMs?: number;
}

export interface Reply {
  readonly id: number;
  readonly leader?: string | null;
  readonly load?: Load;
  readonly error?: string;
}

process.on('disconnect', () => process.exit());
const { valueBytes, ...options }: Setting = JSON.parse(process.argv[2]!);
const valueAt = valuesOf(valueBytes);
const member = await Synod.open({
  ...options,
  // The network is the benchmark's own.
  allowPlainText: true,
  machine: tableMachine(),
  log: { level: 'error' },
});

process.on('message', async (question: Question) => {
  const { id } = question;
  const told = await answer(question).catch((error: unknown) => ({ error: String(error) }));
  process.send!({ id, ...told } satisfies Reply);
});

async function answer({
  type,
  index = 0,
  kind,
  pace = { callers: 1 },
  forMs = 0,
}: Question): Promise<Omit<Reply, 'id'>> {
  if (type === 'leader') return { leader: member.status.leader };
  if (type === 'load') return { load: await load(kind === 'write' ? put : get, pace, forMs) };
  await put(index);
  return {};
}

function put(index: number): Promise<unknown> {
  return member.propose({ type: 'put', key: keyAt(index), value: valueAt(index) });
}

function get(index: number): Promise<unknown> {
  return member.read({ type: 'get', key: keyAt(index) });
}
