import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../../main/datasets/formats/file-text.ts'
import { failureOf } from '../../../helpers/failure.ts'

async function decode(bytes: Uint8Array, size: number): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  let text = ''
  for await (const part of decodeText(pieces(), 'cases.csv')) text += part
  return text
}

describe('decodeText', () => {
  it.each([1, 2, 3, 4, 5, 64])(
    'puts characters together that pieces of %i bytes cut',
    async (size) => {
      const text = 'aé中😀\n\uFEFFz'
      expect(await decode(Buffer.from(text), size)).toBe(text)
    }
  )

  it.each([1, 2, 3, 4, 64])('leaves out a byte-order mark, pieces of %i bytes', async (size) => {
    expect(await decode(Buffer.from('\uFEFFprompt\n'), size)).toBe('prompt\n')
  })

  it.each([
    ['Latin-1', Buffer.from('one\ntwo caf\xe9 three', 'latin1'), 2, 11, '0xE9'],
    ['a character cut by the end', Buffer.from([0x61, 0xe2, 0x82]), 1, 1, '0xE2'],
    ['a stray continuation byte', Buffer.from([0x0a, 0x0a, 0x80, 0x61]), 3, 2, '0x80'],
    ['an overlong form', Buffer.from([0x61, 0xc0, 0xaf]), 1, 1, '0xC0'],
    ['half of a surrogate pair', Buffer.from([0x61, 0x0a, 0xed, 0xa0, 0x80]), 2, 2, '0xED'],
    ['beyond Unicode', Buffer.from([0xf4, 0x90, 0x80, 0x80]), 1, 0, '0xF4']
  ])('refuses %s with line and byte, however it is cut', async (_, bytes, line, at, found) => {
    for (const size of [1, 2, 3, 100]) {
      const error = await failureOf(() => decode(bytes, size))
      expect(error.code).toBe('request/invalid')
      expect(error.message).toBe(
        `data set cases.csv: line ${line}, byte ${at}: ${found} is not valid UTF-8, expected text in UTF-8`
      )
      expect(error.offsetBytes).toBe(at)
      expect(error.hint).toContain('UTF-8')
    }
  })
})
