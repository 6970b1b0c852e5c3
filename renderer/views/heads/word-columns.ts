import type { WordRow } from '../../../preload/analysis/heads/heads-tables.ts'
import { percentWords } from '../../components/words/number-words.ts'
import { visibleLine } from '../../components/words/visible-text.ts'
import type { Column } from './row-order.ts'

export const wordColumns: readonly Column<WordRow>[] = [
  {
    id: 'word',
    title: 'Word',
    width: 'minmax(72px, 1fr)',
    isNumber: false,
    value: ({ word }) => word,
    text: ({ word }) => visibleLine(word)
  },
  {
    id: 'changed',
    title: 'Heads',
    hint: 'Heads in which the word gained or lost relations',
    width: '52px',
    isNumber: true,
    value: ({ changed }) => changed
  },
  {
    id: 'up',
    title: 'Up',
    hint: 'Heads in which it has more relations after tuning',
    width: '36px',
    isNumber: true,
    value: ({ up }) => up
  },
  {
    id: 'down',
    title: 'Down',
    hint: 'Heads in which it has fewer',
    width: '44px',
    isNumber: true,
    value: ({ down }) => down
  },
  {
    id: 'share',
    title: 'Up-share',
    hint: 'Up over up and down',
    width: '64px',
    isNumber: true,
    value: ({ share }) => share,
    text: ({ share }) => percentWords(share)
  }
]
