/** Plain data again, which shares nothing with the first: what simulated nodes send and keep is nothing else. structuredClone takes several times as long. */
export function copied<Data>(data: Data): Data {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map(copied) as Data;
  // Spread first: its keys are then known, and need no room of their own.
  const copy = { ...data } as Record<string, unknown>;
  for (const key in copy) {
    const item = copy[key];
    if (typeof item === 'object' && item !== null) copy[key] = copied(item);
  }
  return copy as Data;
}
