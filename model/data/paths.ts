/** Paths into plain data: keys with dots between them. Where a key has dots itself, it is meant. */

/** The first key of a path, and the path from there on, if it goes on. */
function split(data: unknown, path: string): readonly [key: string, rest: string | undefined] {
  const dot = path.indexOf('.');
  if (dot < 0 || Object.hasOwn(Object(data), path)) return [path, undefined];
  return [path.slice(0, dot), path.slice(dot + 1)];
}

/** The value at a path; undefined where there is none. */
export function valueAt(data: unknown, path: string): unknown {
  const [key, rest] = split(data, path);
  const value = Object(data)[key];
  return rest === undefined ? value : valueAt(value, rest);
}

/** The values at some paths, in objects as they were. */
export function picked(data: unknown, paths: readonly string[]): Record<string, unknown> {
  const ways = paths.map((path) => split(data, path));
  const entries = ways.map(([key]) => {
    const deeper = ways.filter(([other]) => other === key).map(([, rest]) => rest);
    const value = Object(data)[key];
    const isWhole = deeper.includes(undefined);
    return [key, isWhole ? value : picked(value, deeper as string[])];
  });
  return Object.fromEntries(entries);
}

/** The object without what is at a path. */
export function omitted(object: object, path: string): object {
  const [key, rest] = split(object, path);
  const entries = Object.entries(object).flatMap(([other, value]) => {
    if (other !== key) return [[other, value]];
    return rest === undefined ? [] : [[key, omitted(Object(value), rest)]];
  });
  return Object.fromEntries(entries);
}
