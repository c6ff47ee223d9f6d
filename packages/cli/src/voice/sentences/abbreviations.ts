/** Words that are written with a full stop, and what that stop says of the sentence. */

/**
 * - `never` an end: a name or more words follow.
 * - `number`: no end before a number (No. 5), an end otherwise (No. We are closed).
 * - `upper`: an end before a capital letter (at 5 p.m. The shop) and none otherwise (at 5 p.m. sharp).
 * - `opener`: capitals follow anyway (U.S. Army), so only a word that opens sentences tells (in the U.S. They).
 * - `end`: no abbreviation.
 */
export type Stop = 'never' | 'number' | 'upper' | 'opener' | 'end';

const asWritten = table({
  never:
    'Mr Mrs Ms Mx Dr Drs Prof Rev Hon Gen Col Capt Cpt Lt Sgt Gov Sen Rep Pres Messrs M MM Mme Mmes Mlle Mlles Mgr Pr Vve',
  opener: 'St Ste Mt Ft Ave Blvd Rd Jr Sr Inc Ltd Corp Co Bros LLC Cie Sté',
  number: 'No Nos Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec',
});

const inAnyCase = table({
  never: 'e.g i.e eg vs cf viz c.-à-d c-à-d ex p.ex incl excl dept govt bd boul av n.b',
  number:
    'nos nr art chap fig figs vol vols sec p pp pg eq éd env tél tel ext approx janv févr avr juil sept oct nov déc réf ref',
  upper:
    'etc a.m p.m am pm al min max hr hrs sq wk yr yrs avg misc tbsp tsp oz lb lbs in ft kg km cm mm b.c a.d',
});

// A stop that ends these only seldom; too common as words in themselves.
const wordsToo = new Set(['in', 'am', 'mm', 'ft', 'ex', 'al']);

/** @param words what stands before the stop, in this piece; the last word lost its stop. */
export function stopAfter(words: string): Stop {
  const [word = '', before = ''] = lastWords(words);
  const listed = asWritten.get(word) ?? (knownInAnyCase(word, before) || undefined);
  if (listed) return listed;
  const first = before === '' || /[:：]$/u.test(before);
  if (/^\p{Nd}{1,2}$/u.test(word) && first) return 'never';
  if (
    /^\p{Script=Arabic}$/u.test(word) ||
    /^(?:\p{Script=Arabic}\.)+\p{Script=Arabic}ـ?$/u.test(word)
  ) {
    // A title or a letter box before its name; a unit, a currency or an hour after its number.
    return /\p{N}$/u.test(before) ? 'end' : 'never';
  }
  if (/^\p{Ll}$/u.test(word)) return first ? 'never' : 'end';
  if (/^(?:\p{Ll}\.)+\p{Ll}$/u.test(word)) return 'upper';
  if (/^\p{Lu}$/u.test(word) || /^(?:\p{Lu}\p{L}?\.-?)+\p{L}{1,2}$/u.test(word)) return 'opener';
  return 'end';
}

function knownInAnyCase(word: string, before: string): Stop | undefined {
  const lower = word.toLowerCase();
  const stop = inAnyCase.get(lower);
  if (stop === undefined || !wordsToo.has(lower)) return stop;
  // p. ex., et al., 30 ft.
  const belongs =
    lower === 'ex' ? before === 'p.' : lower === 'al' ? before === 'et' : /\p{N}$/u.test(before);
  return belongs ? stop : undefined;
}

/** Without the brackets, quotes and elided articles around the last. */
function lastWords(words: string): string[] {
  const [last = '', before = ''] = words.trimEnd().split(/\s+/u).slice(-2).reverse();
  return [last.replace(/^[("'«“‘[]+/u, '').replace(/^\p{L}{1,2}['’]/u, ''), before];
}

function table(words: Partial<Record<Stop, string>>): ReadonlyMap<string, Stop> {
  return new Map(
    Object.entries(words).flatMap(([stop, list]) =>
      list.split(' ').map((word): [string, Stop] => [word, stop as Stop]),
    ),
  );
}

const openers = new Set(
  `The A An This That These Those It He She They We You I There Here In On At By For From With To As If When While After
   Before Since Because Although However But And So Or Then Now Next Also Yes No Not Please Thank Thanks Let Can Could
   Would Should Will Do Does Did Is Are Was Were Have Has What Who Where Why How Which Your My Our Their His Her Its All
   Each Every Some Many Most One Once Both Another
   Le La Les Un Une Des Il Elle On Nous Vous Je Tu Ils Elles Ce Cet Cette Ces Cela Ça Mais Et Ou Donc Car Si Dans En Pour
   Avec Sur Par Puis Ensuite Alors Quand Votre Vos Notre Nos Mon Ma Mes Son Sa Ses Leur Leurs Oui Non Merci Voici Voilà
   Est Que Qui Où Comment Pourquoi Quel Quelle Tout Tous Toutes`.split(/\s+/u),
);
const elided = new Set(['C', 'J', 'S', 'N', 'Qu', 'Aujourd', 'Lorsqu', 'Puisqu']);

/** Whether a sentence may begin with these words; undefined while the first is not over. */
export function opensSentence(words: string): boolean | undefined {
  const [, word, next] = /^(\p{L}+)(.?)/su.exec(words) ?? [];
  if (word === undefined) return false;
  if (next === '') return undefined;
  return openers.has(word) || (/['’]/u.test(next ?? '') && elided.has(word));
}
