/** The examples in the docstrings of what the package exports, and how an example becomes a test. */
import { readFileSync } from 'node:fs';

/** One exported function, and what its docstring has. */
export interface Documented {
  /** The entry point, as it is imported. */
  readonly entry: string;
  readonly name: string;
  readonly file: string;
  /** What the docstring says before its tags. */
  readonly says: string;
  readonly example: string;
}

const ROOT = new URL('../../../', import.meta.url);

/** The entry points of the package, and the folders of their sources. */
export const ENTRIES = { 'synod/model': 'model', 'synod/spec': 'spec', synod: 'src' } as const;

/** All functions that the entry points export, with their docstrings; classes are left out. */
export async function documented(): Promise<readonly Documented[]> {
  const all = await Promise.all(
    Object.entries(ENTRIES).map(async ([entry, folder]) => {
      const index = readFileSync(new URL(`${folder}/index.ts`, ROOT), 'utf8');
      const exported = Object.entries(await import(entry)).filter(
        ([, value]) => typeof value === 'function' && !/^class\b/.test(String(value)),
      );
      return exported.map(([name]) => {
        const file = new URL(sourceOf(index, name), new URL(`${folder}/`, ROOT));
        return { entry, name, file: file.pathname, ...docstringOf(readFileSync(file, 'utf8'), name) };
      });
    }),
  );
  return all.flat();
}

/** The file that an index takes a name from. */
function sourceOf(index: string, name: string): string {
  for (const [, names, file] of index.matchAll(/export \{([^}]*)\} from '([^']*)'/g))
    if (names!.split(',').some((each) => each.trim() === name)) return file!.replace(/\.js$/, '.ts');
  throw new Error(`no index exports '${name}' by name; expected \`export { ${name} } from …\``);
}

/** What stands above the function, or its first overload. */
function docstringOf(source: string, name: string): { readonly says: string; readonly example: string } {
  const at = source.search(new RegExp(`^export (async )?function ${name}\\b`, 'm'));
  const above = source.slice(0, Math.max(at, 0));
  if (!above.endsWith('*/\n')) return { says: '', example: '' };
  const lines = above
    .slice(above.lastIndexOf('/**') + 3, -3)
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''));
  const text = lines.join('\n').trim();
  return {
    says: text.split(/^@/m)[0]!.trim(),
    example: /^@example\n(.*?)(?=^@|$(?![\s\S]))/ms.exec(text)?.[1]?.trim() ?? '',
  };
}

/** How many times an example says what comes of it. */
export function claimsOf(example: string): number {
  return example.match(/\/\/ → /g)?.length ?? example.match(/^\/\/ /m)?.length ?? 0;
}

/**
 * The example as the body of a function that throws where something else comes of it. `expression; // → value` is compared by value; below
 * an expression that stands on a line of its own, lines that begin with `//` are the text that it comes to.
 */
export function asTest(example: string): string {
  return example
    .replace(/^(.+)\n((?:\/\/ .*(?:\n|$))+)/gm, (_, expression: string, text: string) => {
      const lines = text.trimEnd().split('\n');
      const expected = lines.map((line) => line.slice('// '.length)).join('\n');
      return `${compared(expression, JSON.stringify(expected))}\n`;
    })
    .replace(/^(.+?) \/\/ → (.+)$/gm, (_, expression: string, value: string) => compared(expression, value));
}

function compared(expression: string, expected: string): string {
  return `assert.deepStrictEqual(${expression.replace(/;$/, '')}, ${expected});`;
}
