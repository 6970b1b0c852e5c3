import { visibleLine } from '../../components/words/visible-text.ts'
import type { DimensionRow } from './neuron-pairs.ts'
import type { Column } from './row-order.ts'

export const dimensionColumns: readonly Column<DimensionRow>[] = [
  {
    id: 'role',
    title: 'Model',
    width: '52px',
    isNumber: false,
    value: ({ role }) => role
  },
  {
    id: 'rank',
    title: 'Rank',
    hint: '1 is the dimension with the strongest activations',
    width: '40px',
    isNumber: true,
    value: ({ at }) => at + 1
  },
  {
    id: 'column',
    title: 'Neuron',
    hint: 'Column of the query and key projections, from 0',
    width: '52px',
    isNumber: true,
    value: ({ column }) => column
  },
  {
    id: 'pairs',
    title: 'Pairs',
    width: '48px',
    isNumber: true,
    value: ({ nPairs }) => nPairs
  },
  {
    id: 'query',
    title: 'Query words',
    width: 'minmax(80px, 1fr)',
    isNumber: false,
    value: ({ queryWords }) => queryWords,
    text: ({ queryWords }) => visibleLine(queryWords)
  },
  {
    id: 'key',
    title: 'Key words',
    width: 'minmax(80px, 1fr)',
    isNumber: false,
    value: ({ keyWords }) => keyWords,
    text: ({ keyWords }) => visibleLine(keyWords)
  }
]
