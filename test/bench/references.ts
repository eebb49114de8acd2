/** The reference models there are, found by looking into their folder: the benchmark knows none by name. */
import { readdir } from 'node:fs/promises';
import { meanings, type Reference } from '#test/reference/reference.js';

const FOLDER = new URL('../reference/', import.meta.url);

/** Each reference model, by the name of its file. */
export async function references(): Promise<ReadonlyMap<string, Reference>> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'));
  const found = new Map<string, Reference>();
  for (const file of files.sort()) {
    const module: { readonly default?: Reference } = await import(new URL(file, FOLDER).href);
    if (module.default) found.set(file.slice(0, -'.js'.length), module.default);
  }
  return found;
}

/** One line a model: `message-set A V B    message-set Paxos (A acceptors, V values, B ballots)`. */
export function usage(models: ReadonlyMap<string, Reference>): string {
  const lines = [...models].map(([name, { title, parameters }]) => ({
    call: [name, ...Object.keys(parameters)].join(' '),
    meaning: `${title}: ${meanings(parameters)}`,
  }));
  const width = Math.max(...lines.map(({ call }) => call.length));
  return lines.map(({ call, meaning }) => `  ${call.padEnd(width)}  ${meaning}`).join('\n');
}
