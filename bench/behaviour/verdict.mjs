// What a probe found: how good it is, and the fact that says so.

/** @typedef {{ verdict: 'good' | 'partly' | 'bad' | 'n/a', fact: string }} Cell */

/** @type {(fact: string) => Cell} */
export const good = (fact) => ({ verdict: 'good', fact });
/** @type {(fact: string) => Cell} */
export const partly = (fact) => ({ verdict: 'partly', fact });
/** @type {(fact: string) => Cell} */
export const bad = (fact) => ({ verdict: 'bad', fact });
/** @type {(fact: string) => Cell} */
export const none = (fact) => ({ verdict: 'n/a', fact });
