/** Mutants of the transport, the handshake and the client: production with one rule broken, and the claim that tells it. */
import type { Mutant } from './mutants.js';
import type { NETWORK_CLAIMS } from './network-claims.js';

export const NETWORK_MUTANTS: readonly Mutant<keyof typeof NETWORK_CLAIMS>[] = [
  {
    name: 'a half-open connection keeps its place',
    mistake: 'N1',
    edits: [{ file: 'transport/tcp-transport.js', replace: 'if (isLate)', by: 'if (others.length > 0)' }],
    claim: 'a member that was started again takes the place of its dead connection',
  },
  {
    name: 'frames of an earlier connection are delivered',
    mistake: 'N1',
    edits: [
      {
        file: 'transport/tcp-transport.js',
        replace: 'for (const other of others)\n            other.close();',
        by: '',
      },
    ],
    claim: 'a connection that was replaced is closed, and not heard any more',
  },
  {
    name: 'messages go on to a process that is gone',
    mistake: 'N1',
    edits: [
      {
        file: 'transport/tcp-transport.js',
        replace: 'this.#links.get(greeting.id)?.expect(greeting.boot);',
        by: '',
      },
    ],
    claim: 'a connection to a process that is gone is given up when the next one calls',
  },
  {
    name: 'a lower start number is accepted',
    mistake: '',
    edits: [{ file: 'transport/lives.js', replace: 'start < latest.start', by: 'false' }],
    claim: 'a process of before is refused',
  },
  {
    name: 'two clones are accepted in turns',
    mistake: '',
    edits: [{ file: 'transport/lives.js', replace: 'boot !== latest.boot', by: 'false' }],
    claim: 'a process from a copy of the disk is refused',
  },
  {
    name: 'a frame is believed by its prefix, whatever length it has',
    mistake: '',
    edits: [
      {
        file: 'transport/frame.js',
        replace: 'if (length < 1 || length > 1 + PAYLOAD_BYTES_MAX)',
        by: 'if (false)',
      },
    ],
    claim: 'a frame that announces 4 GB is refused',
  },
  {
    name: 'a frame is believed by half',
    mistake: '',
    edits: [
      {
        file: 'transport/frame.js',
        replace: 'if (this.#rest.length < end)\n                return;',
        by: '',
      },
    ],
    claim: 'a message that comes in two halves is believed when it is whole',
  },
  {
    name: 'the form of a message is not looked at',
    mistake: '',
    edits: [
      {
        file: 'transport/message-codec.js',
        replace: 'if (success)',
        by: 'if (true) return value;\n    if (success)',
      },
    ],
    claim: 'a message that cannot be is not handed over',
  },
  {
    name: 'the parts of a message are collected without a bound',
    mistake: '',
    edits: [{ file: 'transport/assembly.js', replace: 'if (this.#bytes > this.bytesMax)', by: 'if (false)' }],
    claim: 'a message that never ends is cut off',
  },
  {
    name: 'what waits for a slow peer is not bounded',
    mistake: '',
    edits: [
      {
        file: 'transport/send-queue.js',
        replace: 'this.#shortBytes + message.length > this.limits.shortBytesMax',
        by: 'false',
      },
    ],
    claim: 'a peer that reads nothing loses messages rather than memory',
  },
  {
    name: 'silence is not noticed',
    mistake: '',
    edits: [{ file: 'transport/wire.js', replace: 'if (silentMs > SILENCE_MS)', by: 'if (false)' }],
    claim: 'a peer that is silent is taken for gone',
  },
  {
    name: 'plain text goes to whoever can reach the port',
    mistake: '',
    edits: [
      {
        file: 'transport/admissible.js',
        replace: 'if (tls || allowPlainText || isLoopback(address))\n        return;',
        by: 'return;',
      },
    ],
    claim: 'plain text does not leave the machine unasked',
  },
  {
    name: 'limits are not compared',
    mistake: 'D16',
    edits: [{ file: 'node/handshake.js', replace: 'if (!sameValue(limits, own.limits))', by: 'if (false)' }],
    claim: 'a member with other limits is refused',
  },
  {
    name: 'clusters are not compared',
    mistake: '',
    edits: [{ file: 'node/handshake.js', replace: 'if (cluster !== own.cluster)', by: 'if (false)' }],
    claim: 'a member of another cluster is refused',
  },
  {
    name: 'versions are not compared',
    mistake: '',
    edits: [
      { file: 'node/handshake.js', replace: 'if (commonVersion(other, own) === null)', by: 'if (false)' },
    ],
    claim: 'a member of another version is refused',
  },
  {
    name: 'incarnations are not compared',
    mistake: 'D9',
    edits: [
      {
        file: 'node/handshake.js',
        replace: 'memberOf(configuration, id)?.incarnation === incarnation',
        by: 'memberOf(configuration, id) !== undefined',
      },
    ],
    claim: 'a member in another incarnation is refused',
  },
  {
    name: 'the old majority comes back after a recovery, under the name of the cluster',
    mistake: 'D13',
    edits: [{ file: 'storage/identity.js', replace: 'randomUUID()', by: "''" }],
    claim: 'the old majority is strange to the cluster that takes its place',
  },
  {
    name: 'the old majority comes back after a recovery, in its incarnations',
    mistake: 'D13',
    edits: [{ file: 'storage/identity.js', replace: 'return randomInt(INCARNATIONS)', by: 'return 0' }],
    claim: 'the old majority is strange to the cluster that takes its place',
  },
  {
    name: 'a time-out is told as a rejection',
    mistake: 'N3',
    edits: [{ file: 'node/client.js', replace: 'mayHaveHappened = true', by: 'mayHaveHappened = false' }],
    claim: 'a command without an answer is not told to be rejected',
  },
  {
    name: 'an answer that is given again overtakes the persist that is under way',
    mistake: 'S18',
    edits: [
      {
        file: 'paxos/turn.js',
        replace: 'const rests = restsOn(this.replica.durability, facts);',
        by: 'const rests = this.#records.length === 0 ? 0 : restsOn(this.replica.durability, facts);',
      },
    ],
    claim: 'a vote that is told again waits for the disk as the first one does',
  },
  {
    name: 'a decree of no known kind is passed over',
    mistake: 'N4',
    edits: [
      { file: 'paxos/validation.js', replace: 'assertKnown(value);', by: 'if (!KINDS[value.type]) return;' },
      {
        file: 'paxos/validation.js',
        replace: "import { assertKnown } from './versions.js';",
        by: "import { KINDS } from './versions.js';",
      },
    ],
    claim: 'a member that meets a decree of no known kind stops',
  },
  {
    name: 'an old program goes on when a later version is enabled',
    mistake: 'N4',
    edits: [{ file: 'paxos/versions.js', replace: 'if (enabled > known)', by: 'if (false)' }],
    claim: 'a member that does not know an enabled version stops',
  },
  {
    name: 'a kind of decree is proposed to members that may not know it',
    mistake: 'N4',
    edits: [
      {
        file: 'paxos/leading.js',
        replace: 'turn.settings.kinds[submission.decree.type] > enabledIn(executed)',
        by: 'false',
      },
    ],
    claim: 'a kind of decree is not proposed before it is enabled',
  },
];
