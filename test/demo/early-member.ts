/**
 * `synod` with a mistake: a member's writes are said to be durable a second before they are. It is not to be told from the right
 * one until it is killed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { runProcess } from '#src/cli/process.js';
import { LevelStorage } from '#src/storage/level-storage.js';

const LATER_MS = 1_000;

const { write } = LevelStorage.prototype;
let last = Promise.resolve();

LevelStorage.prototype.write = async function (...given) {
  const due = pause(LATER_MS);
  last = Promise.all([last, due]).then(() => write.apply(this, given));
};

await runProcess(new URL('../cli/programs/made-up-book.js', import.meta.url));
