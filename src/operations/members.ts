/** `synod member`: the members of a cluster, changed through the server of one of them. */
import { writeFileSync } from 'node:fs';
import type { Member } from '../paxos/configuration.js';
import type { NodeId } from '../paxos/node-id.js';
import { configurationIn } from '../serve/configuration.js';
import type { Io } from '../terminal/io.js';
import { assertFree, type Given, type Writing } from './given.js';
import { ask, documentOf } from './own-server.js';

interface Listed {
  readonly members: readonly Member[];
  readonly leader: NodeId | null;
}

/** Prints who they are, where they are found, and who leads. */
export async function list({ config, json }: Given, io: Io): Promise<void> {
  const configuration = configurationIn(config, io.env);
  const told = (await documentOf(await ask(configuration, '/v1/members'))) as Listed;
  if (json) io.out.write(`${JSON.stringify(told, null, 2)}\n`);
  else
    for (const { id, part, address = configuration.members[id] ?? 'an unknown address' } of told.members)
      io.out.write(`${id} ${part} at ${address}${id === told.leader ? ', leads' : ''}\n`);
}

/** Adds an observer, and writes the file from which its store is made. */
export async function add(
  id: string,
  address: string,
  { config, json, out }: Writing,
  io: Io,
): Promise<void> {
  assertFree(out, `the cluster of ${id}`);
  const body = { id, address };
  const cluster = await documentOf(
    await ask(configurationIn(config, io.env), '/v1/members', { method: 'POST', body }),
  );
  writeFileSync(out, `${JSON.stringify(cluster, null, 2)}\n`, { flag: 'wx' });
  if (json) io.out.write(`${JSON.stringify({ id, file: out }, null, 2)}\n`);
  else
    io.out.write(
      `${id} is an observer. Copy ${out} to it as the file of its cluster, call synod init and synod serve there, and then ` +
        `synod member promote ${id}.\n`,
    );
}

/** Gives an observer a vote. */
export function promote(id: string, given: Given, io: Io): Promise<void> {
  return change(id, given, { method: 'POST', path: '/promote', done: `${id} votes.` }, io);
}

/** Has a voter lead. */
export function lead(id: string, given: Given, io: Io): Promise<void> {
  return change(id, given, { method: 'POST', path: '/lead', done: `${id} leads.` }, io);
}

/** Has the others find a member elsewhere. */
export function move(id: string, address: string, given: Given, io: Io): Promise<void> {
  return change(
    id,
    given,
    { method: 'PUT', path: '', done: `${id} is found at ${address}.`, body: { address } },
    io,
  );
}

export function remove(id: string, given: Given, io: Io): Promise<void> {
  const done = `${id} is removed. Its server may be stopped when the others are ready, and its store be deleted.`;
  return change(id, given, { method: 'DELETE', path: '', done }, io);
}

interface Change {
  readonly method: string;
  readonly path: string;
  readonly done: string;
  readonly body?: object;
}

async function change(
  id: string,
  { config, json }: Given,
  { method, path, done, body }: Change,
  io: Io,
): Promise<void> {
  const at = `/v1/members/${encodeURIComponent(id)}${path}`;
  const told = await documentOf(
    await ask(configurationIn(config, io.env), at, { method, ...(body && { body }) }),
  );
  io.out.write(json ? `${JSON.stringify(told, null, 2)}\n` : `${done}\n`);
}
