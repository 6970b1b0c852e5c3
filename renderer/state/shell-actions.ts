/** The actions that exist whatever view is open. */
import type { Action } from './actions.svelte.ts'
import { copyDiagnostics } from './copy-diagnostics.ts'
import type { Shell } from './shell.svelte.ts'
import { isAnchorShown } from './tour.svelte.ts'

export function shellActions(shell: Shell): readonly Action[] {
  const { actions, jobs, navigation, pair, settings } = shell
  const running = () => jobs.active.find(({ state }) => state === 'running')
  const theme = (value: 'system' | 'light' | 'dark', title: string): Action => ({
    id: `theme/${value}`,
    title,
    group: 'Look',
    isEnabled: () => settings.value.theme !== value,
    run: () => void settings.change({ theme: value })
  })
  return [
    {
      id: 'palette',
      title: 'All actions',
      group: 'Window',
      keys: 'Mod+Shift+P',
      run: () => (shell.dialog = 'palette')
    },
    { id: 'keys', title: 'Keys', group: 'Help', keys: '?', run: () => (shell.dialog = 'keys') },
    {
      id: 'settings',
      title: 'Settings',
      group: 'Window',
      keys: 'Mod+,',
      run: () => (shell.dialog = 'settings')
    },
    {
      id: 'sidebar/toggle',
      title: 'Show or hide the side bar',
      group: 'Window',
      keys: 'Mod+B',
      run: () => (navigation.isSideBarOpen = !navigation.isSideBarOpen)
    },
    {
      id: 'tour/start',
      title: 'Guided tour',
      group: 'Help',
      run: () => {
        navigation.tab = 'attribution'
        navigation.isSideBarOpen = true
        // The view must be on screen before its parts can be pointed at.
        requestAnimationFrame(() => shell.tour.start(isAnchorShown))
      }
    },
    {
      id: 'run',
      title: 'Run what this tab is for',
      group: 'Job',
      keys: 'Mod+Enter',
      isEnabled: () => actions.canRun(`${navigation.tab}/run`),
      run: () => void actions.run(`${navigation.tab}/run`)
    },
    {
      id: 'view/attribution',
      title: 'Attribution',
      group: 'Go to',
      keys: 'Mod+1',
      run: () => (navigation.tab = 'attribution')
    },
    {
      id: 'view/concepts',
      title: 'Concepts',
      group: 'Go to',
      keys: 'Mod+2',
      run: () => (navigation.tab = 'concepts')
    },
    {
      id: 'view/heads',
      title: 'Heads',
      group: 'Go to',
      keys: 'Mod+3',
      run: () => (navigation.tab = 'heads')
    },
    {
      id: 'view/studies',
      title: 'Studies',
      group: 'Go to',
      keys: 'Mod+4',
      run: () => (navigation.tab = 'studies')
    },
    {
      id: 'view/library',
      title: 'Library',
      group: 'Go to',
      keys: 'Mod+5',
      run: () => (navigation.tab = 'library')
    },
    {
      id: 'open',
      title: 'Open a checkpoint',
      group: 'Pair',
      keys: 'Mod+O',
      run: () => void pair.pick()
    },
    {
      id: 'pair/open-base',
      title: 'Open the base checkpoint',
      group: 'Pair',
      run: () => void pair.pick('base')
    },
    {
      id: 'pair/open-tuned',
      title: 'Open the tuned checkpoint',
      group: 'Pair',
      run: () => void pair.pick('tuned')
    },
    {
      id: 'pair/open-sample',
      title: 'Open the sample pair',
      group: 'Pair',
      run: () => void pair.openSample()
    },
    {
      id: 'pair/swap',
      title: 'Swap base and tuned',
      group: 'Pair',
      isEnabled: () => !pair.isEmpty,
      run: () => pair.swap()
    },
    {
      id: 'pair/clear',
      title: 'Clear the pair',
      group: 'Pair',
      isEnabled: () => !pair.isEmpty,
      run: () => {
        pair.clear('base')
        pair.clear('tuned')
      }
    },
    {
      id: 'job/pause',
      title: 'Pause the running job',
      group: 'Job',
      isEnabled: () => running() !== undefined,
      run: () => void jobs.pause(running()?.jobId ?? '')
    },
    {
      id: 'job/cancel',
      title: 'Cancel the running job',
      group: 'Job',
      isEnabled: () => running() !== undefined,
      run: () => void jobs.cancel(running()?.jobId ?? '')
    },
    {
      id: 'diagnostics/copy',
      title: 'Copy diagnostics',
      group: 'Help',
      run: () => void copyDiagnostics(shell)
    },
    theme('light', 'Light theme'),
    theme('dark', 'Dark theme'),
    theme('system', 'Theme of the system')
  ]
}
