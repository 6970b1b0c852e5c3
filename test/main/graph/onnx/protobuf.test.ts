import { describe, expect, it } from 'vitest'
import { MessageWriter } from '../../../../main/graph/onnx/protobuf.ts'

const bytesOf = (message: MessageWriter) => [...message.finish()]

describe('integer', () => {
  it.each([
    [0, [0x08, 0x00]],
    [1, [0x08, 0x01]],
    [127, [0x08, 0x7f]],
    [128, [0x08, 0x80, 0x01]],
    [300, [0x08, 0xac, 0x02]],
    [16_383, [0x08, 0xff, 0x7f]],
    [16_384, [0x08, 0x80, 0x80, 0x01]],
    [2 ** 32, [0x08, 0x80, 0x80, 0x80, 0x80, 0x10]],
    [2 ** 53 - 1, [0x08, ...Array<number>(7).fill(0xff), 0x0f]]
  ])('writes %d in as few bytes as it needs', (value, expected) => {
    expect(bytesOf(new MessageWriter().integer(1, value))).toEqual(expected)
  })

  it.each([
    [-1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    [-2, [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    [-(2n ** 63n), [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]]
  ])('writes the negative %d in ten', (value, expected) => {
    expect(bytesOf(new MessageWriter().integer(1, value))).toEqual([0x08, ...expected])
  })

  it('writes a field number above fifteen in two bytes', () => {
    expect(bytesOf(new MessageWriter().integer(20, 1))).toEqual([0xa0, 0x01, 0x01])
  })
})

it('writes text as UTF-8 with its length in bytes', () => {
  expect(bytesOf(new MessageWriter().text(2, 'é'))).toEqual([0x12, 0x02, 0xc3, 0xa9])
  expect(bytesOf(new MessageWriter().text(2, ''))).toEqual([0x12, 0x00])
})

it('writes a float in four little-endian bytes', () => {
  expect(bytesOf(new MessageWriter().float(2, 1.5))).toEqual([0x15, 0x00, 0x00, 0xc0, 0x3f])
})

it('writes a message with its length, also one of more than 127 bytes', () => {
  const inner = new MessageWriter().bytes(1, new Uint8Array(200))
  const bytes = bytesOf(new MessageWriter().message(3, inner))
  // 200 bytes, their tag and their length in two bytes: 203.
  expect(bytes.slice(0, 6)).toEqual([0x1a, 0xcb, 0x01, 0x0a, 0xc8, 0x01])
  expect(bytes.length).toBe(206)
})

it('keeps the order in which fields were added', () => {
  expect(bytesOf(new MessageWriter().integer(2, 1).integer(1, 2))).toEqual([0x10, 1, 0x08, 2])
})
