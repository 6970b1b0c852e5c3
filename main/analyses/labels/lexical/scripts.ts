/** Writing systems, by the letters of a word. */
const scripts = {
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
  Arabic: /\p{Script=Arabic}/u,
  Hebrew: /\p{Script=Hebrew}/u,
  Japanese: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  Chinese: /\p{Script=Han}/u,
  Korean: /\p{Script=Hangul}/u,
  Devanagari: /\p{Script=Devanagari}/u,
  Bengali: /\p{Script=Bengali}/u,
  Tamil: /\p{Script=Tamil}/u,
  Telugu: /\p{Script=Telugu}/u,
  Thai: /\p{Script=Thai}/u,
  Georgian: /\p{Script=Georgian}/u,
  Armenian: /\p{Script=Armenian}/u,
  Latin: /\p{Script=Latin}/u,
  other: /\p{L}/u
} as const

export type Script = keyof typeof scripts | 'none'

/** The script of its letters, the rarest first; "none" without letters. */
export function scriptOf(word: string): Script {
  for (const [name, pattern] of Object.entries(scripts)) {
    if (pattern.test(word)) return name as keyof typeof scripts
  }
  return 'none'
}

/** Languages written in the script, by their codes in the lexicon; the usual one first. */
export const scriptLanguages: Readonly<Partial<Record<Script, readonly string[]>>> = {
  Cyrillic: ['ru', 'uk', 'bg', 'mk'],
  Greek: ['el'],
  Arabic: ['ar', 'fa', 'ur'],
  Hebrew: ['he'],
  Japanese: ['ja'],
  Chinese: ['zh', 'ja'],
  Korean: ['ko'],
  Devanagari: ['hi', 'mr', 'ne'],
  Bengali: ['bn'],
  Tamil: ['ta'],
  Telugu: ['te'],
  Thai: ['th']
}
