import { describe, expect, it } from 'vitest'
import {
  displayParts,
  displayText,
  displayToken,
  type TokenSpelling
} from '../../preload/token-display.ts'

const hostile: readonly (readonly [string, TokenSpelling, string])[] = [
  ['▁the', 'metaspace', '␣the'],
  ['Ġthe', 'byte-level', '␣the'],
  ['▁▁▁', 'metaspace', '␣␣␣'],
  ['.ĊĊ', 'byte-level', '.↵↵'],
  ['.\n\nInput:', 'metaspace', '.↵↵Input:'],
  ['<0x0A>', 'metaspace', '↵'],
  ['<0xE2>', 'metaspace', '\\x{E2}'],
  ['<0x1B>', 'metaspace', '\\u{001B}'],
  ['Ã', 'byte-level', '\\x{C3}'],
  ['Ã©', 'byte-level', 'é'],
  ['ðŁĺ', 'byte-level', '\\x{F0}\\x{9F}\\x{98}'],
  ['ðŁĺĢ', 'byte-level', '😀'],
  ['<img src=x onerror=alert(1)>', 'plain', '<img␣src=x␣onerror=alert(1)>'],
  ['<script>', 'byte-level', '<script>'],
  ['\u001b[31mred', 'plain', '\\u{001B}[31mred'],
  ['\u009b2J', 'plain', '\\u{009B}2J'],
  ['\u0007\u0008', 'plain', '\\u{0007}\\u{0008}'],
  ['\u0000', 'plain', '\\u{0000}'],
  ['a\rb', 'plain', 'a\\u{000D}b'],
  ['\t', 'plain', '⇥'],
  ['\u202egnp.exe', 'plain', '\\u{202E}gnp.exe'],
  ['\u2066x\u2069', 'plain', '\\u{2066}x\\u{2069}'],
  ['\u200f\u061c', 'plain', '\\u{200F}\\u{061C}'],
  ['a\u200bb\u200d', 'plain', 'a\\u{200B}b\\u{200D}'],
  ['\uFEFF', 'plain', '\\u{FEFF}'],
  ['\u00ad', 'plain', '\\u{00AD}'],
  ['\u2028\u2029', 'plain', '\\u{2028}\\u{2029}'],
  ['\u00a0\u3000', 'plain', '\\u{00A0}\\u{3000}'],
  ['\u{E0041}', 'plain', '\\u{E0041}'],
  ['\ud800', 'plain', '\\u{D800}'],
  ['\ue000', 'plain', '\\u{E000}'],
  ['\u0301', 'plain', '◌\u0301'],
  ['Ìģ', 'byte-level', '◌\u0301'],
  ['eÌģ', 'byte-level', 'e\u0301'],
  ['âĢ®', 'byte-level', '\\u{202E}'],
  ['ï»¿', 'byte-level', '\\u{FEFF}'],
  ['日本', 'byte-level', '日本'],
  ['⠀ㅤ', 'plain', '\\u{2800}\\u{3164}'],
  ['', 'plain', '']
]

describe('displayToken', () => {
  it.each(hostile)('shows %j (%s) as %j', (token, spelling, expected) => {
    expect(displayToken(token, spelling)).toBe(expected)
  })

  it('leaves nothing that hides, reorders or steers, for any character', () => {
    const steers = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u2060-\u2064\ufe0f]/u
    const shown: string[] = []
    for (let point = 0; point <= 0xffff; point++) {
      const char = String.fromCharCode(point)
      for (const spelling of ['byte-level', 'metaspace', 'plain'] as const) {
        if (steers.test(displayToken(char, spelling))) shown.push(point.toString(16))
      }
    }
    expect(shown).toEqual([])
  })
})

describe('displayParts', () => {
  it('says what each part is, so that marks can be drawn apart', () => {
    expect(displayParts('Ġa.ĊÃ', 'byte-level')).toEqual([
      { kind: 'space', text: '␣' },
      { kind: 'text', text: 'a.' },
      { kind: 'newline', text: '↵' },
      { kind: 'escape', text: '\\x{C3}' }
    ])
  })
})

describe('displayText', () => {
  it('keeps spaces and shows what is hidden', () => {
    expect(displayText('my \u202emodel\n')).toBe('my \\u{202E}model↵')
  })
})
