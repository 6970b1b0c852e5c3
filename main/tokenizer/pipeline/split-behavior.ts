import { type AlignedText, sliceAligned } from './aligned-text.ts'
import type { Matches } from './pattern.ts'

export const splitBehaviors = [
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous'
] as const

export type SplitBehavior = (typeof splitBehaviors)[number]

interface Piece {
  from: number
  to: number
  readonly isMatch: boolean
}

/** Cuts a text at the matches; what becomes of the matches themselves is the behaviour. */
export function splitAligned(
  aligned: AlignedText,
  matches: Matches,
  behavior: SplitBehavior,
  invert = false
): AlignedText[] {
  const pieces = merge(piecesOf(aligned.text.length, matches, invert), behavior)
  return pieces.map(({ from, to }) => sliceAligned(aligned, from, to))
}

function piecesOf(length: number, matches: Matches, invert: boolean): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const [from, to] of matches) {
    if (from > done) pieces.push({ from: done, to: from, isMatch: invert })
    pieces.push({ from, to, isMatch: !invert })
    done = to
  }
  if (done < length) pieces.push({ from: done, to: length, isMatch: invert })
  return pieces
}

function merge(pieces: readonly Piece[], behavior: SplitBehavior): readonly Piece[] {
  switch (behavior) {
    case 'Isolated':
      return pieces
    case 'Removed':
      return pieces.filter(({ isMatch }) => !isMatch)
    case 'Contiguous':
      return joined(pieces, (piece, previous) => piece.isMatch === previous.isMatch)
    case 'MergedWithPrevious':
      return joined(pieces, (piece, previous) => piece.isMatch && !previous.isMatch)
    case 'MergedWithNext':
      return joinedBackwards(pieces)
  }
}

/** Joins a piece to the one before it where `joins` says so, asked of the pieces as they were cut. */
function joined(
  pieces: readonly Piece[],
  joins: (piece: Piece, previous: Piece) => boolean
): Piece[] {
  const out: Piece[] = []
  pieces.forEach((piece, i) => {
    const previous = pieces[i - 1]
    const last = out.at(-1)
    if (last && previous && joins(piece, previous)) last.to = piece.to
    else out.push({ ...piece })
  })
  return out
}

/** A match goes to the piece after it, unless that is a match too. */
function joinedBackwards(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = []
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i]
    if (!piece) continue
    const next = pieces[i + 1]
    const last = out.at(-1)
    if (last && next && piece.isMatch && !next.isMatch) last.from = piece.from
    else out.push({ ...piece })
  }
  return out.reverse()
}
