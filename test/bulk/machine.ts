/** The machine of the test of size: sums by key. */

export interface Command {
  readonly key: string;
  readonly add: number;
}

export type State = Readonly<Record<string, number>>;

export const sums = {
  start: {} as State,
  apply: (state: State, { key, add }: Command): readonly [State, number] => {
    const sum = (state[key] ?? 0) + add;
    return [{ ...state, [key]: sum }, sum];
  },
};
