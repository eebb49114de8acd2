/** Certificates for the tests of TLS, made by openssl: authorities, and what they sign. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from '#src/transport/credentials.js';

export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

export class Certificates {
  readonly #folder = mkdtempSync(join(tmpdir(), 'synod-tls-'));

  authority(name: string): void {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${name}.key`];
    this.#openssl('req', '-x509', ...key, '-out', `${name}.crt`, '-subj', `/CN=${name}`, '-days', '2');
  }

  /** A certificate for that name, as files that begin with `file`. */
  certify(file: string, name: string, by: string): void {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${file}.key`];
    this.#openssl('req', ...key, '-out', `${file}.csr`, '-subj', `/CN=${name}`);
    const signer = ['-CA', `${by}.crt`, '-CAkey', `${by}.key`, '-CAcreateserial'];
    this.#openssl('x509', '-req', '-in', `${file}.csr`, ...signer, '-out', `${file}.crt`, '-days', '2');
  }

  of(file: string, ca = 'cluster'): Credentials {
    return { ca: this.read(`${ca}.crt`), cert: this.read(`${file}.crt`), key: this.read(`${file}.key`) };
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #openssl(...args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.#folder, stdio: 'pipe' });
  }
}
