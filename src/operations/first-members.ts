/** `synod init`, `restore` and `recover`: new members get their stores, with nothing in them or with the state of another cluster. */
import { type Configuration, configurationIn } from '../serve/configuration.js';
import { readBackup } from '../storage/backup.js';
import type { Io } from '../terminal/io.js';
import { backUp, tellBackup } from './backup.js';
import { type Founding, initialise } from './founding.js';
import type { Given, Writing } from './given.js';

export interface InitOptions extends Given {
  readonly new?: boolean;
}

export interface RestoreOptions extends InitOptions {
  readonly from: string;
}

export interface RecoverOptions extends Writing {
  readonly from: readonly string[];
}

/** Makes the store of a first member of a cluster that begins with nothing, or of a member that was added to one. */
export async function init({ config, json, new: isNew = false }: InitOptions, io: Io): Promise<void> {
  await make(configurationIn(config, io.env), { isNew }, 'synod init', json, io);
}

/** Makes the store of a first member of a cluster that begins with the state of a backup. */
export async function restore(options: RestoreOptions, io: Io): Promise<void> {
  const { config, from, json, new: isNew = false } = options;
  const configuration = configurationIn(config, io.env);
  const seed = await readBackup(from);
  await make(configuration, { isNew, seed }, `synod restore --from ${from}`, json, io);
}

/** Founds a cluster that begins with what is left of another one, and makes the store of its first member. */
export async function recover({ config, from, out, json }: RecoverOptions, io: Io): Promise<void> {
  const configuration = configurationIn(config, io.env);
  const seed = await backUp(from, out);
  if (!json) tellBackup(out, seed, io);
  await make(configuration, { isNew: true, seed }, `synod restore --from ${out}`, json, io);
}

/** @param others the command that makes the stores of the other members */
async function make(
  configuration: Configuration,
  founding: Founding,
  others: string,
  json: boolean | undefined,
  { out }: Io,
): Promise<void> {
  const { name, folder, cluster: file } = configuration;
  const { cluster, configuration: first } = await initialise(configuration, founding);
  const members = first.members.map(({ id }) => id);
  const rest = members.filter((id) => id !== name);
  if (json) {
    const begins = founding.seed && { slot: founding.seed.executed.through, backup: founding.seed.digest };
    out.write(`${JSON.stringify({ name, cluster, file, folder, members, ...begins }, null, 2)}\n`);
    return;
  }
  out.write(`${name} of ${cluster} has its store in ${folder}.\n`);
  if (founding.isNew && rest.length > 0)
    out.write(`Copy ${file} to ${rest.join(', ')}, and call ${others} with the configuration of each.\n`);
}
