/** How much space is left on a disk. */
import { statfsSync } from 'node:fs';

/** The disk is not asked again before so much time is over. */
const ASKED_EVERY_MS = 1_000;

/** Tells whether less than that is free on the disk of the folder. */
export function lowSpaceOn(folder: string, lowSpaceBytes: number): () => boolean {
  let askedAt = Number.NEGATIVE_INFINITY;
  let isLow = false;
  return () => {
    const now = performance.now();
    if (now - askedAt < ASKED_EVERY_MS) return isLow;
    const { bavail, bsize } = statfsSync(folder);
    askedAt = now;
    isLow = bavail * bsize < lowSpaceBytes;
    return isLow;
  };
}
