/** Which raw frames become part of a master, for who may not see the table of products. */
export { masterMadeOf } from '../products/index.js';
