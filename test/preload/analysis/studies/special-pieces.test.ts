import { expect, it } from 'vitest'
import { isSpecialPiece } from '../../../../preload/analysis/studies/special-pieces.ts'

it.each([
  '<s>',
  '</s>',
  '<unk>',
  '[CLS]',
  '<|im_start|>',
  '<start_of_turn>',
  '<｜end▁of▁sentence｜>'
])('%s is special', (piece) => expect(isSpecialPiece(piece)).toBe(true))

it.each(['<0x0A>', '<', '</', '<=', '<>();', '▁<s', 's>', '[', '▁the', '<|', ''])(
  '%j is text',
  (piece) => expect(isSpecialPiece(piece)).toBe(false)
)
