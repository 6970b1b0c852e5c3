/** Ratings that can be given, each with its key, as in the paper's data; tables tell 1 from 2 and more. */
export const ratingScale: readonly { readonly rating: number; readonly label: string }[] = [
  { rating: 1, label: 'Unfollowed' },
  { rating: 2, label: 'Followed poorly' },
  { rating: 3, label: 'Followed' },
  { rating: 4, label: 'Followed well' }
]

export type RatingStep =
  | { readonly kind: 'rate'; readonly rating: number }
  | { readonly kind: 'move'; readonly by: 1 | -1 }
  | { readonly kind: 'undo' }

/** What a key asks for; null for any other key. */
export function ratingStep(key: string): RatingStep | null {
  const rated = ratingScale.find(({ rating }) => String(rating) === key)
  if (rated) return { kind: 'rate', rating: rated.rating }
  switch (key) {
    case '0':
    case ' ':
    case 'ArrowRight':
      return { kind: 'move', by: 1 }
    case 'ArrowLeft':
      return { kind: 'move', by: -1 }
    case 'u':
    case 'U':
      return { kind: 'undo' }
    default:
      return null
  }
}
