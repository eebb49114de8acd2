/** Plain data again, which shares nothing with the first: what simulated nodes send and keep is nothing else. structuredClone takes several times as long. */
export function copied<Data>(data: Data): Data {
  if (Array.isArray(data)) return data.map(copied) as Data;
  if (typeof data !== 'object' || data === null) return data;
  const copy: Record<string, unknown> = {};
  for (const key in data) copy[key] = copied(data[key]);
  return copy as Data;
}
