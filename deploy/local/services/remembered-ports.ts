import type { DataFolder } from './data-folder.js';
import { freePort, isFree, publicPort, type PublicPort } from './ports.js';

/** The ports of one platform: those of its last run where they are free, no port twice. */
export class RememberedPorts {
  readonly #data: DataFolder;
  readonly #taken = new Set<number>();

  constructor(data: DataFolder) {
    this.#data = data;
  }

  async internal(name: string): Promise<number> {
    const remembered = this.#data.ports[name];
    const usable = remembered !== undefined && !this.#taken.has(remembered) && (await isFree(remembered));
    return this.#remember(name, usable ? remembered : await freePort(this.#taken));
  }

  async forPeople(port: Omit<PublicPort, 'remembered'>): Promise<number> {
    return this.#remember(port.setting, await publicPort({ ...port, remembered: this.#data.ports[port.setting] }, this.#taken));
  }

  #remember(name: string, port: number): number {
    this.#taken.add(port);
    this.#data.rememberPorts({ [name]: port });
    return port;
  }
}
