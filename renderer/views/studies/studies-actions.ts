import type { Action } from '../../state/actions.svelte.ts'
import type { Shell } from '../../state/shell.svelte.ts'
import type { Studies } from '../../state/studies.svelte.ts'
import { pageNames, studyPages } from './study-pages.ts'

/** What the Studies tab adds to the palette, the keys and the menu. */
export function studiesActions(shell: Shell, studies: Studies): readonly Action[] {
  const { navigation } = shell
  const { data, ratings, recorded, view } = studies
  const group = 'Studies'
  const show = (work: () => void) => () => {
    navigation.tab = 'studies'
    work()
  }
  return [
    {
      id: 'studies/run',
      title: 'Run the study that is set up',
      group,
      isEnabled: () => studies.problem === null && !studies.isBusy,
      run: show(() => void studies.start())
    },
    {
      id: 'studies/open-data',
      title: 'Open a data set',
      group,
      isEnabled: () => !data.isOpening,
      run: show(() => void studies.pickData())
    },
    {
      id: 'studies/sample',
      title: 'Set up a study of the bundled data set',
      group,
      isEnabled: () => !data.isOpening,
      run: show(() => void studies.openSample())
    },
    {
      id: 'studies/import',
      title: 'Import runs that were recorded elsewhere',
      group,
      run: show(() => (recorded.isOpen = true))
    },
    {
      id: 'studies/edit',
      title: 'Set up the next study',
      group,
      run: show(() => (studies.isEditing = !studies.isEditing || studies.record === null))
    },
    {
      id: 'studies/run-failed',
      title: 'Run the failed cases again',
      group,
      isEnabled: () => studies.rerun !== null && 'request' in studies.rerun,
      run: show(() => void studies.runFailed())
    },
    {
      id: 'studies/rate',
      title: 'Rate responses',
      group,
      isEnabled: () => studies.resultId !== null,
      run: show(() => {
        ratings.begin(ratings.models, ratings.onlyUnrated)
        view.isRating = true
      })
    },
    ...studyPages.map((page) => ({
      id: `studies/show-${page}`,
      title: `Show ${pageNames[page]} of the study`,
      group,
      isEnabled: () => studies.record !== null,
      run: show(() => view.show(page))
    }))
  ]
}
