/** The machine of the tests of size: sums by key beside as many rows of data as are asked for. */

export type Command =
  | { readonly type: 'add'; readonly key: string; readonly add: number }
  /** Adds about a megabyte. */
  | { readonly type: 'grow' };

export interface Row {
  readonly number: number;
  readonly text: string;
}

export interface State {
  readonly sums: Readonly<Record<string, number>>;
  readonly bulk: readonly (readonly Row[])[];
}

const ROWS = 1_000;

export const bulky = {
  start: { sums: {}, bulk: [] } as State,
  apply: (state: State, command: Command): readonly [State, number] => {
    const { sums, bulk } = state;
    if (command.type === 'grow') {
      const rows = Array.from({ length: ROWS }, (_, row) => {
        const number = bulk.length * ROWS + row;
        return { number, text: String(number).padStart(8, '0').repeat(120) };
      });
      return [{ sums, bulk: [...bulk, rows] }, bulk.length + 1];
    }
    const sum = (sums[command.key] ?? 0) + command.add;
    return [{ sums: { ...sums, [command.key]: sum }, bulk }, sum];
  },
};

/** What the tests ask of a member's process. */
export type Question =
  | { readonly id: number; readonly type: 'call'; readonly command: Command }
  /** Begins its measurements anew. */
  | { readonly id: number; readonly type: 'status' };

export interface Status {
  readonly leader: string | null;
  readonly executed: number;
  readonly megabytes: number;
  /** What it has heard lead since the last question, one after the other. */
  readonly leaders: readonly string[];
  /** The longest that its event loop stood still since then. */
  readonly stalledMs: number;
  readonly heapBytes: number;
}

export type Reply = { readonly id: number } & (
  | { readonly type: 'answered'; readonly answer: number }
  | { readonly type: 'failed'; readonly why: string }
  | { readonly type: 'status'; readonly status: Status }
);
