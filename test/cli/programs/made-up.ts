/** `synod` over the made-up chapters, for tests that need a process of its own. */
import { runProcess } from '#src/cli/process.js';
import { endless, sound, withAfter, wronglyStated } from '../chapters.js';

await runProcess(() => [sound, wronglyStated, endless, withAfter]);
