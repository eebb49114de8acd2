/** Where two texts part. */

export interface Difference {
  /** The number of the line, from 0. */
  readonly at: number;
  /** The line as it should be; absent where there should be none. */
  readonly expected?: string;
  readonly got?: string;
}

/** The first line in which they differ; `undefined` where they are the same. */
export function firstDifference(expected: readonly string[], got: readonly string[]): Difference | undefined {
  const length = Math.max(expected.length, got.length);
  for (let at = 0; at < length; at++)
    if (expected[at] !== got[at])
      return {
        at,
        ...(at < expected.length && { expected: expected[at]! }),
        ...(at < got.length && { got: got[at]! }),
      };
  return undefined;
}
