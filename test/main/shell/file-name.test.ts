import fc from 'fast-check'
import { expect, it } from 'vitest'
import { safeFileName } from '../../../main/shell/file-name.ts'

it.each([
  ['What is a list?', 'What is a list'],
  ['../../etc/passwd', 'etc passwd'],
  ['.hidden', 'hidden'],
  ['CON', 'result'],
  ['com1.txt', 'result'],
  ['a\0b\nc', 'a b c'],
  ['名前', '名前'],
  ['???', 'result'],
  ['', 'result']
])('makes of %j the name %j', (text, expected) => {
  expect(safeFileName(text, 'result')).toBe(expected)
})

it('never makes a name with a separator, a leading dot or a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const name = safeFileName(text, 'result')
      expect(name).toMatch(/^[\p{L}\p{N}_-][\p{L}\p{N} ._-]*$/u)
      expect(name.length).toBeLessThanOrEqual(80)
    })
  )
})
