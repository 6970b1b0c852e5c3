import type { Action } from '../../state/actions.svelte.ts'
import type { Concepts } from '../../state/concepts.svelte.ts'
import type { ConceptsPage } from '../../state/concepts-view.svelte.ts'
import type { Shell } from '../../state/shell.svelte.ts'

const pages: Record<ConceptsPage, string> = {
  drift: 'Show the drift over depth',
  layer: 'Look into a layer',
  shares: 'Show shares of tasks and levels',
  words: 'Search a word in all layers'
}

/** What the Concepts tab adds to the palette, the keys and the menu. */
export function conceptsActions(shell: Shell, concepts: Concepts): readonly Action[] {
  const { navigation } = shell
  const group = 'Concepts'
  const show = (work: () => void) => () => {
    navigation.tab = 'concepts'
    work()
  }
  return [
    {
      id: 'concepts/run',
      title: 'Compare the concepts of the open pair',
      group,
      isEnabled: () => concepts.problem === null && !concepts.isBusy,
      run: show(() => void concepts.start())
    },
    {
      id: 'concepts/sample',
      title: 'Compare the concepts of the sample pair',
      group,
      isEnabled: () => !concepts.isBusy,
      run: show(() => void concepts.runSample())
    },
    {
      id: 'concepts/edit',
      title: 'Options of the next concepts run',
      group,
      run: show(() => (concepts.isEditing = !concepts.isEditing || concepts.record === null))
    },
    ...(['drift', 'layer', 'shares', 'words'] as const).map((page) => ({
      id: `concepts/show-${page}`,
      title: pages[page],
      group,
      isEnabled: () => concepts.record !== null,
      run: show(() => (concepts.view.page = page))
    }))
  ]
}
