import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a service that a test can cut: to whoever is at this end, it is as if the service had been killed. */
export class Cut {
  readonly #target: { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  private constructor(target: { host: string; port: number }) {
    this.#target = target;
  }

  static async to(address: string): Promise<Cut> {
    const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address}`);
    const cut = new Cut({ host: hostname, port: Number(port) });
    await cut.mend();
    return cut;
  }

  /** Where the service is reached through this line. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Breaks every connection and refuses new ones. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
  }

  async mend(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.#target);
      for (const [one, other] of [[near, far], [far, near]] as const) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy()).on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
      } // prettier-ignore
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
  }
}
