// What the agent says, and how fast.

/** Milliseconds: 400 to the first token, then 50 tokens a second. */
export const pace = { firstToken: 400, token: 20 };

/** By the message that is answered. */
export const answers = {
  one: 'Your order has shipped and should arrive at your door on Friday.',
  two: 'Sure, I can help with that. Your order has shipped and should arrive at your door on Friday.',
  four: [
    'Sure, I can help with that.',
    'Your order has shipped and should arrive at your door on Friday, before noon at the latest.',
    'If nobody is at home, the driver leaves it with a neighbour or at the nearest shop, where it is kept for a week.',
    'Would you like me to send you the number of the parcel, so that you can follow it on its way?',
  ].join(' '),
};
/** @typedef {keyof typeof answers} Message */

/**
 * About as large as those of a model in English: four characters on average.
 * @param {string} text
 */
export function tokensOf(text) {
  return text.match(/\s*(?:[\p{L}\p{N}'’]{1,6}|[^\p{L}\p{N}\s])/gu) ?? [];
}
