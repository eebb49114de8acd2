/** Systems of one's own: a TypeScript or JavaScript file given in the place of a chapter. */
import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import type { Chapter, Instance } from '#spec/index.js';
import { UsageError } from '../terminal/exit.js';

/** Whether an argument is a file and not a chapter's name. */
export function isFile(argument: string): boolean {
  return /[/\\]/.test(argument) || /\.[cm]?[jt]s$/.test(argument);
}

/**
 * Loads each file as a chapter.
 *
 * @throws UsageError where two are chapters of one name, by which reports, traces and verdicts tell them apart.
 */
export async function loadAllOwn(files: readonly string[]): Promise<readonly Chapter[]> {
  const own = await Promise.all(files.map(loadOwn));
  const ids = own.map(({ id }) => id);
  const twice = ids.findIndex((id, at) => ids.indexOf(id) < at);
  if (twice === -1) return own;
  const id = ids[twice]!;
  throw new UsageError(
    `'${files[ids.indexOf(id)]}' and '${files[twice]}' are both called '${id}'; ` +
      'expected files of different names in one run: rename one, or check each by itself',
  );
}

/**
 * Loads a file as a chapter. Its default export is an instance, a list of instances, or a chapter, made with `instance`, `holds` and
 * `fails` of `synod/spec`. TypeScript is loaded as it is. `synod/model` and `synod/spec` are those of this program.
 *
 * @throws UsageError where there is no such file, or what it exports is none of these.
 */
export async function loadOwn(file: string): Promise<Chapter> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new UsageError(
      `there is no file '${file}'; expected a chapter, or the path of a file with systems`,
    );
  const [{ createJiti }, model, spec] = await Promise.all([
    import('jiti'),
    import('#model/index.js'),
    import('#spec/index.js'),
  ]);
  /** A module in which a name that it does not export is an error, and not undefined. */
  const withErrors = (module: object, name: string): object =>
    // Whoever loads the file asks first whether a name is there, and takes it only then.
    new Proxy(model.checks.strict({ ...module }, `the exports of ${name}`), { has: () => true });
  const virtualModules = {
    'synod/model': withErrors(model, 'synod/model'),
    'synod/spec': withErrors(spec, 'synod/spec'),
  };
  const found = await createJiti(import.meta.url, { virtualModules })
    .import(path, { default: true })
    .catch((error: unknown) => {
      throw new Error(`${file} cannot be loaded: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    });
  const id = basename(file, extname(file));
  const instances = Array.isArray(found) ? found : [found];
  if (isChapter(found)) return withNames(found, file);
  if (instances.length > 0 && instances.every(isInstance))
    return withNames({ id, title: id, question: '', instances }, file);
  throw new UsageError(
    `${file}: expected the default export to be an instance, a list of instances or a chapter, got ${kindOf(found)}; ` +
      "write export default instance('its name', system, [holds(property), …]) with these from 'synod/spec'",
  );
}

/** Traces and verdicts are found again by name. */
function withNames(chapter: Chapter, file: string): Chapter {
  const names = chapter.instances.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return chapter;
  throw new UsageError(`${file}: two instances are called '${twice}'; expected names of their own`);
}

function isInstance(value: unknown): value is Instance {
  return typeof value === 'object' && value !== null && 'system' in value && 'claims' in value;
}

function isChapter(value: unknown): value is Chapter {
  return typeof value === 'object' && value !== null && 'id' in value && 'instances' in value;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list of something else';
  if (value === undefined) return 'none';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
