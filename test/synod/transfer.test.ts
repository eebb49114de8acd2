/** A leader lets another lead: when it is told to, and when it is closed; all at once, since most of the time they wait. */
import { expect, test } from 'vitest';
import { ELECTION_MS, Room } from './room.js';

/** So long that nobody is elected while a test goes on, but at its beginning. */
const LONG_MS = 3_000;

const leads = (room: Room, name: string): boolean => room.nodes.get(name)?.status.phase === 'leading';

test.concurrent('whoever is told has the voter lead that is named, and a leader another one where none is', async (context) => {
  const room = Room.of(context, LONG_MS);
  await room.found('n1', 'n2', 'n3');
  const follower = [...room.nodes.values()].find(({ status }) => status.phase !== 'leading')!;
  await follower.transfer(follower.id);
  expect(leads(room, follower.id)).toBe(true);
  await follower.transfer(follower.id);
  await follower.transfer();
  expect(leads(room, follower.id)).toBe(false);
  await follower.propose('a');
  await expect(follower.transfer('n9')).rejects.toMatchObject({ name: 'Rejected', reason: 'cannotLead' });
}, 30_000);

test.concurrent('a leader waits for another one, where none is named, no longer than it is told', async (context) => {
  const room = Room.of(context, LONG_MS);
  await room.found('n1', 'n2', 'n3');
  const { leader } = room;
  await leader.propose('a');
  for (const name of [...room.nodes.keys()]) if (name !== leader.id) await room.close(name);
  const began = performance.now();
  const late = { name: 'OutcomeUnknown', message: expect.stringContaining('within 50 ms') };
  await expect(leader.transfer(undefined, { withinMs: 50 })).rejects.toMatchObject(late);
  const given = { name: 'OutcomeUnknown', message: expect.stringContaining('it was given up') };
  const signal = AbortSignal.timeout(50);
  await expect(leader.transfer(undefined, { signal })).rejects.toMatchObject(given);
  await expect(leader.transfer(undefined, { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(performance.now() - began).toBeLessThan(LONG_MS / 2);
}, 30_000);

test.concurrent('a member that is closed lets nobody lead', async (context) => {
  const room = Room.of(context);
  await room.found('n1', 'n2', 'n3');
  const follower = [...room.nodes.values()].find(({ status }) => status.phase !== 'leading')!;
  await follower.close();
  await expect(follower.transfer()).rejects.toMatchObject({ name: 'NodeClosed' });
}, 30_000);

test.concurrent('a leader that is closed lets another lead first', async (context) => {
  const room = Room.of(context, LONG_MS);
  await room.found('n1', 'n2', 'n3');
  const { id } = room.leader;
  await room.leader.propose('a');
  await room.close(id);
  const { leader } = room;
  expect(leader.id).not.toBe(id);
  await leader.propose('b');
  expect(leader.status.state).toEqual(['a', 'b']);
}, 30_000);

test.concurrent('a leader whom nobody follows is closed no later than others would elect one', async (context) => {
  const room = Room.of(context);
  await room.found('n1', 'n2', 'n3');
  const { id } = room.leader;
  for (const name of [...room.nodes.keys()]) if (name !== id) await room.close(name);
  const began = performance.now();
  await room.close(id);
  expect(performance.now() - began).toBeLessThan(10 * ELECTION_MS);
}, 30_000);
