/** Copies that share nothing with anybody, and that nobody can change. */

/**
 * The data copied to its depth, and frozen. Bytes are copied too, but nothing can freeze them: compare them afterwards.
 */
export function frozenCopy<Data>(data: Data): Data {
  if (typeof data !== 'object' || data === null) return data;
  if (ArrayBuffer.isView(data)) return structuredClone(data);
  if (Array.isArray(data)) return Object.freeze(data.map(frozenCopy)) as Data;
  return Object.freeze(
    Object.fromEntries(Object.entries(data).map(([key, item]) => [key, frozenCopy(item)])),
  ) as Data;
}

/** Whether the error is V8's answer to a write into a frozen object. */
export function isWriteRefused(thrown: unknown): boolean {
  return (
    thrown instanceof TypeError &&
    /read only property|object is not extensible|Cannot (delete|redefine|define) property/.test(
      thrown.message,
    )
  );
}
