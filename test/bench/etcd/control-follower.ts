/** A process with a bare log of its own: it appends what its parent sends, says when that is synced, and ends with it. */
import { bareLog } from './bare-log.js';

const log = await bareLog();
process.on('disconnect', async () => {
  await log.close();
  process.exit();
});
process.on('message', async (text: string) => {
  await log.append(text);
  // The parent may have ended meanwhile.
  process.send!('synced', () => {});
});
process.send!('ready');
