/** Members that come and go, in clusters over loopback; several at once, since most of the time they wait. */
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { freePorts } from '#src/demo/free-ports.js';
import { nodeId } from '#src/paxos/node-id.js';
import { StorageError } from '#src/storage/storage-error.js';
import { initialiseStore } from '#src/storage/store.js';
import { InvalidOption } from '#src/synod/given.js';
import { until } from '#test/transport/words.js';
import { Room } from './room.js';

const governs = (room: Room, name: string, ...voters: readonly string[]) =>
  until(() => room.node(name).status.voters.join() === voters.join(), `${name} under ${voters.join()}`);

/** One that does not lead. */
const follower = (room: Room, index = 0): string =>
  [...room.nodes.keys()].filter((name) => room.node(name) !== room.leader)[index]!;

const freeAddress = async (): Promise<string> => `127.0.0.1:${(await freePorts(1))[0]}`;

describe.concurrent('a member that is added', () => {
  test('observes, catches up, and votes after it is promoted', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    for (const word of ['a', 'b', 'c']) await room.leader.propose(word);
    const n4 = await room.add('n4');
    await until(() => n4.status.state.length === 3, 'n4 has caught up');
    expect(n4.status).toMatchObject({ membership: 'observer', voters: ['n1', 'n2', 'n3'] });
    await room.promote('n4');
    await governs(room, 'n4', 'n1', 'n2', 'n3', 'n4');
    expect(n4.status.membership).toBe('voter');
    expect(await n4.propose('d')).toMatchObject({ answer: 4 });
    expect(await n4.read('?')).toMatchObject({ answer: 4 });
    expect(n4.members.list().map(({ id, part }) => `${id} ${part}`)).toEqual(
      ['n1', 'n2', 'n3', 'n4'].map((id) => `${id} voter`),
    );
  });

  test('has an address that the others learn, and finds them when they have moved', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    await room.add('n4');
    await room.promote('n4');
    await governs(room, 'n2', 'n1', 'n2', 'n3', 'n4');
    await room.close('n4');
    const address = await freeAddress();
    await room.leader.members.move('n4', address);
    // Its options name nobody: the others are where its log says.
    const n4 = await room.open('n4', { address });
    await until(() => n4.status.leader !== null, 'a leader that n4 hears');
    expect(room.leader.status.peers.n4).toMatchObject({ address });
    await n4.propose('a');
    expect(n4.status.state).toEqual(['a']);
  });

  test('is a new one after its disk was wiped (D9)', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    await room.close(follower(room));
    const lost = ['n1', 'n2', 'n3'].find((name) => !room.nodes.has(name))!;
    const cluster = room.cluster;
    rmSync(room.folder(lost), { recursive: true });
    await expect(room.open(lost)).rejects.toThrow(StorageError);
    await expect(room.leader.members.add({ id: lost })).rejects.toMatchObject({ reason: 'memberExists' });
    await room.remove(lost);
    const before = cluster.configuration.members.find(({ id }) => id === lost)!;
    await room.add(lost);
    await room.promote(lost);
    const [now] = room
      .node(lost)
      .members.list()
      .filter(({ id }) => id === lost);
    expect(now!.incarnation).not.toBe(before.incarnation);
    expect(await room.node(lost).propose('a')).toMatchObject({ answer: 1 });
  });
});

