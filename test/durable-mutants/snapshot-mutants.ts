/** Mutants of what is done with large snapshots: production with one rule broken, and the claim that tells it. */
import type { Mutant } from './mutants.js';
import type { SNAPSHOT_CLAIMS } from './snapshot-claims.js';

export const SNAPSHOT_MUTANTS: readonly Mutant<keyof typeof SNAPSHOT_CLAIMS>[] = [
  {
    name: 'a snapshot is renamed before it is synced',
    mistake: 'D14',
    edits: [{ file: 'storage/snapshot-files.js', replace: 'await file.sync();', by: '' }],
    claim: 'a snapshot is whole on the disk before it has its name, and has it before it is recorded',
  },
  {
    name: 'a snapshot is renamed, and its folder is not synced',
    mistake: 'D14',
    edits: [{ file: 'storage/snapshot-files.js', replace: 'await syncFolder(this.folder);', by: '' }],
    claim: 'a snapshot is whole on the disk before it has its name, and has it before it is recorded',
  },
  {
    name: 'the checksum of a snapshot is not compared',
    mistake: 'D7',
    edits: [
      {
        file: 'storage/snapshot-files.js',
        replace: ' || checksum !== recorded.checksum',
        by: '',
      },
    ],
    claim: 'a snapshot that was damaged is refused',
  },
  {
    name: 'a snapshot that is written is forgotten for a newer one that waits',
    mistake: 'D15',
    edits: [
      {
        file: 'storage/snapshot-writer.js',
        replace: 'this.#written = { record, file: await this.files.write(record.snapshot, signal) };',
        by: 'const file = await this.files.write(record.snapshot, signal); if (this.#waiting === undefined) this.#written = { record, file };',
      },
    ],
    claim: 'a snapshot that was begun is recorded, however fast newer ones are taken',
  },
  {
    name: 'a snapshot that is being written is removed with older ones',
    mistake: 'D15',
    edits: [{ file: 'storage/snapshot-files.js', replace: 'other.endsWith(ENDING) && ', by: '' }],
    claim: 'a snapshot that is being written is not removed with older ones',
  },
  {
    name: 'decrees are deleted before their snapshot is on the disk',
    mistake: 'D3',
    edits: [
      {
        file: 'storage/level-storage.js',
        replace: 'this.#snapshots.put(record);',
        by: '{ this.#snapshots.put(record); this.#put(batch, record, { name: "none", bytes: 0, checksum: 0 }); }',
      },
    ],
    claim: 'decrees stay until the snapshot that stands for them is recorded',
  },
  {
    name: 'a snapshot is sent before anything else',
    mistake: 'N2',
    edits: [
      {
        file: 'transport/send-queue.js',
        replace: 'const lane = this.#next;',
        by: 'const lane = lanes.length - 1 - tried;',
      },
    ],
    claim: 'a heartbeat does not wait for a snapshot',
  },
  {
    name: 'a snapshot that is sent is given up for a newer one',
    mistake: 'D15',
    edits: [
      {
        file: 'transport/send-queue.js',
        replace: 'if (this.#snapshot !== undefined)\n            return 1;',
        by: 'this.#chunks = undefined;',
      },
    ],
    claim: 'a snapshot that was begun is sent to its end, however fast newer ones are taken',
  },
  {
    name: 'a snapshot goes on in the middle over another connection',
    mistake: '',
    edits: [
      {
        file: 'transport/send-queue.js',
        replace: 'this.#at = 0;\n        this.#chunks = undefined;',
        by: 'this.#at = 0;',
      },
    ],
    claim: 'a snapshot whose connection has ended begins again',
  },
];
