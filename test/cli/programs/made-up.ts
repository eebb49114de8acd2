/** `synod` over the made-up chapters, for tests that need a process of its own. */
import { runProcess } from '#src/cli/process.js';

await runProcess(new URL('./made-up-book.js', import.meta.url));
