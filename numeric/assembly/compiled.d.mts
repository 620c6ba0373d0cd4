export function compiledKernels(): Promise<Uint8Array>;
