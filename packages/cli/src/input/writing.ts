/** All that a create or an update needs of the contract: one piece, loaded when one of them runs. */
export { changesOf } from './changes';
export { composeNew } from './compose';
export { known } from './record';
export { tellLeft } from './told';
export { warnOfUnknown } from './unknown';