describe.concurrent('a member that is removed', () => {
  test('learns it, elects no more, and says so', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    const name = follower(room);
    const removed = room.node(name);
    await room.remove(name);
    await until(() => removed.status.membership === 'removed', 'the removal');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(removed.status.phase).toBe('following');
    await expect(removed.propose('a')).rejects.toMatchObject({ reason: 'removed' });
    const [other] = [...room.nodes.values()].filter((node) => node !== removed);
    expect(await other!.propose('b')).toMatchObject({ answer: 1 });
  });

  test('is told by any member where it was away, and rests (C6)', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    const name = follower(room);
    await room.close(name);
    const others = [...room.nodes.keys()];
    await room.remove(name);
    await room.add('n4');
    await room.promote('n4');
    const peers = Object.fromEntries([...room.nodes].map(([id, node]) => [id, node.options.listen!]));
    const back = await room.open(name, { peers });
    await until(() => back.status.membership === 'removed', 'an answer that tells of the removal');
    const refused = () => others.map((id) => room.node(id).status.counts.refused);
    await until(() => refused().every((count) => count > 0), 'a refusal by each');
    const before = refused();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    // It does not even ask any more.
    expect(refused()).toEqual(before);
    // Nor does it let others wait, though it has not taken part since it was started.
    for (const call of [back.propose('a'), back.read('?'), back.members.remove('n4'), back.transfer('n4')])
      await expect(call).rejects.toMatchObject({
        reason: 'removed',
        message:
          'expected a member of the cluster; got removed: this node is no member any more. Nothing was done. Ask another member.',
      });
    expect(back.status.phase).toBe('following');
  });

  test('may be the leader: another one leads as soon as the change governs', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    await room.leader.propose('a');
    const before = room.leader;
    await room.remove(before.id);
    await until(() => before.status.membership === 'removed', 'the removal');
    expect(before.status.phase).not.toBe('leading');
    const others = [...room.nodes.values()].filter((node) => node !== before);
    expect(await others[0]!.propose('b')).toMatchObject({ answer: 2 });
    expect(others[1]!.status.voters).toHaveLength(2);
  });
});

describe.concurrent('a change', () => {
  test('that would lose the quorum is refused, and says what is missing', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    const [away, there] = [follower(room), follower(room, 1)];
    await room.close(away);
    await until(() => room.leader.status.peers[away]?.isConnected === false, 'the end of the connection');
    await new Promise((resolve) => setTimeout(resolve, 800));
    const refusal = room.leader.members.remove(there);
    await expect(refusal).rejects.toMatchObject({ name: 'Rejected', reason: 'quorumAtRisk' });
    await expect(refusal).rejects.toThrow(
      new RegExp(`it would need 2 of the voters .*${away} has not answered`),
    );
    const cluster = await room.leader.members.add({ id: 'n4', address: await freeAddress() });
    expect(cluster.configuration.members).toHaveLength(4);
    // Only the new member may begin with it (D9).
    await expect(initialiseStore(room.folder('again'), cluster, nodeId(away))).rejects.toThrow(
      `${away}, a voter of configuration 2`,
    );
    await expect(room.leader.members.promote('n4')).rejects.toThrow(
      'it would count on n4, which has not answered',
    );
    await room.remove(away);
    expect(await room.leader.propose('a')).toMatchObject({ answer: 1 });
  });

  test('is made by any member, and once where it is asked for again', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    const through = room.node(follower(room));
    await room.add('n4', through);
    await room.promote('n4');
    await through.members.promote('n4');
    await until(() => through.members.list().every(({ part }) => part === 'voter'), 'the promotion');
    expect(through.status.configurations.at(-1)!.configuration.id).toBe(3);
    await expect(through.members.remove('n9')).rejects.toMatchObject({
      reason: 'noMember',
      message: expect.stringMatching(
        /^expected a change that can be made; got noMember: .*Nothing was changed\.$/,
      ),
    });
    await expect(through.members.add({ id: 'a b' })).rejects.toThrow(InvalidOption);
    await expect(through.members.move('n4', 'nowhere')).rejects.toThrow(InvalidOption);
  });

  test('may be asked for while another one is under way', async (context) => {
    const room = Room.of(context);
    await room.found('n1', 'n2', 'n3');
    const { leader } = room;
    await Promise.all(
      ['n4', 'n5'].map(async (id) => leader.members.add({ id, address: await freeAddress() })),
    );
    expect(leader.members.list().map(({ id }) => id)).toEqual(expect.arrayContaining(['n4', 'n5']));
    expect(leader.status.configurations.at(-1)!.configuration.id).toBe(3);
    expect(await leader.propose('a')).toMatchObject({ answer: 1 });
  });
});
