import type { Action } from '../../state/actions.svelte.ts'
import type { Attribution } from '../../state/attribution.svelte.ts'

/** What the Attribution tab adds to the palette, the keys and the menu. */
export function attributionActions(attribution: Attribution): readonly Action[] {
  const { display } = attribution
  const group = 'Attribution'
  const hasRecord = (): boolean => attribution.record !== null
  return [
    {
      id: 'attribution/run',
      title: 'Run the attribution',
      group,
      isEnabled: () => attribution.problem === null && !attribution.isBusy,
      run: () => void attribution.start()
    },
    {
      id: 'attribution/sample',
      title: 'Attribute the sample pair',
      group,
      isEnabled: () => !attribution.isBusy,
      run: () => void attribution.runSample()
    },
    {
      id: 'attribution/edit',
      title: 'Edit prompt and response',
      group,
      keys: 'Mod+E',
      run: () => (attribution.isEditing = !attribution.isEditing || !hasRecord())
    },
    {
      id: 'attribution/propose',
      title: 'Mark the first sentence as instruction',
      group,
      isEnabled: () => attribution.inputs.prompt.trim() !== '',
      run: () => void attribution.suggestInstruction()
    },
    ...(['both', 'base', 'tuned', 'difference'] as const).map((arrangement) => ({
      id: `attribution/show-${arrangement}`,
      title: {
        both: 'Show both maps side by side',
        base: 'Show the base model’s map',
        tuned: 'Show the tuned model’s map',
        difference: 'Show the difference of the maps'
      }[arrangement],
      group,
      isEnabled: () =>
        display.comparison?.isPair === true &&
        (arrangement !== 'difference' || display.canSubtract),
      run: () => void (display.arrangement = arrangement)
    })),
    {
      id: 'attribution/whole',
      title: 'Show the whole map',
      group,
      isEnabled: hasRecord,
      run: () => void (display.link.viewport = null)
    }
  ]
}
