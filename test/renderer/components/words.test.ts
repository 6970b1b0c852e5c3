import { expect, it } from 'vitest'
import { errorCodes } from '../../../main/errors.ts'
import { errorHint, errorText, errorTitle } from '../../../renderer/components/words/error-words.ts'
import {
  byteWords,
  countWords,
  groupedWords
} from '../../../renderer/components/words/size-words.ts'
import {
  clockWords,
  dateWords,
  remainingWords
} from '../../../renderer/components/words/time-words.ts'
import { visibleLine, visibleText } from '../../../renderer/components/words/visible-text.ts'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 KB'],
  [7_229_184, '7.23 MB'],
  [538_000_000, '538 MB'],
  [999_600, '1 MB'],
  [9_870_000_000, '9.87 GB']
])('%d bytes are %s', (bytes, words) => {
  expect(byteWords(bytes)).toBe(words)
})

it('counts have three digits or groups of three', () => {
  expect(countWords(134_515_008)).toBe('135 M')
  expect(countWords(100)).toBe('100')
  expect(groupedWords(49_152)).toBe('49\u2009152')
  expect(groupedWords(999)).toBe('999')
})

it('time is exact behind and rough ahead', () => {
  expect(clockWords(7_900)).toBe('0:07')
  expect(clockWords(3_729_000)).toBe('1:02:09')
  expect(remainingWords(3_000)).toBe('a few seconds')
  expect(remainingWords(27_000)).toBe('about 25 s')
  expect(remainingWords(58_000)).toBe('about 1 min')
  expect(remainingWords(5_400_000)).toBe('about 1.5 h')
})

it('a date is as short as its distance allows', () => {
  const now = new Date(2026, 10, 23, 18, 0)
  expect(dateWords(new Date(2026, 10, 23, 9, 5).toISOString(), now)).toBe('9:05')
  expect(dateWords(new Date(2026, 10, 3).toISOString(), now)).toBe('3 Nov')
  expect(dateWords(new Date(2025, 2, 3).toISOString(), now)).toBe('Mar 2025')
  expect(dateWords('never', now)).toBe('unknown')
})

it.each([
  ['\u202Eexe.nimda', '\\u{202E}exe.nimda'],
  ['a\u200Bb', 'a\\u{200B}b'],
  ['\u001b[31mred', '\\u{001B}[31mred'],
  ['\uFEFFbom', '\\u{FEFF}bom'],
  ['\u0085next', '\\u{0085}next'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['naïve 日本 👩', 'naïve 日本 👩'],
  ['two\n\tlines', 'two\n\tlines']
])('hostile text %j is shown as %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

it('a line holds no line ends', () => {
  expect(visibleLine('a\r\n\tb')).toBe('a b')
})

it('every error code has its own words', () => {
  expect(new Set(errorCodes.map(errorTitle)).size).toBe(errorCodes.length)
  expect(errorTitle('made/up')).toBe(errorTitle('internal'))
})

it('an error says what to do even where nobody has said it', () => {
  const error = { code: 'checkpoint/unreadable', message: 'config.json: is missing' } as const
  expect(errorHint(error)).toContain('config.json')
  expect(errorHint({ ...error, hint: 'Plug it in.' })).toBe('Plug it in.')
  expect(errorText(error)).toContain(errorHint(error))
})

it('the copied error says everything that is on screen', () => {
  const text = errorText({
    code: 'checkpoint/malformed',
    message: 'found 3, expected 4',
    hint: 'Download it again.',
    file: 'm.safetensors',
    offsetBytes: 12
  })
  for (const part of ['found 3, expected 4', 'Download it again.', 'm.safetensors, byte 12']) {
    expect(text).toContain(part)
  }
})
