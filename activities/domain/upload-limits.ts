/** Several times the largest frame of either camera (4142 × 1896 pixels of two bytes): what unpacks to more was never read out of one. */
export const LARGEST_UNPACKED_BYTES = 256 * 2 ** 20;
