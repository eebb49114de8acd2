/** The demo in this process, as tests play it: without a terminal, and of its events those that are asked for. */
import { fileURLToPath } from 'node:url';
import { chapters } from '#spec/index.js';
import { type DemoOptions, demo } from '#src/demo/demo.js';

export async function played(options: DemoOptions, columns = 80) {
  let out = '';
  const code = await demo(
    chapters,
    { headless: true, ...options },
    {
      out: { write: (text) => (out += text), columns },
      err: { write: () => {} },
      env: {},
      signal: new AbortController().signal,
    },
  );
  return { code, out };
}

/** The program of a node that acknowledges too early. */
export const EARLY = fileURLToPath(new URL('./early-member.js', import.meta.url));
