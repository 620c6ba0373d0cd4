import type { Exposure } from '../domain/exposure.js';
import type { Obstacle as ToldObstacle } from '../products/define-product.js';
import type { ProductRef } from '../products/product-ref.js';

/** A calibration at hand: a current master, or the reduced frame of a solved lamp. */
export interface Candidate {
  readonly name: string;
  readonly key: string;
  readonly checksum: string;
  /** Exposure of the (first member) frame: its configuration is what is compared. */
  readonly exposure: Exposure;
  readonly members: number;
  readonly ref: ProductRef;
  /** Who sent it: the telescope or staff, or people of the proposal that may use it; `own`: the telescope, and that proposal had it combined with its settings. Unknown where there are no accounts. */
  readonly sender?: 'telescope' | 'proposal' | 'own';
}

/** A calibration that could be there and is not: a master that failed, a lamp whose lines were not found, or what itself waits. */
export interface Obstacle extends ToldObstacle {
  /** Of the frame, or the first member: it is compared like that of a candidate. */
  readonly exposure: Exposure;
}
