/** The house as the book's machinery sees it: a folder, the chapters, what the files of their folders export. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Chapter, chapters } from '#spec/index.js';

export interface House {
  /** The folder of all; absolute. */
  readonly root: string;
  /** In the order of the book. */
  readonly chapters: readonly Chapter[];
  readonly exportsOf: (chapter: Chapter) => readonly Export[];
}

/** Something that a file of a chapter's folder exports. */
export interface Export {
  readonly name: string;
  readonly value: unknown;
}

const ROOT = new URL('../../../', import.meta.url);

/** This house, from its built files. */
export async function thisHouse(): Promise<House> {
  const exports = new Map<string, readonly Export[]>();
  for (const { id } of chapters) exports.set(id, await exportsOfFolder(id));
  return { root: fileURLToPath(ROOT), chapters, exportsOf: ({ id }) => exports.get(id) ?? [] };
}

/** By the sources, since a source that is gone may have left a built file behind. */
async function exportsOfFolder(id: string): Promise<readonly Export[]> {
  const folder = join(fileURLToPath(ROOT), 'spec', id);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(
    sources.map((source) => import(new URL(`dist/spec/${id}/${source.replace(/ts$/, 'js')}`, ROOT).href)),
  );
  return modules.flatMap((module) => Object.entries(module).map(([name, value]) => ({ name, value })));
}

/** Folders that hold nothing to read: what is installed, built or hidden. */
const APART = /^(?:\.|node_modules$|dist$)/;

/** The files in which blocks may stand, relative to the house, in a fixed order: Markdown, and drawings, in which markers are comments too. */
export function pageFiles(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return APART.test(entry.name) ? [] : pageFiles(root, path);
      return /\.(?:md|svg)$/.test(entry.name) ? [path] : [];
    });
}
