import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinPlanes, splitPlanes } from '../../../../../main/service/store/blobs/byte-planes.ts'

it('puts bytes of equal place together, and the rest last', () => {
  expect([...splitPlanes(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))]).toEqual([
    1, 5, 2, 6, 3, 7, 4, 8, 9, 10
  ])
})

it('is undone for bytes of any number', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...joinPlanes(splitPlanes(bytes))]).toEqual([...bytes])
    })
  )
})
