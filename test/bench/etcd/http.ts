/** A client of JSON over HTTP, the same for both: connections are kept. */
import { Agent, request } from 'node:http';
import type { Address } from './address.js';

export class Http {
  readonly #agent = new Agent({ keepAlive: true });

  constructor(readonly address: Address) {}

  /** @throws Error where the answer is not 200. */
  ask(method: string, path: string, body?: object): Promise<unknown> {
    const { address } = this;
    const at = 'path' in address ? { socketPath: address.path } : address;
    const bytes = body && JSON.stringify(body);
    const headers = bytes === undefined ? {} : { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const asked = request({ ...at, path, method, agent: this.#agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () =>
          response.statusCode === 200
            ? resolve(JSON.parse(text))
            : reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`)),
        );
      });
      asked.on('error', reject);
      asked.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
