import { expect, it } from 'vitest'
import { romaji } from './romaji.ts'

it.each([
  ['さくら', 'sakura'],
  ['がっこう', 'gakkou'],
  ['きょう', 'kyou'],
  ['しゃしん', 'shashin'],
  ['コーヒー', 'koohii'],
  ['つなみ', 'tsunami']
])('writes %s as %s', (kana, latin) => {
  expect(romaji(kana)).toBe(latin)
})

it('has no answer for Chinese characters', () => {
  expect(romaji('水')).toBeNull()
})
