import type { Action } from '../../state/actions.svelte.ts'
import type { Heads } from '../../state/heads.svelte.ts'
import type { HeadsPage } from '../../state/heads-view.svelte.ts'
import type { Shell } from '../../state/shell.svelte.ts'

const pages: Record<HeadsPage, string> = {
  grid: 'Show all heads by layer',
  verbs: 'Compare instruction verbs with general verbs',
  words: 'Search a word or a pair in all heads',
  attention: 'Attention patterns of a prompt'
}

/** What the Heads tab adds to the palette, the keys and the menu. */
export function headsActions(shell: Shell, heads: Heads): readonly Action[] {
  const { navigation } = shell
  const { attention, view } = heads
  const group = 'Heads'
  const show = (work: () => void) => () => {
    navigation.tab = 'heads'
    work()
  }
  const isAttention = () => view.page === 'attention'
  return [
    {
      id: 'heads/run',
      title: 'Run what the Heads tab shows',
      group,
      isEnabled: () =>
        isAttention()
          ? attention.problem === null && !attention.isBusy
          : heads.problem === null && !heads.isBusy,
      run: show(() => void (isAttention() ? attention.start() : heads.start()))
    },
    {
      id: 'heads/sample',
      title: 'Compare the heads of the sample pair',
      group,
      isEnabled: () => !heads.isBusy,
      run: show(() => void heads.runSample())
    },
    {
      id: 'heads/edit',
      title: 'Options of the next heads run',
      group,
      run: show(() => {
        if (isAttention()) view.page = 'grid'
        heads.isEditing = !heads.isEditing || heads.record === null
      })
    },
    {
      id: 'heads/chance',
      title: 'Leave out heads at chance, or take them in again',
      group,
      isEnabled: () => heads.record !== null && heads.record.settings.nShuffles > 0,
      run: show(() => (view.withoutChance = !view.withoutChance))
    },
    ...(['grid', 'verbs', 'words', 'attention'] as const).map((page) => ({
      id: `heads/show-${page}`,
      title: pages[page],
      group,
      isEnabled: () => page === 'attention' || heads.record !== null,
      run: show(() => (view.page = page))
    }))
  ]
}
