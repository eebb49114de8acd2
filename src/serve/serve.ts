/** `synod serve`: a server as a process, from its configuration until it is asked to stop. */
import { Exit, type ExitCode } from '../terminal/exit.js';
import type { Io } from '../terminal/io.js';
import { configurationIn, schema } from './configuration.js';
import { strayVariables } from './environment.js';

/** Serves until the signal, then answers what is under way. SIGHUP has certificates and tokens read again. */
export async function serve(file: string, version: string, { out, err, env, signal }: Io): Promise<ExitCode> {
  const configuration = configurationIn(file, env);
  for (const name of strayVariables(schema, env)) err.write(`warning: ${name} is no option of synod serve\n`);
  // What a wrong configuration need not wait for.
  const { startServer } = await import('./server.js');
  const server = await startServer(configuration, version, { write: (line) => void out.write(line) });
  const asked = new Promise<false>((resolve) => {
    if (signal.aborted) resolve(false);
    signal.addEventListener('abort', () => resolve(false));
  });
  process.on('SIGHUP', server.reload);
  const hasStopped = await Promise.race([asked, server.ended]);
  await server.close();
  process.off('SIGHUP', server.reload);
  return hasStopped ? Exit.notAsStated : Exit.asStated;
}
