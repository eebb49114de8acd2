/** Mutants of the driver and the storage: production with one rule broken, and the claim that tells it. */
import type { CLAIMS } from './claims.js';
import type { Edit } from './production.js';

export interface Mutant<Claim extends string = keyof typeof CLAIMS> {
  /** What it does wrong. */
  readonly name: string;
  /** Its number among the known mistakes; empty where it has none. */
  readonly mistake: string;
  readonly edits: readonly Edit[];
  readonly claim: Claim;
}

/** The title of the test in which it is told. */
export function titleOf({ name, mistake }: Pick<Mutant<string>, 'name' | 'mistake'>): string {
  return mistake === '' ? name : `${name} (${mistake})`;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a message leaves before what it rests on is durable',
    mistake: 'S1',
    edits: [{ file: 'node/outbox.js', replace: 'if (effect.restsOn === 0)', by: 'if (effect.restsOn >= 0)' }],
    claim: 'nothing is told before it is durable',
  },
  {
    name: 'the driver does not wait for the disk',
    mistake: 'S1',
    edits: [
      {
        file: 'node/writing.js',
        replace: 'await storage.write(',
        by: 'void storage.write(',
      },
    ],
    claim: 'nothing is told before it is durable',
  },
  {
    name: 'batches are not synced',
    mistake: '',
    edits: [{ file: 'storage/level-batch.js', replace: 'sync: true', by: 'sync: false' }],
    claim: 'each batch is synced',
  },
  {
    name: 'a snapshot that cannot be restored is passed over',
    mistake: 'D5',
    edits: [
      {
        file: 'storage/layout.js',
        replace: 'const stored = values.get(SNAPSHOT)',
        by: 'const stored = undefined',
      },
    ],
    claim: 'everything that was written is read back',
  },
  {
    name: 'a batch beyond the mark is taken for damage',
    mistake: 'D6',
    edits: [
      {
        file: 'storage/level-storage.js',
        replace: 'if (batch >= mark.batch)',
        by: 'if (mark.batch === 0 || batch === mark.batch)',
      },
    ],
    claim: 'a crash after a batch and before its mark stops nothing',
  },
  {
    name: 'a damaged record is passed over, and what there has to be is not compared',
    mistake: 'D7',
    edits: [
      {
        file: 'storage/contents.js',
        replace: 'const { value, checksum } = unseal(key, bytes);',
        by: 'let opened; try { opened = unseal(key, bytes); } catch { continue; } const { value, checksum } = opened;',
      },
      { file: 'storage/contents.js', replace: 'ledger.assertBalance(head.value, head.batch);', by: '' },
    ],
    claim: 'a damaged record is refused',
  },
  {
    name: 'missing records are not noticed',
    mistake: 'D7',
    edits: [
      { file: 'storage/contents.js', replace: 'ledger.assertBalance(head.value, head.batch);', by: '' },
    ],
    claim: 'a missing record is refused',
  },
  {
    name: 'records are counted, and their checksums not compared',
    mistake: 'D7',
    edits: [{ file: 'storage/ledger.js', replace: ' && sum === expected.sum', by: '' }],
    claim: 'an earlier value is refused',
  },
  {
    name: 'the mark is not compared',
    mistake: 'D7',
    edits: [{ file: 'storage/level-storage.js', replace: 'assertReaches(contents, mark);', by: '' }],
    claim: 'the end of the log is missed',
  },
  {
    name: 'nobody finds that a store went back',
    mistake: 'D7',
    edits: [
      {
        file: 'node/witness.js',
        replace:
          'return start < known.start || (start > known.start && batch < known.batch + start - known.start);',
        by: 'return false;',
      },
    ],
    claim: 'a member whose disk was set back stops',
  },
  {
    name: 'a node takes part without asking how far others know its store',
    mistake: 'D7',
    edits: [
      {
        file: 'node/standing.js',
        replace: 'return 2 * assenting.length > acceptors.length;',
        by: 'return true;',
      },
    ],
    claim: 'a node that has started waits for a majority',
  },
  {
    name: 'a batch that failed is tried again',
    mistake: 'D8',
    edits: [
      {
        file: 'storage/level-storage.js',
        replace: 'await batch.writeTo(this.db);',
        by: 'await batch.writeTo(this.db).catch(() => batch.writeTo(this.db));',
      },
    ],
    claim: 'nothing is written after a write that failed',
  },
  {
    name: 'the driver goes on after a write that failed',
    mistake: 'D8',
    edits: [
      {
        file: 'node/writing.js',
        replace: 'failed(error);',
        by: 'void error;',
      },
    ],
    claim: 'a write that failed stops the node',
  },
  {
    name: 'a wiped folder is initialised again when it is opened',
    mistake: 'D9',
    edits: [
      {
        file: 'storage/store.js',
        replace: '    const { database } = pathsOf(folder);\n    if (!(await exists(database))) {\n',
        by: '    const { database } = pathsOf(folder);\n    if (!(await exists(database))) await initialiseStore(folder, meant, meant.id);\n    if (!(await exists(database))) {\n',
      },
    ],
    claim: 'a folder that was wiped is not opened',
  },
  {
    name: 'a store is made over another one',
    mistake: 'D9',
    edits: [{ file: 'storage/level-storage.js', replace: 'if (key !== undefined)', by: 'if (false)' }],
    claim: 'a store is made where there is none',
  },
  {
    name: 'the storage goes on after a write that failed',
    mistake: 'D12',
    edits: [
      { file: 'storage/level-storage.js', replace: "this.#phase = 'latched';", by: "this.#phase = 'ready';" },
    ],
    claim: 'nothing is written after a write that failed',
  },
  {
    name: 'a folder is renamed, and the folder around it is not synced',
    mistake: 'D14',
    edits: [{ file: 'storage/store.js', replace: 'await syncFolder(folder);', by: '' }],
    claim: 'a new store has a name that survives a power cut',
  },
  {
    name: 'starts are not counted on the disk',
    mistake: '',
    edits: [
      {
        file: 'storage/level-storage.js',
        replace: 'await this.#commit((batch) => batch.put(START_KEY, this.#start + 1));',
        by: '',
      },
    ],
    claim: 'each start has a number of its own',
  },
  {
    name: 'whose store it is, is not compared',
    mistake: '',
    edits: [
      { file: 'storage/level-storage.js', replace: 'assertIsMeant(contents.identity, meant);', by: '' },
    ],
    claim: 'another member’s store is refused',
  },
  {
    name: 'the promise in a vote is deleted with the vote',
    mistake: 'S6',
    edits: [{ file: 'storage/layout.js', replace: ', ...promise(before, after)', by: '' }],
    claim: 'everything that was written is read back',
  },
  {
    name: 'a snapshot deletes votes in slots that are not decided',
    mistake: 'D1',
    edits: [
      {
        file: 'storage/layout.js',
        replace: 'through(VOTE, decidedThrough(log), stored)',
        by: 'through(VOTE, Number.MAX_SAFE_INTEGER, stored)',
      },
    ],
    claim: 'everything that was written is read back',
  },
];
