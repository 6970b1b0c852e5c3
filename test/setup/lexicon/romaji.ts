/** Kana in Latin letters (Hepburn). */
const rows: Readonly<Record<string, string>> = {
  '': 'あa いi うu えe おo んn',
  k: 'かa きi くu けe こo',
  g: 'がa ぎi ぐu げe ごo',
  s: 'さa すu せe そo',
  z: 'ざa ずu ぜe ぞo',
  t: 'たa てe とo',
  d: 'だa でe どo',
  n: 'なa にi ぬu ねe のo',
  h: 'はa ひi へe ほo',
  b: 'ばa びi ぶu べe ぼo',
  p: 'ぱa ぴi ぷu ぺe ぽo',
  m: 'まa みi むu めe もo',
  y: 'やa ゆu よo',
  r: 'らa りi るu れe ろo',
  w: 'わa をo',
  sh: 'しi',
  j: 'じi',
  ch: 'ちi',
  ts: 'つu',
  f: 'ふu'
}

const syllables = new Map(
  Object.entries(rows).flatMap(([consonant, row]) =>
    row.split(' ').map((entry) => [entry[0]!, consonant + entry[1]!] as const)
  )
)

const small: Readonly<Record<string, string>> = { ゃ: 'a', ゅ: 'u', ょ: 'o' }

/** Null when the word is not all kana. */
export function romaji(word: string): string | null {
  // Katakana lie 0x60 above hiragana.
  const kana = word.replace(/[ァ-ヶ]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) - 0x60)
  )
  let text = ''
  let isDoubled = false
  for (const letter of kana) {
    if (letter === 'っ') isDoubled = true
    else if (letter === 'ー') text += text.at(-1) ?? ''
    else if (small[letter] !== undefined) text = joined(text, small[letter])
    else {
      const syllable = syllables.get(letter)
      if (syllable === undefined) return null
      text += (isDoubled ? syllable[0] : '') + syllable
      isDoubled = false
    }
  }
  return text
}

/** ki + ゃ is kya, shi + ゃ is sha. */
function joined(text: string, vowel: string): string {
  const stem = text.replace(/i$/, '')
  return /(sh|ch|j)$/.test(stem) ? stem + vowel : `${stem}y${vowel}`
}
