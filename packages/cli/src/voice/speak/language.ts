/**
 * Which language a sentence is in, by its script, or by the small words that every sentence has. Libraries for it want
 * more text than a sentence of speech has: they take "Merci beaucoup." for Italian, and "No problem." for Spanish.
 */

/** @returns an ISO 639-1 code; undefined where nothing decides it: then it is in the language of what came before. */
export function languageOf(text: string): string | undefined {
  const script = scriptOf(text);
  return script === 'latin' ? byWords(text) : script;
}

/** Whether people read it with other letters than English. */
export const isLatin = (language: string): boolean =>
  !scripts.some(({ languages }) => languages.includes(language));

/** The script that most letters are of. */
function scriptOf(text: string): string | undefined {
  const latin = count(text, /\p{Script=Latin}/gu);
  const counted = scripts.map((script) => ({ ...script, letters: count(text, script.letters) }));
  const most = counted.reduce((best, next) => (next.letters > best.letters ? next : best));
  if (latin === 0 && most.letters === 0) return undefined;
  if (latin >= most.letters) return 'latin';
  return most.special.find(([, letter]) => letter.test(text))?.[0] ?? most.languages[0];
}

function byWords(text: string): string | undefined {
  const said =
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}\p{M}]+'?|[¿¡]/gu) ?? [];
  const scores = [...words].map(([language, known]) => ({
    language,
    score: said.filter((word) => known.has(word)).length,
  }));
  const [best, second] = scores.sort((one, other) => other.score - one.score);
  if (!best || best.score === 0 || best.score === second?.score) return undefined;
  return best.language;
}

const count = (text: string, letters: RegExp) => text.match(letters)?.length ?? 0;

interface Script {
  readonly letters: RegExp;
  /** The first is meant where no special letter says otherwise. */
  readonly languages: readonly string[];
  readonly special: readonly (readonly [language: string, letter: RegExp])[];
}

const script = (
  letters: RegExp,
  languages: readonly string[],
  ...special: Script['special']
): Script => ({ letters, languages, special });

const scripts: readonly Script[] = [
  script(/\p{Script=Arabic}/gu, ['ar', 'fa', 'ur'], ['ur', /[ٹڈڑےں]/], ['fa', /[پچژگ]/]),
  script(/\p{Script=Cyrillic}/gu, ['ru', 'uk', 'bg'], ['uk', /[іїєґ]/i]),
  script(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
    ['zh', 'ja'],
    ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ),
  script(/\p{Script=Hangul}/gu, ['ko']),
  script(/\p{Script=Greek}/gu, ['el']),
  script(/\p{Script=Hebrew}/gu, ['he']),
  script(/\p{Script=Devanagari}/gu, ['hi']),
  script(/\p{Script=Bengali}/gu, ['bn']),
  script(/\p{Script=Tamil}/gu, ['ta']),
  script(/\p{Script=Thai}/gu, ['th']),
  script(/\p{Script=Armenian}/gu, ['hy']),
  script(/\p{Script=Georgian}/gu, ['ka']),
  script(/\p{Script=Ethiopic}/gu, ['am']),
];

const list = (text: string) => new Set(text.split(' '));

/** A word of several languages stands with each of them: then the other words decide. */
const words: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'en',
    list(
      "the is are was be you your and to of it it' this that i i' can could will would have has with for not no yes hello hi " +
        'thank thanks please how what when where who we our my they at from by please sorry sure okay do does did if or but',
    ),
  ],
  [
    'fr',
    list(
      'le la les un une des du de est et vous votre vos je nous notre pour avec dans que qui ce cette ces pas plus sur il elle ' +
        'on au aux en ne se sa son ses bonjour bonsoir merci oui non être avez êtes suis sont mon ma mes comment puis peux ' +
        "pouvez quel quelle où très bien beaucoup revoir l' d' j' c' n' s' m' t' qu' aujourd' ça à accord voici voilà",
    ),
  ],
  [
    'es',
    list(
      'el la los las un una y su sus por para con que de del en es está usted le puedo puede gracias hola sí no cómo qué se lo ' +
        'mi yo al muy pedido ¿ ¡',
    ),
  ],
  [
    'de',
    list(
      'der die das ist und sie ich nicht ein eine einen mit für wie kann ihnen ihr ihre ihren auf zu danke hallo ja nein ' +
        'bitte wir es von im am den dem was haben sind',
    ),
  ],
  [
    'it',
    list(
      'il lo la gli le di che è e per come posso sono una un grazie ciao non del della questo si sì con in ho mi aiutarla suo ' +
        'sua prego buongiorno',
    ),
  ],
  [
    'pt',
    list(
      'os as um uma não você como para está obrigado obrigada olá seu sua do da de em com posso que é e sim por ajudar meu ' +
        'minha bom dia',
    ),
  ],
  [
    'nl',
    list(
      'de het een en van ik u kan niet met uw helpen dank hallo voor hoe dat wat bestelling wij zijn op te naar goedendag',
    ),
  ],
]);
