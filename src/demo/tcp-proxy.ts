/** A connection on its way from one member to another: slow, cut, silent, or as it should be. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export class TcpProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #delayMs = 0;
  #isSilent = false;
  #isShut = false;
  /** How many bytes may pass before everything is cut. */
  #bytesLeft = Number.POSITIVE_INFINITY;
  /** How often connections were cut in the middle. */
  cuts = 0;

  private constructor(
    readonly server: Server,
    readonly port: number,
    readonly to: number,
  ) {
    server.on('connection', (socket) => this.#join(socket));
  }

  /** To a port of this machine. */
  static to(port: number): Promise<TcpProxy> {
    return new Promise((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port: own } = server.address() as { readonly port: number };
        resolve(new TcpProxy(server, own, port));
      });
    });
  }

  /** Each piece takes so much longer. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Takes everything and hands nothing on, without a word. */
  silence(): void {
    this.#isSilent = true;
  }

  /** Ends all connections and lets nobody in. */
  shut(): void {
    this.#isShut = true;
    this.#cut();
  }

  /** Ends all connections after so many more bytes, wherever in a frame that is. They may be opened again at once. */
  cutAfter(bytes: number): void {
    this.#bytesLeft = bytes;
  }

  /** As it should be. Connections on which something was lost, or is on its way, are ended. */
  heal(): void {
    if (this.#isSilent || this.#delayMs > 0) this.#cut();
    this.#delayMs = 0;
    this.#isSilent = false;
    this.#isShut = false;
    this.#bytesLeft = Number.POSITIVE_INFINITY;
  }

  close(): void {
    this.server.close();
    this.#cut();
  }

  #join(from: Socket): void {
    const to = connect(this.to, '127.0.0.1');
    const pair = [from, to] as const;
    this.#pairs.add(pair);
    if (this.#isShut) this.#end(pair);
    for (const [here, there] of [pair, [to, from] as const]) {
      here.setNoDelay();
      here.on('data', (bytes) => this.#pass(bytes, there));
      // `close` follows.
      here.on('error', () => {});
      here.on('close', () => this.#end(pair));
    }
  }

  #pass(bytes: Buffer, there: Socket): void {
    if (this.#isSilent) return;
    const passed = bytes.subarray(0, this.#bytesLeft);
    const write = (): void => {
      if (!there.destroyed) there.write(passed);
    };
    // Timers of one length run out in order.
    if (this.#delayMs > 0) setTimeout(write, this.#delayMs);
    else write();
    this.#bytesLeft -= passed.length;
    if (this.#bytesLeft > 0) return;
    this.cuts++;
    this.#bytesLeft = Number.POSITIVE_INFINITY;
    for (const socket of [...this.#pairs].flat()) socket.destroySoon();
  }

  #cut(): void {
    for (const pair of this.#pairs) this.#end(pair);
  }

  #end(pair: readonly [Socket, Socket]): void {
    this.#pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }
}
