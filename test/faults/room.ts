/** Networks of their own, and a disk of its own for each member, which can be shrunk. */
import { statfsSync } from 'node:fs';
import { Networks } from './networks.js';
import { namesOf } from './place.js';

const DISK_BYTES = 2 ** 30;

export class Room extends Networks {
  static override async of(count: number): Promise<Room> {
    const room = new Room(namesOf(count));
    await room.lay();
    for (const name of room.names)
      await room.do(
        `mkdir ${room.outside}/${name}`,
        `mount -t tmpfs -o size=${DISK_BYTES} tmpfs ${room.outside}/${name}`,
      );
    return room;
  }

  /** On disks that only processes in there see, by the path that leads to it from here. */
  override get folder(): string {
    return `/proc/${this.shell.pid}/root${this.outside}`;
  }

  /** The member's disk has so many bytes free. */
  async leaveFree(name: string, bytes: number): Promise<void> {
    const { blocks, bfree, bsize } = statfsSync(`${this.folder}/${name}`);
    await this.#resize(name, (blocks - bfree) * bsize + bytes);
  }

  /** The member's disk is as large as it was. */
  async free(name: string): Promise<void> {
    await this.#resize(name, DISK_BYTES);
  }

  #resize(name: string, bytes: number): Promise<void> {
    return this.do(`mount -o remount,size=${bytes} ${this.outside}/${name}`);
  }
}
